/** A figure as SVG and PNG, the same bytes on every machine. */
import { FACE, type Spec } from '../report/figure.ts';
import { fontFiles } from './typeface.ts';
import { compile, draw } from './vega.ts';
import type { OnWarning } from './vega.ts';

/** A figure drawn, and what it was lowered to on the way. */
export interface Drawn {
  readonly svg: string;
  readonly vega: Spec;
}

/** A figure as SVG and as PNG. */
export interface Rendered extends Drawn {
  readonly png: Uint8Array;
}

/** How it is drawn. */
export interface RenderOptions {
  /** Pixels of the PNG per pixel of the SVG; 2 by default. */
  readonly scale?: number;
  readonly onWarning?: OnWarning;
}

/**
 * Draws a figure without a browser.
 *
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { figure3, renderFigure, shipped } from 'edgewise';
 *
 * const { svg, png } = await renderFigure(figure3(shipped).spec);
 * writeFileSync('figure3.png', png);
 * console.log(svg.startsWith('<svg')); // true
 * ```
 */
export async function renderFigure(spec: Spec, options: RenderOptions = {}): Promise<Rendered> {
  const drawn = await drawFigure(spec, options.onWarning);
  return { ...drawn, png: await rasterize(drawn.svg, options.scale) };
}

/** Loads what drawing takes, which is large, so that it is at hand when there is something to draw. */
export async function prepareToDraw(): Promise<void> {
  await Promise.all([import('vega-lite'), import('vega'), import('@resvg/resvg-js')]);
}

export async function drawFigure(spec: Spec, onWarning?: OnWarning): Promise<Drawn> {
  const vega = await compile(spec, onWarning);
  return { svg: await draw(vega, onWarning), vega: vega as Spec };
}

/**
 * The picture of an SVG, its text in the face that comes with the package and in no other. It is made on another thread
 * while this one goes on.
 */
export async function rasterize(svg: string, scale = 2): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const picture = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: FACE, sansSerifFamily: FACE },
  });
  return picture.asPng();
}
