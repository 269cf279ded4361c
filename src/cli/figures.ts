/** Figures as files: SVG, PNG and Vega-Lite. */
import { join } from 'node:path';
import { drawFigure, rasterize, type Drawn } from '../render/figure.ts';
import type { Figure } from '../report/figure.ts';
import { writeAtomically } from '../store/atomic.ts';

export type Write = (name: string, content: string | Uint8Array) => void;

interface DrawnFigures {
  /** As drawn for a page, by name. */
  readonly drawn: ReadonlyMap<string, Drawn>;
  /** Once the PNGs are there too. */
  readonly written: () => Promise<void>;
}

export async function drawFigures(figures: readonly Figure[], write: Write): Promise<DrawnFigures> {
  const drawn = new Map<string, Drawn>();
  const made: [name: string, png: Promise<Uint8Array>][] = [];
  for (const { name, spec } of figures) {
    const { svg, vega } = await drawFigure(spec);
    drawn.set(name, { svg, vega });
    // Made while the next figure is drawn; what goes wrong with it is heard when it is waited for.
    const png = rasterize(svg);
    png.catch(() => undefined);
    made.push([name, png]);
    write(`${name}.svg`, svg);
    write(`${name}.vl.json`, `${JSON.stringify(spec, null, 2)}\n`);
  }
  const written = async (): Promise<void> => {
    for (const [name, png] of made) write(`${name}.png`, await png);
  };
  return { drawn, written };
}

/** Files in a folder of that path. */
export function into(folder: string): Write {
  return (name, content) => writeAtomically(join(folder, name), content);
}
