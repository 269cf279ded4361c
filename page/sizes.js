// What the built page weighs, gzipped, in bytes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Data, which is loaded where a scenario with it is opened. */
const LOG = /^assets\/(?:azure-code-excerpt|office-week)-/;
const EDITOR = /^assets\/(?:editing|schema)-/;

/** `first` are the files that were asked for before there was a figure, as paths in the folder. */
export function sizes(folder, first) {
  const size = (name) => gzipSync(readFileSync(join(folder, name))).length;
  const sum = (names) => names.reduce((all, name) => all + size(name), 0);
  const all = ['index.html', ...readdirSync(join(folder, 'assets')).map((name) => `assets/${name}`)];
  return {
    first: sum(first),
    all: sum(all.filter((name) => !EDITOR.test(name) && !LOG.test(name))),
    logs: sum(all.filter((name) => LOG.test(name))),
  };
}
