/** A figure as a plain Vega-Lite object: it can be drawn anywhere, saved, or changed by who gets it. All have one look: a face, and what is drawn where nothing else is said. */
import { DARK, colours, EDGE, GRID, INK, LINE, PAPER, SOFT } from './palette.ts';

/** A picture with its name and caption. */
export interface Figure {
  /** The file name without its extension. */
  readonly name: string;
  /** A description of what it shows. */
  readonly title: string;
  readonly spec: Spec;
  /** The caption on a page: what to see in it, or how to read it. */
  readonly caption?: string;
  /** Its place in a group of similar pictures: a page shows one at a time, with buttons to switch. */
  readonly choice?: FigureChoice;
}

/** A figure's place in a group of similar ones. */
export interface FigureChoice {
  /** The name of the group. */
  readonly of: string;
  /** The label of its button. */
  readonly label: string;
}

/** A whole figure of its parts, with the common look; its title stands over it unless the parts have another. */
export function figure(
  name: string,
  title: string,
  parts: Spec,
  subtitle?: string | readonly string[],
): Figure {
  return {
    name,
    title,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      description: title,
      config: look(),
      title: { text: title, ...(subtitle && { subtitle }), fontSize: 15, offset: 14, frame: 'bounds' },
      ...parts,
    },
  };
}

/** The background and colours of a figure. */
export type Theme = 'light' | 'dark';

/** The same figure for a dark screen: every colour that has one is exchanged for its counterpart. */
export function themed(made: Figure, theme: Theme): Figure {
  return theme === 'light' ? made : { ...made, spec: exchanged(made.spec) as Spec };
}

function exchanged(part: unknown): unknown {
  if (typeof part === 'string') return Object.hasOwn(DARK, part) ? DARK[part] : part;
  if (Array.isArray(part)) return part.map(exchanged);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, exchanged(value)]));
}

/** As wide, letter for letter, as Arial, Helvetica and Liberation Sans: a figure looks the same wherever it is opened. */
export const FACE = 'Arimo';
const FONT = `${FACE}, 'Liberation Sans', Arial, Helvetica, sans-serif`;

/** The configuration that every figure carries. */
function look(): Spec {
  return {
    font: FONT,
    background: PAPER,
    padding: 10,
    view: { stroke: null },
    title: {
      anchor: 'start',
      frame: 'group',
      color: INK,
      fontSize: 13,
      fontWeight: 'bold',
      offset: 8,
      subtitleColor: SOFT,
      subtitleFontSize: 12,
      subtitlePadding: 4,
    },
    axis: {
      labelColor: SOFT,
      labelFontSize: 12,
      labelPadding: 4,
      titleColor: INK,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      titlePadding: 8,
      domainColor: LINE,
      tickColor: LINE,
      tickSize: 4,
      gridColor: GRID,
      gridWidth: 1,
      labelLimit: 220,
    },
    axisBand: { domain: false, ticks: false, grid: false, labelColor: INK },
    axisPoint: { domain: false, ticks: false, grid: true, labelColor: INK },
    axisQuantitative: { domain: false, ticks: false, tickCount: 5, grid: true },
    legend: {
      labelColor: INK,
      labelFontSize: 12,
      titleColor: SOFT,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      symbolSize: 110,
      symbolStrokeWidth: 2,
      labelLimit: 260,
    },
    header: {
      labelColor: INK,
      labelFontSize: 12,
      labelFontWeight: 'bold',
      labelAnchor: 'start',
      titleColor: SOFT,
      titleFontSize: 12,
      titleFontWeight: 'normal',
    },
    bar: { color: EDGE },
    line: { color: EDGE, strokeWidth: 2 },
    point: { color: EDGE, filled: true, size: 60, opacity: 1 },
    rule: { color: INK, strokeWidth: 1.3 },
    text: { color: INK, fontSize: 12 },
    range: { category: colours(6) },
  };
}

/** A Vega-Lite specification. */
export type Spec = Readonly<Record<string, unknown>>;
