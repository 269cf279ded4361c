import type { Figure } from '../report/figure.ts';
import { renderFigure, type RenderOptions } from '../render/figure.ts';

/** What notebooks ask of a value: itself in several forms, of which each reader takes the best it can show. */
export interface Shown {
  [display](): Readonly<Record<string, unknown>>;
}

/** The name under which Deno's kernel asks for it. */
export const display: unique symbol = Symbol.for('Jupyter.display') as typeof display;

/**
 * A figure as the last line of a notebook's cell: Vega-Lite for who can draw it, and a picture for everyone else.
 *
 * @example
 * ```ts
 * import { figure3, shipped, show } from 'edgewise';
 *
 * const shown = await show(figure3(shipped));
 * console.log(Object.keys(shown[Symbol.for('Jupyter.display')]()).join()); // application/vnd.vegalite.v6+json,image/png
 * ```
 */
export async function show({ spec }: Pick<Figure, 'spec'>, options: RenderOptions = {}): Promise<Shown> {
  const { png } = await renderFigure(spec, { scale: 1.5, ...options });
  return {
    [display]: () => ({
      'application/vnd.vegalite.v6+json': spec,
      'image/png': Buffer.from(png).toString('base64'),
    }),
  };
}
