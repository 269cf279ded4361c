/** The profiles as the shipped tables give them, fitted once however many tests want them. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { compileProfiles } from '../../src/calibration/compile.ts';
import type { Compiled } from '../../src/calibration/compile.ts';
import { shippedTables } from './tables.ts';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/edgewise-compiled');

/** All fits take ten seconds: they are kept for as long as no source and no table changes. */
export function shippedCompiled(): Compiled {
  const name = digest();
  const file = join(CACHE, name);
  if (existsSync(file)) return deserialize(readFileSync(file)) as Compiled;
  const compiled = compileProfiles(shippedTables());
  mkdirSync(CACHE, { recursive: true });
  for (const old of readdirSync(CACHE)) if (!old.startsWith(name)) rmSync(join(CACHE, old), { force: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, serialize(compiled));
  renameSync(draft, file);
  return compiled;
}

function digest(): string {
  const hash = createHash('sha256').update(process.version);
  const add = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(path).update(readFileSync(path));
  };
  for (const top of ['src', 'calibration', 'package-lock.json']) add(join(ROOT, top));
  return hash.digest('hex').slice(0, 16);
}
