/** How the report's page looks: quiet, in light and dark, on paper too. */

/** As many as can be chosen from: the k-th button shows the k-th figure. */
const CHOSEN = Array.from(
  { length: 12 },
  (_, k) => `.choice > input:nth-of-type(${k + 1}):checked ~ .panels > figure:nth-of-type(${k + 1})`,
)
  .join(',\n')
  .concat(' { display: block; }');

export const STYLE: string = `
:root {
  color-scheme: light dark;
  --ink: #1b1f24; --soft: #57606a; --line: #d5dae0; --paper: #ffffff; --band: #f6f7f9; --shade: rgb(27 31 36 / .22);
  --good: #0a6640; --bad: #a4263c; --unsure: #85610a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e9ed; --soft: #a2abb6; --line: #333a42; --paper: #14171b; --band: #1c2026; --shade: rgb(0 0 0 / .8);
    --good: #5cc492; --bad: #ee8b9a; --unsure: #e2bd5c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.6rem 1.5rem 5rem; max-width: 1220px;
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif;
  color: var(--ink); background: var(--paper); font-variant-numeric: tabular-nums;
}
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .2rem; letter-spacing: -.015em; overflow-wrap: anywhere; }
h2 { scroll-margin-top: 6rem; font-size: 1.2rem; margin: 3rem 0 .7rem; padding-top: .9rem; border-top: 1px solid var(--line); }
h3 { font-size: .95rem; font-weight: 600; margin: 1.2rem 0 .3rem; }
p, ul { max-width: 46rem; margin: .5rem 0; }
.description { max-width: none; }
header p { margin: .2rem 0; }
.facts, .note, small, nav { color: var(--soft); }
.note { font-size: .88rem; }
small { font-size: .85em; }
nav {
  position: sticky; top: 0; z-index: 6; margin: .6rem 0 0; padding: .5rem 0; font-size: .88rem; background: var(--paper);
  display: flex; gap: .2rem 1.1rem; overflow-x: auto; white-space: nowrap; border-bottom: 1px solid var(--line); scrollbar-width: thin;
}
#answer { margin: .9rem 0 0; }
.answer { max-width: none; margin: 0; font-size: 1.3rem; line-height: 1.4; padding-left: .9rem; border-left: 4px solid var(--line); }
.answer.good { border-color: var(--good); }
.answer.bad { border-color: var(--bad); }
.answer.unsure { border-color: var(--unsure); border-left-style: dashed; }
.decisive { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .6rem 2rem; margin: 1rem 0 .4rem; }
.decisive dt { color: var(--soft); font-size: .88rem; }
.decisive dd { margin: 0; font-size: 1.45rem; line-height: 1.25; font-weight: 600; }
.decisive small { display: block; font-size: .82rem; font-weight: 400; }
.first { margin: .6rem -10px 0; }
.first figure { width: 100%; }
.first figure svg { width: min(100%, 1.5 * var(--width)); max-height: max(26rem, 62vh); margin: 0 auto; }
nav + main > section:first-child h2 { border-top: 0; margin-top: 1.2rem; }
a { color: inherit; text-underline-offset: .2em; text-decoration-color: var(--line); }
a:hover { text-decoration-color: currentColor; }
ul { padding-left: 1.1rem; }
li { margin: .35rem 0; }
ul.short { list-style: none; padding: 0; }
ul.short li { padding-left: .9rem; border-left: 3px solid var(--line); }
ul.short li.good { border-color: var(--good); }
ul.short li.bad { border-color: var(--bad); }
ul.short li.unsure { border-color: var(--unsure); border-left-style: dashed; }
span.good, span.stable { color: var(--good); }
span.bad, span.backlogged, span.failed { color: var(--bad); }
span.unsure, span.limited { color: var(--unsure); }
ul.expected { list-style: none; padding: 0; }
ul.expected details { display: inline; }
ul.expected details > summary { display: inline; list-style: none; color: var(--soft); text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: .2em; font-size: .88rem; white-space: nowrap; }
ul.expected details small { display: block; }
ul.expected li { position: relative; padding-left: 5.9rem; }
ul.expected span { position: absolute; left: 0; font-weight: 600; }
.wide {
  overflow-x: auto; margin: .8rem 0;
  background: linear-gradient(to right, var(--paper) 40%, transparent) 0 0 / 3rem 100% no-repeat local,
    linear-gradient(to left, var(--paper) 40%, transparent) 100% 0 / 3rem 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) 0 0 / 1rem 100% no-repeat scroll,
    linear-gradient(to left, var(--shade), transparent) 100% 0 / 1rem 100% no-repeat scroll;
}
table { border-collapse: collapse; font-size: .86rem; }
th, td { padding: .32rem .7rem .32rem 0; text-align: left; vertical-align: baseline; white-space: nowrap; }
thead th { white-space: normal; color: var(--soft); font-weight: 500; vertical-align: bottom; border-bottom: 1px solid var(--ink); }
thead th small { display: block; }
thead th button { all: unset; display: inline-block; cursor: pointer; text-align: inherit; }
thead th button:hover span { text-decoration: underline; text-underline-offset: .25em; }
thead th[aria-sort] { color: var(--ink); }
th[aria-sort=ascending] button span::after { content: ' \\2191'; }
th[aria-sort=descending] button span::after { content: ' \\2193'; }
table.emptied::after { content: 'Nothing left: all of its rows are switched off.'; display: block; padding: .5rem 0; color: var(--unsure); }
[hidden] { display: none !important; }
button:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; border-radius: 2px; }
tbody th { font-weight: 500; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
.number { text-align: right; }
td.differs { font-weight: 600; }
td.differs small { font-weight: 400; }
table.prose td { white-space: normal; min-width: 6rem; }
table.prose td:nth-child(2) { min-width: 22rem; max-width: 44rem; }
#switches {
  position: sticky; top: 2.5rem; z-index: 5; margin: 2.2rem 0 -1.6rem; padding: .55rem 0; font-size: .88rem;
  display: flex; flex-wrap: wrap; align-items: center; gap: .4rem 1.6rem; background: var(--paper); border-bottom: 1px solid var(--line);
}
#switches > span { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem; max-width: 100%; }
#switches b { font-weight: 500; color: var(--soft); margin-right: .2rem; }
#switches .rest { min-height: 1.9rem; }
#switches button {
  font: inherit; color: inherit; cursor: pointer; white-space: nowrap; padding: .12rem .65rem; border-radius: 1rem;
  border: 1px solid var(--line); background: var(--band); max-width: 22em; overflow: hidden; text-overflow: ellipsis;
}
#switches button[data-colour]::before {
  content: ''; display: inline-block; width: .62em; height: .62em; margin-right: .45em; border-radius: 50%;
  background: var(--swatch); border: 1.5px solid var(--swatch);
}
#switches button:hover { border-color: var(--soft); }
#switches button[aria-pressed=true] { border-color: var(--soft); }
#switches button[aria-pressed=false] { color: var(--soft); background: none; border-style: dashed; text-decoration: line-through; }
#switches button[aria-pressed=false]::before { background: none; }
#switches .back { border: 0; background: none; text-decoration: underline; text-underline-offset: .2em; padding: .12rem .2rem; }
#switches output { color: var(--soft); }
#switches + section h2 { border-top: 0; }
.left-out { margin: .4rem 10px; color: var(--unsure); }
.left-out:empty { display: none; }
.gallery { display: flex; flex-wrap: wrap; gap: 1.2rem 2.2rem; align-items: flex-start; margin: 1rem -10px; }
figure { margin: 0; overflow-x: auto; width: var(--width); max-width: 100%; }
figure svg { display: block; max-width: 100%; height: auto; min-width: calc(.72 * var(--width)); }
.choice { width: 100%; display: flex; flex-wrap: wrap; gap: .35rem; position: relative; }
.choice > input { position: absolute; opacity: 0; pointer-events: none; }
.choice > label { padding: .12rem .65rem; font-size: .88rem; cursor: pointer; border: 1px solid var(--line); border-radius: 1rem; color: var(--soft); }
.choice > input:checked + label { color: var(--ink); border-color: var(--soft); background: var(--band); font-weight: 500; }
.choice > input:focus-visible + label { outline: 2px solid currentColor; outline-offset: 2px; }
.choice > .panels { flex: 0 0 100%; min-width: 0; }
.choice > .panels > figure { display: none; }
${CHOSEN}
figcaption { padding: .2rem 10px 0; max-width: 46rem; font-size: .88rem; color: var(--soft); }
figure .live { display: none; }
figure.alive .live { display: block; }
figure.alive .still { display: none; }
.still { background: #fff; width: fit-content; max-width: 100%; }
pre { font: .84rem/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; background: var(--band); padding: .9rem 1.1rem; overflow-x: auto; border-radius: 4px; tab-size: 2; }
code { font: .92em ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; }
details { margin: .5rem 0; }
summary { cursor: pointer; }
.tip { position: fixed; z-index: 9; pointer-events: none; max-width: 24rem; padding: .35rem .6rem; font-size: .84rem; line-height: 1.4; white-space: pre-line; color: var(--paper); background: var(--ink); border-radius: 4px; opacity: 0; }
.tip.shown { opacity: .96; }
noscript p { color: var(--unsure); }
@media (min-width: 40.01rem) {
  table.figures td.number small { display: block; }
}
.wide tbody th:first-child { position: sticky; left: 0; background: var(--paper); }
@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.3rem; }
  .answer { font-size: 1.1rem; }
  .decisive dd { font-size: 1.2rem; }
  .decisive { grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem 1rem; }
  figure svg { min-width: 0; }
  .first figure svg { width: auto; max-height: none; margin: 0; }
  table.figures thead { display: none; }
  table.figures, table.figures tbody, table.figures tr { display: block; }
  table.figures tr + tr { margin-top: .7rem; padding-top: .5rem; border-top: 1px solid var(--line); }
  table.figures tbody tr > * { display: flex; justify-content: flex-end; align-items: baseline; gap: .35rem; padding: .1rem 0; border-top: 0; white-space: normal; }
  table.figures tbody tr > ::before { content: attr(data-heading); margin-right: auto; color: var(--soft); font-weight: 400; }
  #switches { flex-wrap: nowrap; overflow-x: auto; margin-inline: -1rem; padding-inline: 1rem; }
  #switches > span { flex-wrap: nowrap; max-width: none; }
}
@media print {
  :root { --ink: #000; --soft: #444; --line: #ccc; --paper: #fff; --band: #f6f6f6; --good: #0a6640; --bad: #a4263c; --unsure: #85610a; }
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  nav, .interactive, .tip, .choice > label { display: none; }
  .choice > .panels > figure { display: block !important; }
  h2 { break-after: avoid; margin-top: 1.6rem; }
  figure, tr, li { break-inside: avoid; }
  #switches, .left-out, ul.expected details { display: none; }
  .wide { background: none; }
  figure, .wide { overflow: visible; }
  figure svg { min-width: 0; }
  figure.alive .live { display: none; }
  figure.alive .still { display: block; }
  table { font-size: 7.5pt; }
  th, td { padding-right: .45rem; }
  pre { white-space: pre-wrap; }
}
`;
