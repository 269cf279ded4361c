// Builds the documentation into dist/page/docs, beside the page: plain files, for any web server and for double-clicking.
// npm run build:page
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { framed } from './frame.js';
import { details, entriesOf, liveAddress } from './gallery.js';
import { escape, rendered } from './markdown.js';
import { between, pagesOf } from './pages.js';
import { drawnAs, picturesOf, size } from './picture.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GALLERY = 'docs/gallery.md';
const FIRST = 'figure4';

/** Everything under `to`; a plain folder of files. */
export async function buildSite(to = join(ROOT, 'dist/page/docs')) {
  const all = pagesOf(ROOT);
  const pages = [all.first, ...all.groups.flatMap((group) => group.pages)];
  const gallery = pages.find(({ source }) => source === GALLERY);
  const entries = entriesOf(gallery.text);
  rmSync(to, { recursive: true, force: true });
  const write = (address, text) => {
    mkdirSync(dirname(join(to, address)), { recursive: true });
    writeFileSync(join(to, address), text);
  };

  const addresses = new Map(pages.map(({ source, address }) => [source, address]));
  for (const { scenario } of entries)
    addresses.set(`scenarios/${scenario}.yaml`, `${gallery.address}#${scenario}`);
  const pictured = await picturesOf(ROOT, pages);
  const found = [];
  for (const page of pages) {
    const resolve = (href) => {
      if (/^(?:[a-z]+:|#)/.test(href)) return href;
      const [path, part] = href.split('#');
      const source = posix.normalize(posix.join(posix.dirname(page.source), path));
      const [address, inside = part] = (addresses.get(source) ?? '').split('#');
      if (address !== '') return `${between(page.address, address)}${inside ? `#${inside}` : ''}`;
      const picture = drawnAs(source);
      return pictured.has(picture) ? between(page.address, picture) : null;
    };
    const live = (scenario) => between(page.address, `../index.html`) + liveAddress(scenario);
    const note = (name, rest) => {
      if (name === 'live')
        return `<div class="live" data-live><a class="main" href="${escape(live(FIRST))}">Open it live</a></div>\n`;
      if (name === 'scenario')
        return `<p class="actions" id="${escape(rest)}"><a class="main" href="${escape(live(rest))}">Open this on the page</a></p>\n`;
      if (name === 'claims') return details(ROOT, rest);
      return '';
    };
    const text = page === gallery ? withClaims(page.text) : page.text;
    const sized = (address) => size(pictured.get(posix.join(posix.dirname(page.address), address)));
    const { html, sections } = rendered(text, { resolve, note, sized });
    write(page.address, framed(page, { html: page === all.first ? grouped(html) : html, sections }, all));
    found.push({ title: page.title, address: page.address, sections });
  }

  for (const [address, bytes] of pictured) write(address, bytes);
  write('site.css', styles());
  for (const name of ['site.js', 'icon.svg'])
    cpSync(join(import.meta.dirname, 'browser', name), join(to, name));
  write('found.js', indexOf(found));
  return to;
}

/** Those of the page, which has a button for dark; here it is as the browser says. */
function styles() {
  const own = readFileSync(join(import.meta.dirname, 'browser/site.css'), 'utf8');
  const dark = /^:root\[data-theme='dark'\] (\{\n[\s\S]*?^\}\n)/m;
  const common = readFileSync(join(ROOT, 'src/page/common.css'), 'utf8');
  if (!dark.test(common)) throw new Error('there are no dark colours in common.css');
  return `${common.replace(dark, '@media (prefers-color-scheme: dark) {\n:root $1}\n')}${own}`;
}

/** Headings of the first page with what is under them, side by side where there is room. */
function grouped(html) {
  const [start, ...parts] = html.split(/^(?=<h2 )/m);
  return `${start}<div class="groups">\n${parts.map((part) => `<section>\n${part}</section>`).join('\n')}\n</div>`;
}

/** What an entry expects comes at its end. */
function withClaims(text) {
  return text
    .split(/^(?=## )/m)
    .map((part) => {
      const [, scenario] = /<!-- scenario: (\S+) -->/.exec(part) ?? [];
      return scenario === undefined ? part : `${part.trimEnd()}\n\n<!-- claims: ${scenario} -->\n\n`;
    })
    .join('');
}

/** A script that search loads when it is first used: scripts come from file:// too, data does not. */
function indexOf(found) {
  const rows = found.flatMap(({ title, address, sections }) =>
    sections.map(({ heading, anchor, depth, text }) => [
      depth === 1 ? address : `${address}#${anchor}`,
      title,
      depth === 1 ? '' : heading,
      text,
    ]),
  );
  return `globalThis.edgewiseFound = [\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n];\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const to = await buildSite();
  console.log(relative('.', join(to, 'index.html')));
}
