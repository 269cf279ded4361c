/** The page as it is now, built once however many tests want it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage } from '../../page/build.js';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/edgewise-page');

/** Milliseconds after which whoever was building it is taken to be gone, and between two looks at whether it is there. */
const GONE = 180_000;
const LOOK = 250;

/** The folder of the built page. Of several that want it at once one builds it, and the others wait. */
export async function builtPage(): Promise<string> {
  const folder = join(CACHE, digest());
  const lock = `${folder}.lock`;
  mkdirSync(CACHE, { recursive: true });
  while (!existsSync(folder)) {
    if (!taken(lock)) {
      await new Promise((resolve) => setTimeout(resolve, LOOK));
      continue;
    }
    for (const name of readdirSync(CACHE))
      if (join(CACHE, name) !== lock && join(CACHE, name) !== folder)
        rmSync(join(CACHE, name), { recursive: true, force: true });
    if (!existsSync(folder)) {
      const draft = `${folder}.${process.pid}`;
      await buildPage(draft);
      renameSync(draft, folder);
    }
    rmSync(lock, { recursive: true });
  }
  return folder;
}

function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > GONE) rmSync(lock, { recursive: true, force: true });
    return false;
  }
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
