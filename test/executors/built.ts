/** The program as Node runs it: worker threads and child processes cannot read the sources on every Node. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '../..');
/** Inside the project, so that its packages are found. */
const CACHE = join(ROOT, 'node_modules/.cache/edgewise-built');

/** Builds the sources as they are now, unless that was done before. Returns the folder of the built src. */
export function build(): string {
  const folder = join(CACHE, digest());
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    compile(draft);
    try {
      renameSync(draft, folder);
    } catch (error) {
      // Another test was quicker.
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
    removeOld(folder);
  }
  return join(folder, 'src');
}

/** A built module, typed as its source. */
export async function builtModule<Module>(path: string): Promise<Module> {
  return (await import(pathToFileURL(join(build(), path)).href)) as Module;
}

/** Types are for another test to check. */
function compile(folder: string): void {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', folder], {
      cwd: ROOT,
      stdio: 'pipe',
    });
  } catch (error) {
    if (!existsSync(join(folder, 'src/model.js'))) throw error;
  }
}

function digest(): string {
  const hash = createHash('sha256');
  for (const top of ['src', 'calibration', 'tsconfig.json', 'tsconfig.build.json']) add(join(ROOT, top));
  return hash.digest('hex').slice(0, 16);

  function add(path: string): void {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else if (/\.(ts|json)$/.test(path)) hash.update(path).update(readFileSync(path));
  }
}

function removeOld(current: string): void {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    if (path !== current && statSync(path).mtimeMs < hourAgo) rmSync(path, { recursive: true, force: true });
  }
}
