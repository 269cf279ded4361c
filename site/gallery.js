// The gallery: docs/gallery.md has an entry for each scenario, and the commands in an entry draw its picture (draw.js).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import { parse } from 'yaml';
import { escape, scrolling } from './markdown.js';

const NOTE = /<!--\s*(\w+):\s*(.*?)\s*-->/g;

/**
 * What an entry says of itself: its scenario, where its picture is kept, the file that becomes it, and what is typed to
 * make that file.
 *
 * @param {string} text docs/gallery.md
 */
export function entriesOf(text) {
  const entries = [];
  let last;
  let kept = '';
  for (const token of new Marked().lexer(text)) {
    if (token.type === 'heading') last = undefined;
    if (token.type === 'paragraph') kept = token.tokens.find(({ type }) => type === 'image')?.href ?? kept;
    for (const [, name, rest] of token.type === 'html' ? token.text.matchAll(NOTE) : [])
      if (name === 'scenario') entries.push((last = { scenario: rest, kept, picture: '', commands: [] }));
      else if (name === 'picture' && last) last.picture = rest;
    if (token.type === 'code' && token.lang === 'sh' && last)
      last.commands.push(
        ...token.text
          .split('\n')
          .map((line) => line.replace(/\s+#.*$/, '').trim())
          .filter((line) => line.startsWith('edgewise ')),
      );
  }
  return entries;
}

/** Where the live page has a scenario. */
export const liveAddress = (scenario) => `#1/play/${encodeURIComponent(scenario)}//`;

/** What is put at the end of an entry: what its scenario expects, and the file. */
export function details(root, scenario) {
  const yaml = readFileSync(join(root, `scenarios/${scenario}.yaml`), 'utf8');
  const claims = [...(parse(yaml).expect ?? [])].flatMap(({ text }) => text ?? []);
  const list = claims.map((text) => `<li>${escape(text)}</li>`).join('\n');
  return `${list && `<p>What it expects; a test runs it and looks that all of it holds:</p>\n<ul>${list}</ul>\n`}<details><summary>scenarios/${scenario}.yaml</summary>${scrolling(`scenarios/${scenario}.yaml`, `<pre><code>${escape(yaml)}</code></pre>`)}</details>\n`;
}
