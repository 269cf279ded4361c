/** A figure as a plain Vega-Lite object: it can be drawn anywhere, saved, or changed by who gets it. */
import { look } from './look.ts';
import { DARK } from './palette.ts';
import type { Spec } from './spec.ts';

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
