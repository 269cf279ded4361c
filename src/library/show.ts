import type { Figure } from '../report/figure.ts';
import { renderFigure, type RenderOptions } from '../render/figure.ts';
import { linesAsHtml, rowsAsHtml, rowsAsText, type Row } from './rows.ts';

/** Output in several forms, by media type: a notebook shows the richest one that it supports. */
export type Forms = Readonly<Record<string, unknown>>;

/** What a notebook can show: a figure, rows of a table, or lines of text. */
export type Showable = Pick<Figure, 'spec'> | readonly Row[] | readonly string[] | string;

/** What a notebook asks of the value of a cell. */
export interface Displayed {
  [asked](): Forms;
}

/** Milliseconds. Deno's kernel sends in the background, and what comes after its word that a cell is over is lost. */
const SENDING = 100;

const asked: unique symbol = Symbol.for('Jupyter.display') as typeof asked;

/**
 * Shows a figure, rows or lines of text in a notebook. A figure is Vega-Lite for who can draw it and a picture for
 * everyone else, rows are a table. Deno's kernel is handed it at once, since what a cell leaves as its value may come
 * too late to be kept; elsewhere it is the value, which other kernels know how to ask.
 *
 * @example
 * ```ts
 * import { figure3, forms, shipped } from 'edgewise';
 *
 * console.log(Object.keys(await forms(figure3(shipped))).join()); // application/vnd.vegalite.v6+json,image/png
 * console.log(Object.keys(await forms([{ board: 'Orin Nano', watts: 10.3 }])).join()); // text/html,text/plain
 * ```
 */
export async function show(what: Showable, options: RenderOptions = {}): Promise<Displayed | undefined> {
  const made = await forms(what, options);
  const display = kernel();
  if (!display) return { [asked]: () => made };
  await display(made, { raw: true });
  await new Promise<void>((resolve) => setTimeout(resolve, SENDING));
  return undefined;
}

/** Everything that `show` passes to a notebook. */
export async function forms(what: Showable, options: RenderOptions = {}): Promise<Forms> {
  if (typeof what === 'string') return { 'text/plain': what };
  if (isLines(what)) return { 'text/html': linesAsHtml(what), 'text/plain': what.join('\n') };
  if (isRows(what)) return { 'text/html': rowsAsHtml(what), 'text/plain': rowsAsText(what) };
  const { png } = await renderFigure(what.spec, { scale: 1.25, ...options });
  return {
    'application/vnd.vegalite.v6+json': what.spec,
    'image/png': Buffer.from(png).toString('base64'),
  };
}

const isRows = (what: object): what is readonly Row[] => Array.isArray(what);

const isLines = (what: object): what is readonly string[] =>
  Array.isArray(what) && what.every((line) => typeof line === 'string');

type Display = (forms: Forms, options: { raw: true }) => Promise<void>;

/** Deno has it in its kernel alone, and throws when it is asked for elsewhere. */
function kernel(): Display | undefined {
  const { Deno } = globalThis as { Deno?: { readonly jupyter?: { readonly display?: Display } } };
  try {
    return Deno?.jupyter?.display;
  } catch {
    return undefined;
  }
}
