// Which pages there are: docs/index.md says so, a group for each of its headings, in its order.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Marked } from 'marked';

const START = 'docs/index.md';

/** What is not in docs/ and is read as a page all the same. */
const ELSEWHERE = { 'CONTRIBUTING.md': 'contributing.html', 'notebooks/README.md': 'notebooks.html' };

/**
 * @typedef {{ source: string, address: string, title: string, text: string }} Page
 * `source` is its file in the repository, `address` where it is on the site.
 */

/** All pages, the first one first, in groups: what docs/index.md does not name comes last. */
export function pagesOf(root) {
  const files = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join('docs', name.replaceAll('\\', '/')))
    .filter((name) => name.endsWith('.md'))
    .sort();
  const page = (source, title) => {
    const text = readFileSync(join(root, source), 'utf8');
    const address = ELSEWHERE[source] ?? source.slice('docs/'.length).replace(/\.md$/, '.html');
    return { source, address, text, title: title ?? /^# (.+)$/m.exec(text)?.[1] ?? address };
  };
  const groups = [];
  for (const token of new Marked().lexer(readFileSync(join(root, START), 'utf8')))
    if (token.type === 'heading' && token.depth === 2) groups.push({ title: token.text, pages: [] });
    else if (token.type === 'list' && groups.length > 0)
      for (const { text } of token.items) {
        const [, title, href] = /^\[([^\]]+)\]\(([^)#]+)\)/.exec(text) ?? [];
        if (href === undefined) continue;
        const source = posix.join('docs', href);
        if (files.includes(source) || ELSEWHERE[source]) groups.at(-1).pages.push(page(source, title));
      }
  const named = new Set([START, ...groups.flatMap(({ pages }) => pages.map(({ source }) => source))]);
  const others = files.filter((source) => !named.has(source)).map((source) => page(source));
  if (others.length > 0) groups.push({ title: 'More', pages: others });
  return { first: page(START), groups: groups.filter(({ pages }) => pages.length > 0) };
}

/** From one address of the site to another. */
export function between(from, to) {
  return posix.relative(posix.dirname(from), to) || posix.basename(to);
}
