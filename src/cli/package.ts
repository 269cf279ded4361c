/** The package this program is part of. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package, wherever in it the built program lies. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && field(file, 'name') === 'edgewise') return folder;
    const above = dirname(folder);
    if (above === folder) throw new Error('the package.json of edgewise is missing: install it again');
    folder = above;
  }
}

export function version(): string {
  return field(join(packageFolder(), 'package.json'), 'version');
}

/** Parts of the program that play no role in what a run gives. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'cli',
  'render',
  'report',
  'store',
  'executors',
  'queue',
  'page',
  'endpoint',
]);

/** The version, and which build of it: results of a program that was changed are not those of this one. */
export function build(): string {
  const source = join(dirname(fileURLToPath(import.meta.url)), '..');
  const hash = createHash('sha256');
  const add = (folder: string, inside: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (inside !== '' || !OUTSIDE.has(entry.name)) add(path, `${inside}${entry.name}/`);
      } else if (/(?<!\.d)\.[jt]s$/.test(entry.name))
        hash.update(`${inside}${entry.name}`).update(readFileSync(path));
    }
  };
  add(source, '');
  return `${version()}+${hash.digest('hex').slice(0, 12)}`;
}

function field(file: string, name: string): string {
  const value = (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}
