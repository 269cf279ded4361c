/** A folder in which the package is installed as somebody else has it: nothing of it is there but what is published. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from '../executors/built.ts';

export const ROOT: string = join(import.meta.dirname, '../..');

/** What a registry would bring is linked from this project's own packages, so that no network is needed. */
export function elsewhere(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'edgewise-elsewhere-'));
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (!name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
  return folder;
}

/** The same with the package itself as its sources say now, and the scenarios beside it. */
export function withPackage(): string {
  const folder = elsewhere();
  const target = join(folder, 'node_modules/edgewise');
  mkdirSync(target);
  cpSync(join(ROOT, 'package.json'), join(target, 'package.json'));
  cpSync(dirname(build()), join(target, 'dist'), { recursive: true });
  symlinkSync(join(ROOT, 'scenarios'), join(folder, 'scenarios'));
  return folder;
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
