/** Shares of a variance as bars: a row per input, with error bars. */
import { nominal } from '../../../report/nominal.ts';
import { INK } from '../../../report/palette.ts';
import { sideBySide } from '../../../report/sideBySide.ts';
import type { Spec } from '../../../report/spec.ts';
import { whiskers, type Whisker } from '../../../report/whisker.ts';
import type { Output, Sensitivity } from '../result.ts';

export interface ShareBar extends Whisker {
  readonly picture: string;
  /** In units of rows, from the first. */
  readonly row: number;
  readonly kind: string;
  readonly says: string;
}

interface ShareRows {
  readonly names: readonly string[];
  /** Pixels of a row, and of a bar in it. */
  readonly height: number;
  readonly bar: number;
  /** Least end of the scale. */
  readonly end: number;
  /** The kinds of bars and their colours. */
  readonly kinds: Readonly<Record<string, string>>;
}

/** The rank of each input by its largest share. */
export function byWeight(inputs: readonly unknown[], weight: (input: number) => number): number[] {
  return inputs.map((_, i) => i).sort((a, b) => weight(b) - weight(a));
}

/** Inputs that are not fixed, by the largest of their total shares. */
export function byTotal({ inputs, design }: Sensitivity, outputs: readonly Output[]): number[] {
  const weight = (i: number): number => Math.max(...outputs.map(({ indices }) => indices![i]?.total ?? 0));
  return byWeight(inputs, weight).filter((i) => !design.fixed.includes(i));
}

export function bar(share: number, ci95: readonly [number, number] | null): Whisker {
  const [low, high] = ci95?.map((end) => Math.max(0, end)) ?? [null, null];
  return { mean: Math.min(1, Math.max(0, share)), low: low ?? null, high: high ?? null };
}

export function shareBars(
  values: readonly ShareBar[],
  { names, height, bar: thick, end, kinds }: ShareRows,
): Spec {
  const most = Math.max(end, ...values.map(({ mean, high }) => high ?? mean ?? 0));
  const y = {
    field: 'row',
    type: 'quantitative',
    title: null,
    scale: { domain: [-0.5, names.length - 0.5], reverse: true, nice: false },
    axis: {
      values: names.map((_, row) => row),
      // Without it every second label is dropped.
      tickCount: names.length,
      labelExpr: `${JSON.stringify(names)}[datum.value]`,
      grid: false,
      labelOverlap: false,
      labelColor: INK,
    },
  };
  const x = {
    field: 'mean',
    type: 'quantitative',
    title: 'Share of the variance',
    scale: { domain: [0, most], nice: false },
    axis: { format: '.0%', tickCount: 5 },
  };
  const legend = { title: null, orient: 'top', symbolType: 'square' };
  const several = Object.keys(kinds).length > 1;
  const color = nominal('kind', Object.keys(kinds), Object.values(kinds), several ? legend : null);
  const layer: Spec[] = [
    {
      mark: { type: 'bar', orient: 'horizontal', height: thick },
      encoding: { x, y, color, tooltip: { field: 'says' } },
    },
    ...whiskers(values, 6).map((mark): Spec => ({ encoding: { y }, layer: [mark] })),
  ];
  const pictures = [...new Set(values.map(({ picture }) => picture))];
  return sideBySide({
    values,
    pictures,
    widths: [420, 250],
    view: { height: height * names.length, layer },
  });
}
