/** HTML from text that nobody vouches for: whatever goes in comes out as text. */
import { quiet } from './format.ts';

/** Markup that has been made, as opposed to text that has been given. */
export interface Html {
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

type Part = string | number | Html | null | undefined | readonly Part[];

/** A template whose every value is escaped, unless it is markup itself. Lists are joined, null leaves nothing. */
export function markup(pieces: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { html: pieces.map((piece, i) => (i === 0 ? piece : `${inner(values[i - 1])}${piece}`)).join('') };
}

function inner(value: Part): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escape(quiet(value));
  if (Array.isArray(value)) return value.map(inner).join('');
  return (value as Html).html;
}

/** Text whose lines count: a file. */
export function verbatim(text: string): Html {
  return { html: escape(text.replace(/[^\P{Cc}\n\t]/gu, '')) };
}

/** JSON that can stand in a script element: nothing in it ends the element or begins a comment. */
export function json(value: unknown): Html {
  const text = JSON.stringify(value);
  return {
    html: text.replace(
      /[<>&\u2028\u2029]/g,
      (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  };
}
