// What is around the text of a page: pages, search, contents.
import { between } from './pages.js';
import { escape } from './markdown.js';

/** Scripts, styles, pictures and the live figure come from where the page does, and nothing else is let in. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

/** Headings of more levels than these are not listed. */
const DEEPEST = 3;

/**
 * @param {import('./pages.js').Page} page
 * @param {{ html: string, sections: { depth: number, heading: string, anchor: string }[] }} made
 * @param {{ first: import('./pages.js').Page, groups: { title: string, pages: import('./pages.js').Page[] }[] }} all
 */
export function framed(page, { html, sections }, { first, groups }) {
  const to = (address) => escape(between(page.address, address));
  const home = page === first;
  const title = home ? 'Edgewise: the documentation' : `${page.title} - Edgewise`;
  const link = (one) =>
    `<a href="${to(one.address)}"${one === page ? ' aria-current="page"' : ''}>${escape(one.title)}</a>`;
  const menu = groups.map(
    ({ title: group, pages }) =>
      `<h2>${escape(group)}</h2>\n<ul>${pages.map((one) => `<li>${link(one)}</li>`).join('\n')}</ul>`,
  );
  const listed = sections.filter(({ depth }) => depth > 1 && depth <= DEEPEST);
  const contents = listed.map(
    ({ depth, heading, anchor }) =>
      `<li class="level${depth}"><a href="#${anchor}">${escape(heading)}</a></li>`,
  );
  const long = listed.length > 2 && !home;
  const order = [first, ...groups.flatMap(({ pages }) => pages)];
  const at = order.indexOf(page);
  const [before, after] = [order[at - 1], order[at + 1]];
  return `<!doctype html>
<html lang="en" data-root="${to('index.html').replace(/index\.html$/, '')}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
<meta name="color-scheme" content="light dark" />
<title>${escape(title)}</title>
<link rel="icon" href="${to('icon.svg')}" type="image/svg+xml" />
<link rel="stylesheet" href="${to('site.css')}" />
<script defer src="${to('site.js')}"></script>
</head>
<body${home ? ' class="home"' : long ? '' : ' class="short"'}>
<a class="skip" href="#text">Skip to the text</a>
<header>
<button type="button" class="for-menu" popovertarget="menu">Pages</button>
<a class="mark" href="${to('index.html')}"${home ? ' aria-current="page"' : ''}>Edgewise</a>
<search hidden>
<label for="search" class="unseen">Search the documentation</label>
<input id="search" type="search" placeholder="Search ( / )" autocomplete="off" spellcheck="false" />
<div id="found" hidden><p role="status"></p><ol></ol></div>
</search>
<a class="try" href="${to('../index.html')}">Try it</a>
${long ? '<button type="button" class="for-contents" popovertarget="contents">Contents</button>\n' : ''}</header>
<div class="frame">
<nav id="menu" popover aria-label="Pages">
<p><a href="${to(first.address)}"${home ? ' aria-current="page"' : ''}>Start</a></p>
${menu.join('\n')}
</nav>
<main id="text" tabindex="-1">
${html}
<footer>
${before ? `<a rel="prev" href="${to(before.address)}"><span>Before</span> ${escape(before === first ? 'Start' : before.title)}</a>` : ''}
${after ? `<a rel="next" href="${to(after.address)}"><span>Next</span> ${escape(after.title)}</a>` : ''}
</footer>
</main>
${long ? `<nav id="contents" popover aria-label="On this page">\n<h2>On this page</h2>\n<ol>\n${contents.join('\n')}\n</ol>\n</nav>` : ''}
</div>
</body>
</html>
`;
}
