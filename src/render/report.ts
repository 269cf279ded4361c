/** One HTML file with everything in it: it opens without a network, and the page itself forbids asking for anything. */
import { group } from 'd3-array';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unbroken, type Opening, type ReportDocument, type Section } from '../report/section.ts';
import type { Figure } from '../report/figure.ts';
import type { Toggles } from '../report/toggles.ts';
import { markup, json, type Html } from '../report/html.ts';
import { DARK } from '../report/palette.ts';
import { NARROW } from './reportNarrow.ts';
import { interpreterScript } from './interpreter.ts';
import { FILTER, switches } from './reportFilter.ts';
import { SCRIPT } from './reportScript.ts';
import { STYLE } from './reportStyle.ts';
import { drawFigure, type Drawn } from './figure.ts';
import type { OnWarning } from './vega.ts';

/** What the page may do: run what is in it, and make no code of text. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** Said once, where the first figure is. */
const FIGURES_NOTE = markup`<p class="note interactive">
  Point at a mark for its figures. Where there is a legend, click a name in it to pick it out, shift-click for
  more, double-click for all.
</p>`;

interface ReportOptions {
  /** Figures that have been drawn before, by name. */
  readonly drawn?: ReadonlyMap<string, Drawn>;
  readonly onWarning?: OnWarning;
}

/**
 * One HTML file that works offline: the sections, the figures (interactive, and as pictures), and the runtime they
 * need.
 */
export async function renderReport(document: ReportDocument, options: ReportOptions = {}): Promise<string> {
  const { title, lead, toggles, opening } = document;
  const opens = document.sections
    .flatMap(({ figures }) => figures)
    .find(({ name }) => name === opening?.figure);
  const sections = opens ? without(document.sections, opens) : document.sections;
  const first = document.sections.find(({ figures }) => figures.length > 0);
  const before = sections.find(({ id }) => id === first?.id) ?? sections[0];
  const bodies: Html[] = [];
  for (const section of sections) {
    if (section === before && first && toggles) bodies.push(switches(toggles));
    const isFirst = !opens && section === first;
    bodies.push(await sectionOf(section, options, isFirst ? FIGURES_NOTE : null));
  }
  const figure = opens && (await figureOf(opens, options));
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          ${lead}
        </header>
        ${opening ? openingOf(opening, figure) : null}
        <nav aria-label="Contents">${sections.map(({ id, heading }) => markup`<a href="#${id}">${heading}</a>`)}</nav>
        <main>${bodies}</main>
        ${first ? runtime(toggles ?? null) : null}
      </body>
    </html>
`;
  return page.html;
}

/** The sections without a figure that stands elsewhere; one that had nothing else has nothing to say. */
function without(sections: readonly Section[], opens: Figure): readonly Section[] {
  return sections.flatMap((section) => {
    if (!section.figures.includes(opens)) return [section];
    const figures = section.figures.filter((one) => one !== opens);
    return figures.length === 0 && section.body.html.trim() === '' ? [] : [{ ...section, figures }];
  });
}

/** The answer, the numbers that decide, and what there is to see of it, over the whole width. */
function openingOf({ answer, numbers }: Opening, figure: Html | undefined): Html {
  return markup`<section id="answer" aria-label="The answer">
    <p class="answer ${answer.tone}">${unbroken(answer.text)}</p>
    ${
      numbers.length === 0
        ? null
        : markup`<dl class="decisive">
            ${numbers.map(
              ({ value, label, detail }) => markup`<div>
                <dt>${label}</dt>
                <dd>${unbroken(value)}${detail ? markup` <small>${unbroken(detail)}</small>` : null}</dd>
              </div>`,
            )}
          </dl>`
    }
    ${figure ? markup`<div class="first">${figure}</div>${FIGURES_NOTE}` : null}
  </section>
`;
}

const raw = (markup: string): Html => ({ html: markup });

async function sectionOf(
  { id, heading, body, figures }: Section,
  options: ReportOptions,
  read: Html | null,
): Promise<Html> {
  const drawn: Html[] = [];
  const groups = group(figures, ({ choice, name }) => choice?.of ?? `one ${name}`);
  for (const [name, group] of groups) {
    const all: Html[] = [];
    for (const figure of group) all.push(await figureOf(figure, options));
    drawn.push(group.length === 1 ? all[0]! : choiceOf(`${id}-${name}`, group, all));
  }
  return markup`<section id="${id}">
    <h2>${heading}</h2>
    ${body}${read}${drawn.length > 0 ? markup`<div class="gallery">${drawn}</div>` : null}
  </section>
`;
}

/** One of several figures, chosen by buttons that need no script. */
function choiceOf(name: string, group: readonly Figure[], drawn: readonly Html[]): Html {
  return markup`<div class="choice" role="radiogroup" aria-label="Which figure is shown">
    ${group.map(
      ({ choice, title }, k) =>
        markup`<input type="radio" name="${name}" id="${name}-${k}"${k === 0 ? markup` checked` : null} /><label for="${name}-${k}">${choice?.label ?? title}</label> `,
    )}
    <div class="panels">${drawn}</div>
  </div>
`;
}

/** The picture first, for paper and for who runs no scripts; beside it what the script draws instead. */
async function figureOf(
  { name, title, spec, caption }: Figure,
  { drawn, onWarning }: ReportOptions,
): Promise<Html> {
  const { svg, vega } = drawn?.get(name) ?? (await drawFigure(spec, onWarning));
  const width = Number(/width="(\d+)"/.exec(svg)?.[1] ?? 600);
  return markup`<figure id="figure-${name}" aria-label="${title}" style="--width: ${width}px" data-width="${width}">
    <div class="still">${raw(apart(svg, name))}</div>
    <div class="live"></div>
    <p class="left-out" role="status"></p>
    ${caption ? markup`<figcaption>${caption}</figcaption>` : null}
    <script type="application/json">
      ${json(vega)}
    </script>
  </figure>
`;
}

/** Gradients have names, and what a hidden picture calls one is not to be seen: the live figure needs another. */
const apart = (svg: string, name: string): string => svg.replaceAll('gradient_', `still-${name}-gradient_`);

/** Vega as it is published, with its licence, and what brings the figures to life. */
function runtime(toggles: Toggles | null): Html {
  const build = dirname(createRequire(import.meta.url).resolve('vega'));
  const licence = readFileSync(join(build, '..', 'LICENSE'), 'utf8').replaceAll('*/', '* /');
  const vega = readFileSync(join(build, 'vega.min.js'), 'utf8');
  return markup`<script type="application/json" id="dark">
      ${json(DARK)}
    </script>
    ${toggles ? markup`<script type="application/json" id="toggles">${json({ cells: toggles.cells })}</script>` : null}
    <script>
      /*! Vega. ${raw(inScript(licence))} */
      ${raw(inScript(vega))};
      ${raw(inScript(interpreterScript()))};
    </script>
    <script>
      ${raw(FILTER)};
      ${raw(NARROW)};
      ${raw(SCRIPT)};
    </script>`;
}

/** Nothing in a script may look like its end. */
const inScript = (text: string): string =>
  text.replace(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--');
