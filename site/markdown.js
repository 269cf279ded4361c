// A page of Markdown as HTML: headings that can be linked to, tables and listings that scroll by themselves, no raw HTML.
import { Marked } from 'marked';

export const escape = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What may be wider than the page scrolls by itself, with the keyboard too. */
export const scrolling = (name, inside) =>
  `<div class="scrolling" role="group" aria-label="${escape(name)}" tabindex="0">${inside}</div>\n`;

/** Columns of what a screen prints; listings up to the narrower number are shown in the letters of all others. */
const SCREEN = 104;
const NARROW = 72;
/** Points from which on a picture is not made as narrow as a phone, but scrolled: its letters are to be read. */
const WIDE = 900;

/** As code hosts write it: small letters, blanks to hyphens, all other signs left out. */
const slug = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

/** The words of a piece of Markdown, without its marks. */
function wordsOf(tokens) {
  return (tokens ?? [])
    .map(({ type, text = '', tokens: inner }) =>
      inner ? wordsOf(inner) : type === 'br' ? ' ' : type === 'html' ? '' : text,
    )
    .join('');
}

/** All words of a block: what search looks through. */
function textOf(token) {
  if (token.type === 'space' || token.type === 'html') return '';
  if (token.type === 'table')
    return [token.header, ...token.rows]
      .map((row) => row.map((cell) => wordsOf(cell.tokens)).join(' '))
      .join(' ');
  if (token.type === 'list') return token.items.map(({ tokens }) => tokens.map(textOf).join(' ')).join(' ');
  if (token.type === 'blockquote') return token.tokens.map(textOf).join(' ');
  return token.tokens ? wordsOf(token.tokens) : (token.text ?? '');
}

const NOTE = /<!--\s*(\w+)(?::\s*([\s\S]*?))?\s*-->/g;

/**
 * `resolve` says where a link leads (null: nowhere on this site, so that it is only named), `note` what is put in place of
 * a comment `<!-- name: rest -->`, `sized` how large a picture is. Sections are what a list of contents and a search need.
 *
 * @param {string} text
 * @param {{ resolve: (href: string) => string | null, note?: (name: string, rest: string) => string, sized?: (address: string) => string }} options
 */
export function rendered(text, { resolve, note = () => '', sized = () => '' }) {
  const sections = [];
  const seen = new Map();
  const anchor = (words) => {
    const first = slug(words);
    const times = seen.get(first) ?? 0;
    seen.set(first, times + 1);
    return times === 0 ? first : `${first}-${times}`;
  };
  const marked = new Marked({ gfm: true });
  const tokens = marked.lexer(text);
  for (const token of tokens)
    if (token.type === 'heading') {
      const heading = wordsOf(token.tokens);
      token.anchor = anchor(heading);
      sections.push({ depth: token.depth, heading, anchor: token.anchor, text: '' });
    } else if (sections.length > 0) {
      const last = sections[sections.length - 1];
      last.text = `${last.text} ${textOf(token)}`.replaceAll(/\s+/g, ' ').trim();
    }
  marked.use({
    renderer: {
      heading({ tokens: inner, depth, anchor: id }) {
        const inside = this.parser.parseInline(inner);
        if (depth === 1) return `<h1 id="${id}">${inside}</h1>\n`;
        const name = escape(`Link to: ${wordsOf(inner)}`);
        return `<h${depth} id="${id}">${inside} <a class="anchor" href="#${id}" aria-label="${name}">#</a></h${depth}>\n`;
      },
      link({ href, tokens: inner }) {
        const inside = this.parser.parseInline(inner);
        const to = resolve(href);
        return to === null ? `<span class="file">${inside}</span>` : `<a href="${escape(to)}">${inside}</a>`;
      },
      image({ href, text: alt }) {
        const to = resolve(href) ?? href;
        const wide = Number(/ width="(\d+)"/.exec(sized(to))?.[1]) > WIDE ? ' wide' : '';
        return `<a class="picture${wide}" href="${escape(to)}"><img src="${escape(to)}" alt="${escape(alt)}"${sized(to)} loading="lazy" /></a>`;
      },
      code({ text: code, lang }) {
        const name = lang === 'sh' ? 'Commands' : lang === 'yaml' ? 'A scenario' : 'A listing';
        const longest = Math.max(...code.split('\n').map((line) => line.length));
        const kind = longest > NARROW && longest <= SCREEN ? ' class="screen"' : '';
        return scrolling(name, `<pre${kind}><code>${escape(code)}\n</code></pre>`);
      },
      table({ header, rows }) {
        const cell = (tag) => (one) =>
          `<${tag}${one.align ? ` class="${one.align}"` : ''}>${this.parser.parseInline(one.tokens)}</${tag}>`;
        const line = (tag) => (row) => `<tr>${row.map(cell(tag)).join('')}</tr>`;
        const named = header.some(({ tokens: inner }) => wordsOf(inner) !== '');
        const head = named ? `<thead>${line('th')(header)}</thead>` : '';
        return scrolling(
          'A table',
          `<table>${head}<tbody>${rows.map(line('td')).join('\n')}</tbody></table>`,
        );
      },
      html({ text: raw }) {
        const notes = [...raw.matchAll(NOTE)];
        return (
          notes.map(([, name, rest = '']) => note(name, rest)).join('') +
          escape(raw.replaceAll(/<!--[\s\S]*?-->/g, '').trim())
        );
      },
    },
  });
  return { html: marked.parser(tokens), sections, tokens };
}
