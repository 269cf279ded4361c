/** The documentation as a site: what it holds, and that no link of it leads nowhere. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite } from '../../site/build.js';
import { drawn } from '../../site/draw.js';
import { entriesOf, liveAddress } from '../../site/gallery.js';
import { edgewise } from '../cli/captured.ts';

const ROOT = join(import.meta.dirname, '../..');
const gallery = entriesOf(readFileSync(join(ROOT, 'docs/gallery.md'), 'utf8'));
const scenarios = readdirSync(join(ROOT, 'scenarios'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -5));

describe('the documentation as a site', () => {
  let folder = '';
  let pages: string[] = [];
  beforeAll(async () => {
    folder = await buildSite(mkdtempSync(join(tmpdir(), 'edgewise-site-')));
    pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.html'),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const html = (page: string): string => readFileSync(join(folder, page), 'utf8');

  it('has every page of docs, each of which leads to all others', () => {
    const written = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => name.replace(/\.md$/, '.html'));
    expect(pages).toEqual(expect.arrayContaining(written));
    for (const page of pages) {
      const [, menu] = /<nav id="menu"[^>]*>([\s\S]*?)<\/nav>/.exec(html(page))!;
      const led = [...menu!.matchAll(/href="([^"]+)"/g)].map(([, to]) => join(dirname(page), to!));
      expect(led.sort(), page).toEqual([...pages].sort());
    }
  });

  it('has no link, anchor or picture that leads nowhere', () => {
    const lost: string[] = [];
    let checked = 0;
    const ids = new Map(
      pages.map((page) => [page, new Set([...html(page).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!))]),
    );
    for (const page of pages)
      for (const [, raw] of html(page).matchAll(/ (?:href|src)="([^"]*)"/g)) {
        const target = raw!.replaceAll('&amp;', '&');
        checked++;
        if (/^https?:/.test(target)) {
          if (!URL.canParse(target)) lost.push(`${page}: ${target}`);
          continue;
        }
        const [path, anchor] = target.split('#') as [string, string | undefined];
        const file = path === '' ? page : join(dirname(page), path);
        // The page itself, beside the documentation.
        if (file === '../index.html') continue;
        const there = existsSync(join(folder, file)) && (anchor === undefined || ids.get(file)?.has(anchor));
        if (!there) lost.push(`${page}: ${target}`);
      }
    expect(lost).toEqual([]);
    expect(checked).toBeGreaterThan(1000);
  });

  it('says on every page that nothing but its own files is let in, and keeps to it', () => {
    for (const page of pages) {
      const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html(page))!;
      expect(policy!.split('; ')).toEqual(
        expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'"]),
      );
      expect(html(page), page).not.toMatch(/<style|<script(?![^>]* src=")| style="| on[a-z]+="/);
      for (const [, from] of html(page).matchAll(/<(?:script|img|link)[^>]* (?:src|href)="([^"]+)"/g))
        expect(from).not.toMatch(/^[a-z]+:|^\/\//);
    }
  });

  it('prints no Markdown and no comment of its sources', () => {
    for (const page of pages) {
      const words = html(page).replaceAll(/<pre>[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>/g, '');
      expect(words.match(/<!--|&lt;!--|\]\(|\*\*|```/)?.[0], page).toBeUndefined();
    }
  });

  it('finds words of every page, in an index that is read as a script', () => {
    const index = readFileSync(join(folder, 'found.js'), 'utf8');
    const [, rows] = /^globalThis\.edgewiseFound = (\[[\s\S]*\]);\n$/.exec(index)!;
    const found = JSON.parse(rows!) as [address: string, page: string, heading: string, text: string][];
    expect(new Set(found.map(([address]) => address.split('#')[0]))).toEqual(new Set(pages));
    for (const word of ['loadaware', 'llama-bench', 'slidingwindow', 'duckdb'])
      expect(found.filter((row) => row.join(' ').toLowerCase().includes(word)).length, word).toBeGreaterThan(
        0,
      );
    expect(index.length).toBeLessThan(600_000);
  });

  it('shows every scenario that ships: its picture, what it expects, its file, and the way to the live page', () => {
    expect(gallery.map(({ scenario }) => scenario).sort()).toEqual([...scenarios].sort());
    const page = html('gallery.html');
    for (const { scenario, kept, commands } of gallery) {
      expect(page).toContain(`src="${kept}"`);
      expect(page).toContain(`id="${scenario}"`);
      expect(page).toContain(`href="../index.html${liveAddress(scenario)}"`);
      expect(commands.length, scenario).toBeGreaterThan(0);
      expect(commands.join('\n')).toMatch(
        new RegExp(`scenarios/${scenario}\\.yaml|^edgewise ${scenario}$`, 'm'),
      );
    }
    expect(page).toContain('under bursts, Load-Aware redirects fewer tokens than Random');
  });

  it('is small', () => {
    const size = (name: string): number => readFileSync(join(folder, name)).length;
    expect(size('site.js') + size('site.css')).toBeLessThan(30_000);
    for (const { kept } of gallery) expect(size(kept), kept).toBeLessThan(300_000);
  });
});

it('the package is packed with it, and with no second copy of its pictures', () => {
  const { scripts, files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
    files: string[];
  };
  expect(scripts['prepack']).toBe('npm run build:page');
  expect(scripts['build:page']).toMatch(/page\/build\.js.*site\/build\.js$/);
  expect(files).toContain('dist');
  expect(files.filter((name) => /figures|gallery/.test(name))).toEqual([]);
});

it('the commands of an entry of the gallery draw its picture', async () => {
  const before = process.cwd();
  const entry = gallery.find(({ scenario }) => scenario === 'first')!;
  const png = await drawn(ROOT, entry, async (args, folder) => {
    process.chdir(folder);
    try {
      expect((await edgewise([...args, '--replications', '2', '--workers', '1'])).code).toBe(0);
    } finally {
      process.chdir(before);
    }
  });
  const kept = readFileSync(join(ROOT, 'docs', entry.kept));
  // Width and height of a PNG: with other replications the bars differ, the figure is the same.
  const size = (picture: Uint8Array): number[] => [...picture.subarray(16, 24)];
  expect(size(png), 'another picture: npm run docs:gallery draws all anew').toEqual(size(kept));
});
