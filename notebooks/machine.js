// What notebooks are run with: Jupyter, and Deno as its kernel. Both are looked for, neither is a dependency of the package.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const HERE = import.meta.dirname;

/** The address of Deno: the one that `npm ci` in this folder brings, else the one that is called by its name. */
export function findDeno() {
  const packages = join(HERE, 'node_modules/@deno');
  const names = process.platform === 'win32' ? ['deno.exe'] : ['deno'];
  const folders = [
    ...(existsSync(packages) ? readdirSync(packages).map((name) => join(packages, name)) : []),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync) ?? null;
}

export function has(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Debian's packages, for opening notebooks and for running them without a window. */
export const PACKAGES = 'jupyter-notebook jupyter-nbconvert';
const JUPYTER = `Jupyter: apt-get install --no-install-recommends ${PACKAGES}, or pip install notebook nbconvert`;
const DENO = 'Deno, which runs the cells: npm ci --prefix notebooks';

/** What has to be installed before Jupyter can do all of these, in words; nothing when all of it is there. */
export function missing(...commands) {
  return [
    ...(commands.every((command) => has('jupyter', command, '--version')) ? [] : [JUPYTER]),
    ...(findDeno() ? [] : [DENO]),
  ];
}

/** The environment in which Jupyter finds Deno as a kernel; nothing is installed for anybody else. */
export function surroundings() {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'edgewise-kernel-'));
  const kernel = join(folder, 'kernels/deno');
  mkdirSync(kernel, { recursive: true });
  const spec = {
    argv: [findDeno(), 'jupyter', '--kernel', '--conn', '{connection_file}'],
    display_name: 'Deno',
    language: 'typescript',
    env: { NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' },
  };
  writeFileSync(join(kernel, 'kernel.json'), JSON.stringify(spec));
  const paths = [folder, process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);
  return { folder, env: { ...process.env, JUPYTER_PATH: paths } };
}
