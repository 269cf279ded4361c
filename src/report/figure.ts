/** A figure as a plain Vega-Lite object: it can be drawn anywhere, saved, or changed by who gets it. */
import { look } from './look.ts';
import type { Spec } from './spec.ts';

/** A picture with its name and the words under it. */
export interface Figure {
  /** The file's name without its ending. */
  readonly name: string;
  /** What it shows, in words. */
  readonly title: string;
  readonly spec: Spec;
  /** A sentence under it on a page: what there is to see in it, or how to read it. */
  readonly caption?: string;
}

/** A whole figure of its parts, with the common look; its title stands over it unless the parts have another. */
export function figure(name: string, title: string, parts: Spec, subtitle?: string): Figure {
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
