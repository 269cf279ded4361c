/** Cumulative latency: for each time the share of answers within it, and the target. */
import { Frame } from './frame.tsx';
import { LineChart, type ChartLine } from './lineChart.tsx';
import type { ChartPoint, StrategyRow } from './protocol.ts';
import { timeMarks } from './scale.ts';
import { StripChart } from './stripChart.tsx';
import { figuresTable, said } from './told.ts';
import { number, percent, seconds } from './numbers.ts';

interface WaitProps {
  readonly of: 'ttft' | 'e2e';
  readonly entries: readonly StrategyRow[];
  readonly ghosts: ReadonlyMap<string, StrategyRow>;
  readonly slo: number | null;
}

const WORDS = {
  ttft: { heading: 'How long people wait for the first word', title: 'Seconds to the first token' },
  e2e: { heading: 'How long people wait for the whole answer', title: 'Seconds to the end of the answer' },
} as const;

export function Wait({ of, entries, ghosts, slo }: WaitProps) {
  const { heading, title } = WORDS[of];
  const known = entries.some(({ waits }) => waits[of].length > 1);
  return (
    <Frame
      heading={heading}
      note={
        known
          ? 'Share of the answers that came within that time.'
          : 'Open: median; filled: 95th percentile; the thin line ends at the 99th.'
      }
      table={() => {
        const { columns, rows } = figuresTable(entries, [
          ['Median, s', `${of}.p50`, number],
          ['95th percentile, s', `${of}.p95`, number],
          ['99th percentile, s', `${of}.p99`, number],
        ]);
        if (slo === null || !known) return { columns, rows };
        return {
          columns: [...columns, `Within ${seconds(slo)}`],
          rows: rows.map((row, i) => [...row, percent(shareWithin(entries[i]!.waits[of], slo), 1)]),
        };
      }}
    >
      {known ? (
        <Shares of={of} entries={entries} ghosts={ghosts} slo={slo} />
      ) : (
        <StripChart
          of={of}
          label={`${title}: ${said(entries, `${of}.p95`, number)} at the 95th percentile`}
          title={title}
          entries={entries}
          ghosts={ghosts}
          slo={slo}
        />
      )}
    </Frame>
  );
}

function Shares({ of, entries, ghosts, slo }: WaitProps) {
  const placed = (points: readonly ChartPoint[]): ChartPoint[] =>
    points.map(([time, share]) => [Math.log10(time), share]);
  const times = entries.flatMap(({ waits }) => waits[of].map(([time]) => time));
  const marks = timeMarks(slo === null ? times : [...times, slo]);
  const [from, to] = [marks[0]!, marks.at(-1)!];
  const lines = entries.map(({ key, name, colour, waits }): ChartLine => ({
    name,
    colour,
    points: placed(waits[of]).map(([x, y]) => ({ x, y, ci95: null })),
    ghost: placed((ghosts.get(key)?.waits[of] ?? []).filter(([time]) => time >= from && time <= to)),
  }));
  return (
    <LineChart
      label={`${WORDS[of].title}: ${said(entries, `${of}.p95`, number)} seconds at the 95th percentile`}
      lines={lines}
      x={{
        from: Math.log10(from),
        to: Math.log10(to),
        title: WORDS[of].title,
        ticks: (marks.length > 7 ? marks.filter((_, i) => i % 2 === 0) : marks).map(Math.log10),
        tick: (value) => number(10 ** value),
      }}
      y={{ title: '', most: 1, tick: (value) => percent(value) }}
      {...(slo !== null && { at: { x: Math.log10(slo), words: `target ${seconds(slo)}` } })}
    />
  );
}

function shareWithin(points: readonly ChartPoint[], time: number): number {
  return points.findLast(([at]) => at <= time)?.[1] ?? 0;
}
