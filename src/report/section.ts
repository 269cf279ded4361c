/** What a page of results is made of, and the parts that pages have in common: any study builds its own from them. */
import { counted } from '../kernel/words.ts';
import type { Figure } from './figure.ts';
import { markup, type Html } from './html.ts';
import type { Paint } from './table.ts';
import type { Toggles } from './toggles.ts';

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
    ${warnings.map((text) => markup`<li>${text}</li>`)}
  </ul>`;
}
