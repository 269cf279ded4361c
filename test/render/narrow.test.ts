/** What a report does with a compiled picture where there is little room. */
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type * as Vega from 'vega';
import { NARROW } from '../../src/render/reportNarrow.ts';
import { compile, layOut } from '../../src/render/vega.ts';
import { claimFigures } from '../../src/studies/sensitivity/report/claims.ts';
import type { Sensitivity } from '../../src/studies/sensitivity/result.ts';

type Legend = Readonly<Record<string, unknown>>;

/** The script as the page runs it. */
const narrowed = runInNewContext(`${NARROW}; narrowed`) as <Spec>(spec: Spec, room: number) => Spec;

it('a scale of colours lies flat, names stand under one another', () => {
  // As Vega-Lite compiles it: nothing but its length says that it is a gradient.
  const legends = [
    { fill: 'color', orient: 'bottom', direction: 'horizontal', gradientLength: 240 },
    { stroke: 'color', orient: 'right' },
  ];
  const [scale, names] = narrowed<{ legends: readonly Legend[] }>({ legends }, 350).legends;
  expect(scale).toMatchObject({ orient: 'bottom', direction: 'horizontal', gradientLength: 175 });
  expect(names).toMatchObject({ orient: 'top', direction: 'vertical', columns: 1 });
});

interface Item {
  readonly marktype?: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly text?: unknown;
  readonly datum?: { readonly claim?: number };
  readonly items?: readonly Item[];
}

interface Placed {
  readonly claim: number;
  readonly from: number;
  readonly to: number;
  readonly right: number;
}

/** Marks of a kind that are of a claim, where they are on the screen. */
function placed(item: Item, kind: string, left = 0, top = 0, of = ''): Placed[] {
  const [x, y] = [left + (item.x ?? 0), top + (item.y ?? 0)];
  const claim = item.datum?.claim;
  if (of === kind && claim !== undefined && item.items === undefined) {
    const height = Array.isArray(item.text) ? 14 * item.text.length : (item.height ?? 0);
    return [{ claim, from: y, to: y + height, right: x + (item.width ?? 0) }];
  }
  return (item.items ?? []).flatMap((one) => placed(one, kind, x, y, item.marktype));
}

it.each([1, 3, 4])('each claim stands above its own bars, over %i inputs', async (inputs) => {
  const shares = { holds: 0.5, fails: 0.5 };
  const bins = Array.from({ length: inputs }, (_, place) => ({
    variable: `input${place}`,
    bins: [
      { from: 0, to: 1, points: 4, shares },
      { from: 1, to: 2, points: 4, shares },
    ],
  }));
  const claims = ['one is less than the other', 'a longer claim, that goes over two lines or so'].map(
    (text) => ({
      text,
      shares,
      bins,
    }),
  );
  const study = {
    inputs: bins.map(({ variable }) => ({ path: variable, name: variable })),
    claims: { claims, points: 8, replications: 2 },
  } as unknown as Sensitivity;
  const view = await layOut(narrowed<Vega.Spec>(await compile(claimFigures(study)[0]!.spec), 354));
  const root = (view.scenegraph() as unknown as { root: Item }).root;
  const [names, bars] = [placed(root, 'text'), placed(root, 'rect')];
  const blocks = Math.ceil(inputs / 3);
  expect(names).toHaveLength(2 * blocks);
  expect(bars).toHaveLength(2 * inputs * 2 * 2);
  for (const { claim, from, to } of bars) {
    const above = names
      .filter((name) => name.from < from)
      .reduce((last, name) => (name.from > last.from ? name : last));
    expect(above.claim).toBe(claim);
    expect(above.to).toBeLessThanOrEqual(Math.min(from, to));
  }
  expect(Math.max(...bars.map(({ right }) => right))).toBeLessThan(354);
  view.finalize();
});
