/** Blocks of an explanation, for screen and page: text, lists and tables. */
import { given } from '../../kernel/given.ts';
import { columnTable } from '../../report/dataTable.ts';
import { markup, type Html } from '../../report/html.ts';
import { note, unbroken } from '../../report/section.ts';
import { hanging, table, unpainted, wrap, type Column, type TextArea } from '../../report/table.ts';

export interface Block {
  readonly heading?: string;
  readonly text?: string;
  readonly items?: readonly string[];
  readonly columns?: readonly Column[];
  /** A note below it: how to read it, or what was left out. */
  readonly note?: string;
}

export function blockText(
  { heading, text, items, columns, note: small }: Block,
  { width, paint = unpainted }: TextArea,
): string {
  return given([
    heading !== undefined && paint(heading, 'heading'),
    text !== undefined && wrap(text, width),
    ...(items ?? []).map((item) => `• ${hanging(item, width, '  ')}`),
    columns && table(columns, { width, keys: 1, paint }),
    small !== undefined && paint(wrap(small, width), 'quiet'),
  ]).join('\n');
}

/** Without its heading, which is that of the section. */
export function blockHtml({ text, items, columns, note: small }: Block): Html {
  return markup`${text === undefined ? null : markup`<p>${unbroken(text)}</p>`}
    ${items ? markup`<ul>${items.map((item) => markup`<li>${unbroken(item)}</li>`)}</ul>` : null}
    ${columns ? columnTable(columns) : null}
    ${small === undefined ? null : note(small)}`;
}
