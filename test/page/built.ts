/** The page as it is now, built once however many tests want it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage } from '../../page/build.js';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/edgewise-page');

/** The folder of the built page. */
export async function builtPage(): Promise<string> {
  const folder = join(CACHE, digest());
  if (existsSync(folder)) return folder;
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const draft = `${folder}.${process.pid}`;
  await buildPage(draft);
  renameSync(draft, folder);
  return folder;
}

function digest(): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(path).update(readFileSync(path));
  };
  for (const top of ['src', 'page', 'scenarios', 'package-lock.json']) add(join(ROOT, top));
  for (const name of readdirSync(join(ROOT, 'calibration')).sort())
    if (name.endsWith('.json')) add(join(ROOT, 'calibration', name));
  return hash.digest('hex').slice(0, 16);
}
