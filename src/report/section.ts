/** What a page of results is made of, and the parts that pages have in common: any study builds its own from them. */
import { counted } from '../kernel/words.ts';
import type { Figure } from './figure.ts';
import { markup, type Html, verbatim } from './html.ts';
import type { Paint } from './table.ts';
import type { Toggles } from './toggles.ts';
import { group } from 'd3-array';

/** A section of a report. */
export interface Section {
  /** Unique on the page: links lead to it. */
  readonly id: string;
  readonly heading: string;
  readonly body: Html;
  /** Figures below the body, in this order. */
  readonly figures: readonly Figure[];
}

/** One of the two or three numbers that decide. */
export interface Decisive {
  /** With its unit. */
  readonly value: string;
  readonly label: string;
  /** Under it, small: its interval, where it is so. */
  readonly detail?: string;
}

/** What a page opens with: its answer, the numbers that decide, and a figure of one of its sections. */
export interface Opening {
  readonly answer: Sentence;
  readonly numbers: readonly Decisive[];
  /** By its name; none where there is none to see. */
  readonly figure?: string | undefined;
}

/** Everything that a page is written from. */
export interface ReportDocument {
  readonly title: string;
  readonly lead: Html;
  readonly opening?: Opening;
  readonly sections: readonly Section[];
  /** What the reader can hide, in figures and tables together. */
  readonly toggles?: Toggles | null;
}

/** An assumption and its source. */
export interface Assumption {
  /** The profile that makes it. */
  readonly of?: string;
  readonly text: string;
  readonly source?: string;
  readonly licence?: string;
}

/** A sentence, and how it is to be read. */
export interface Sentence {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'unsure' | 'neutral';
}

/** A sentence's words as its tone has them on a terminal. */
export function toned(text: string, tone: Sentence['tone'], paint: Paint): string {
  return tone === 'neutral' ? text : paint(text, tone);
}

/**
 * A section in a list of its own, so that it can be spread among others; an empty list where there is nothing to say.
 */
export function section(
  id: string,
  heading: string,
  body: Html | null,
  figures: readonly Figure[] = [],
): Section[] {
  if (body === null && figures.length === 0) return [];
  return [{ id, heading, body: body ?? markup``, figures }];
}

/** A number stays on the line of its unit. */
export function unbroken(text: string): string {
  return text.replace(/(\d) (?=(?:%|s|ms|h|W|J|cents)(?![\w]))/g, '$1\u00a0').replace(/± (?=\d)/g, '±\u00a0');
}

/** Sentences that are read before anybody asks for more. */
const SENTENCES = 5;

/**
 * Sentences under each other, their tone as a coloured edge; null when there are none. Of many the rest is there for
 * who asks.
 */
export function sentenceList(sentences: readonly Sentence[]): Html | null {
  if (sentences.length === 0) return null;
  const list = (some: readonly Sentence[]): Html => markup`<ul class="short">
    ${some.map(({ text, tone }) => markup`<li class="${tone}">${unbroken(text)}</li>`)}
  </ul>`;
  if (sentences.length <= SENTENCES) return list(sentences);
  return markup`${list(sentences.slice(0, SENTENCES))}<details>
      <summary>${counted(sentences.length - SENTENCES, 'more sentence')}</summary>
      ${list(sentences.slice(SENTENCES))}
    </details>`;
}

/** A quiet paragraph, how to read what follows. */
export function note(text: string): Html {
  return markup`<p class="note">${unbroken(text)}</p>`;
}

/** What every page gets besides the results. */
export interface PageInput {
  /** The command that produces this result. */
  readonly command: string;
  /** The description of the scenario. */
  readonly description?: string;
  /** The resolved scenario file. */
  readonly scenario?: string;
  readonly assumptions?: readonly Assumption[];
}

/** What makes the results doubtful; null when nothing does. */
export function warningItems(warnings: readonly string[]): Html | null {
  if (warnings.length === 0) return null;
  return markup`<ul class="warned">
    ${warnings.map((text) => markup`<li>${unbroken(text)}</li>`)}
  </ul>`;
}

/** What a page has of its own. */
interface ResultPage {
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
    <p class="facts">${unbroken(facts)}</p>
    ${changes.map((change) => markup`<p class="changed">${unbroken(change)}</p>`)}${more}`,
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
          ${unbroken(text)}${source ? markup`<br /><small>${source}${licence ? ` (${licence})` : ''}</small>` : null}
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
