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

it('the README leads to every page of the documentation', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(pages('docs').filter((page) => !readme.includes(`(${page})`))).toEqual([]);
});
