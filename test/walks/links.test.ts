import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const pages = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

/** As a heading is linked to: small letters, blanks to hyphens, all other signs left out. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading!));

it('no link of the documentation leads nowhere', () => {
  const lost: string[] = [];
  let links = 0;
  for (const page of ['README.md', 'CONTRIBUTING.md', ...pages('docs')]) {
    const text = readFileSync(join(ROOT, page), 'utf8');
    for (const [, target] of text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue;
      links++;
      const [path, part] = target!.split('#') as [string, string | undefined];
      const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
      const there =
        existsSync(file) && (part === undefined || anchorsOf(readFileSync(file, 'utf8')).includes(part));
      if (!there) lost.push(`${page}: ${target} (${relative(ROOT, file)})`);
    }
  }
  expect(lost).toEqual([]);
  expect(links).toBeGreaterThan(30);
});

/** What CONTRIBUTING.md has its reader write. */
const WRITTEN = new Set(['src/strategies/firstOpen.ts', 'src/cli/commands/spread.ts']);
const TOP = /^(?:src|test|docs|site|page|bench|calibration|scenarios|notebooks)\/[\w./-]*$/;

it('every file and folder that the documentation names by its path is there', () => {
  const lost: string[] = [];
  let named = 0;
  for (const page of ['README.md', 'CONTRIBUTING.md', 'notebooks/README.md', ...pages('docs')]) {
    const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
    for (const [, path] of text.matchAll(/`([^`\n]+)`/g)) {
      if (!TOP.test(path!) || WRITTEN.has(path!)) continue;
      named++;
      if (!existsSync(join(ROOT, path!))) lost.push(`${page}: ${path}`);
    }
  }
  // On the map of the source everything is in src.
  const map = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  for (const [, path] of map.matchAll(/`([a-z][\w-]*\/[\w/]+\.tsx?)`/g)) {
    named++;
    if (!existsSync(join(ROOT, 'src', path!)) && !existsSync(join(ROOT, path!)))
      lost.push(`docs/architecture.md: ${path}`);
  }
  expect(lost).toEqual([]);
  expect(named).toBeGreaterThan(80);
});

it('the README leads to every page of the documentation', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(pages('docs').filter((page) => !readme.includes(`(${page})`))).toEqual([]);
});
