/** What a report does with a compiled picture where there is little room. */
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { NARROW } from '../../src/render/reportNarrow.ts';

type Legend = Readonly<Record<string, unknown>>;

/** The script as the page runs it. */
const narrowed = runInNewContext(`${NARROW}; narrowed`) as (
  spec: { readonly legends: readonly Legend[] },
  room: number,
) => { readonly legends: readonly Legend[] };

it('a scale of colours lies flat, names stand under one another', () => {
  // As Vega-Lite compiles it: nothing but its length says that it is a gradient.
  const legends = [
    { fill: 'color', orient: 'bottom', direction: 'horizontal', gradientLength: 240 },
    { stroke: 'color', orient: 'right' },
  ];
  const [scale, names] = narrowed({ legends }, 350).legends;
  expect(scale).toMatchObject({ orient: 'bottom', direction: 'horizontal', gradientLength: 175 });
  expect(names).toMatchObject({ orient: 'top', direction: 'vertical', columns: 1 });
});
