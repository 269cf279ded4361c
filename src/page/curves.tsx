/** Lines of the figure: answers in time over demand, PCR over alpha. */
import { Frame } from './frame.tsx';
import { LineChart, type ChartLine } from './lineChart.tsx';
import type { StrategyRow, ChartPoint } from './protocol.ts';
import { number, percent, within } from './numbers.ts';

export function Attainment({
  entries,
  target,
}: {
  readonly entries: readonly StrategyRow[];
  readonly target: number;
}) {
  const lines = entries.map(({ name, colour, attainment }): ChartLine => ({
    name,
    colour,
    points: attainment.map(({ load, mean: y, ci95 }) => ({ x: load, y, ci95 })),
    ghost: [],
  }));
  const loads = [...new Set(entries.flatMap(({ attainment }) => attainment.map(({ load }) => load)))].sort(
    (a, b) => a - b,
  );
  return (
    <Frame
      heading="Answered in time, as demand grows"
      note="Share of the requests answered in time, from a quarter of the demand to twice the demand."
      table={() => ({
        columns: ['Demand', ...entries.map(({ name }) => name)],
        rows: loads.map((load) => [
          `× ${load}`,
          ...entries.map(({ attainment }) =>
            within(attainment.find((one) => one.load === load) ?? { mean: null, ci95: null }, percent),
          ),
        ]),
      })}
    >
      <LineChart
        label="Share of the requests in time, over demand"
        lines={lines}
        x={{
          from: 0.25,
          to: 2,
          title: 'Demand, as a multiple of what is set',
          ticks: [0.5, 1, 1.5, 2],
          tick: (value) => `× ${value}`,
        }}
        y={{ title: '', most: 1, tick: (value) => percent(value) }}
        at={{ y: target, words: `target ${percent(target)}` }}
      />
    </Frame>
  );
}

export function OverAlpha({
  entries,
  ghosts,
  alpha,
}: {
  readonly entries: readonly StrategyRow[];
  readonly ghosts: ReadonlyMap<string, StrategyRow>;
  readonly alpha: number;
}) {
  const lines = entries.map(({ key, name, colour, pcr }): ChartLine => ({
    name,
    colour,
    points: pcr.map(({ alpha: x, mean: y, ci95 }) => ({ x, y, ci95 })),
    ghost: (ghosts.get(key)?.pcr ?? []).map(({ alpha: x, mean: y }): ChartPoint => [x, y]),
  }));
  const at = (weight: number): StrategyRow | undefined =>
    entries.filter(({ pcr }) => pcr.length > 0).toSorted((a, b) => pcrAt(b, weight) - pcrAt(a, weight))[0];
  return (
    <Frame
      heading="What you get for a cent"
      note={`PCR: how useful the answers are for what they cost. Alpha weighs how right they are against how quick. Best at ${number(alpha)}: ${at(alpha)?.name ?? '–'}.`}
      table={() => ({
        columns: ['Alpha', ...entries.map(({ name }) => name), 'Best'],
        rows: [0, 0.25, 0.5, 0.75, 1].map((weight) => [
          String(weight),
          ...entries.map((entry) => number(pcrAt(entry, weight))),
          at(weight)?.name ?? '–',
        ]),
      })}
    >
      <LineChart
        label={`PCR over alpha; best at ${alpha}: ${at(alpha)?.name ?? 'none'}`}
        lines={lines}
        x={{
          from: 0,
          to: 1,
          title: 'Alpha: 0 for speed alone, 1 for quality alone',
          ticks: [0, 0.25, 0.5, 0.75, 1],
        }}
        y={{ title: 'PCR' }}
        at={{ x: alpha, words: `alpha ${number(alpha)}` }}
      />
    </Frame>
  );
}

function pcrAt({ pcr }: StrategyRow, alpha: number): number {
  const near = pcr.toSorted((a, b) => Math.abs(a.alpha - alpha) - Math.abs(b.alpha - alpha))[0];
  return near?.mean ?? 0;
}
