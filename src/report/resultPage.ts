/** The frame of a page of results, the same for everything that makes one. */
import { group } from 'd3-array';
import { markup, verbatim, type Html } from './html.ts';
import {
  section,
  sentenceList,
  type Assumption,
  type Opening,
  type PageInput,
  type ReportDocument,
  type Section,
  type Sentence,
} from './section.ts';
import type { Toggles } from './toggles.ts';

/** What a page has of its own. */
export interface ResultPage {
  readonly title: string;
  /** On a line: size, seed, version. */
  readonly facts: string;
  /** What options changed of the scenario. */
  readonly changes?: readonly string[] | undefined;
  /** Under them, where there is more to know before anything is read. */
  readonly more?: Html | null;
  readonly opening: Opening;
  /** What it comes to; the answer is not said again. */
  readonly sentences?: readonly Sentence[];
  readonly sections: readonly Section[];
  readonly toggles?: Toggles | null;
}

/** Around it: what the scenario says of itself, what it comes to in short, what was assumed, and how to get it again. */
export function resultPage(
  { description, ...input }: PageInput,
  { title, facts, changes = [], more = null, opening, sentences = [], sections, toggles = null }: ResultPage,
): ReportDocument {
  const besides = sentences.filter(({ text }) => !opening.answer.text.startsWith(text.replace(/\.$/, '')));
  return {
    title,
    lead: markup`${description ? markup`<p class="description">${description}</p>` : null}
    <p class="facts">${facts}</p>
    ${changes.map((change) => markup`<p class="changed">${change}</p>`)}${more}`,
    opening,
    toggles,
    sections: [
      ...section('short', 'In short', sentenceList(besides)),
      ...sections,
      ...section('assumptions', 'Assumptions and sources', assumed(input.assumptions ?? [])),
      ...section('again', 'To get this again', again(input)),
    ],
  };
}

/** What was assumed and where it comes from, under each profile what is of it; null when nothing was. */
function assumed(assumptions: readonly Assumption[]): Html | null {
  if (assumptions.length === 0) return null;
  return markup`${[...group(assumptions, ({ of = '' }) => of)].map(
    ([of, all]) => markup`${of === '' ? null : markup`<h3>${of}</h3>`}<ul class="assumed">
    ${all.map(
      ({ text, source, licence }) =>
        markup`<li>
          ${text}${source ? markup`<br /><small>${source}${licence ? ` (${licence})` : ''}</small>` : null}
        </li>`,
    )}
  </ul>`,
  )}`;
}

/** What to type to get the same, and the scenario it is of. */
function again({ command, scenario }: PageInput): Html {
  const file =
    scenario === undefined
      ? null
      : markup`<details>
          <summary>The scenario, nothing left to defaults</summary>
          <pre>${verbatim(scenario)}</pre>
        </details>`;
  return markup`<pre class="command">${verbatim(command)}</pre>
    ${file}`;
}
