/** Latencies of all answers, of those of the edge and of those of the cloud. */
import { Histogram } from '../kernel/histogram.ts';
import { Selection } from '../kernel/select.ts';
import type { AnsweredBy, AnswerFigures, Statistic } from './definitions/definition.ts';
import type { Tally } from './tally.ts';

type Name = keyof AnswerFigures['latency'];
type Statistics = Partial<Record<Statistic, number>>;

const NOTHING: Readonly<Record<AnsweredBy, Statistics>> = { '': {}, edge: {}, cloud: {} };

/** `wants` says which are to be computed. */
export function latencies(
  edge: Tally,
  cloud: Tally,
  wants: (name: string) => boolean,
): Readonly<Record<AnsweredBy, AnswerFigures['latency']>> {
  const selection = new Selection();
  const of = (
    name: Name,
    percentiles: readonly (50 | 95 | 99)[],
  ): Readonly<Record<AnsweredBy, Statistics>> => {
    const [one, other] = [edge[name], cloud[name]];
    return one && other ? both(name, percentiles, [one, other], wants, selection) : NOTHING;
  };
  const ttft = of('ttft', [50, 95, 99]);
  const tpot = of('tpot', [95]);
  const e2e = of('e2e', [50, 95, 99]);
  const part = (by: AnsweredBy): AnswerFigures['latency'] => ({
    ttft: ttft[by],
    tpot: tpot[by],
    e2e: e2e[by],
  });
  return { '': part(''), edge: part('edge'), cloud: part('cloud') };
}

function both(
  name: Name,
  percentiles: readonly (50 | 95 | 99)[],
  [edge, cloud]: readonly [Histogram, Histogram],
  wants: (name: string) => boolean,
  selection: Selection,
): Readonly<Record<AnsweredBy, Statistics>> {
  const wanted = (before: string): number[] => {
    const some: number[] = [];
    for (const p of percentiles) if (wants(`${before}${name}.p${p}`)) some.push(p);
    return some;
  };
  const [ofEdge, ofCloud, ofAll] = [wanted('edge.'), wanted('cloud.'), wanted('')];
  const [one, other, all] = Histogram.ofBoth(
    edge,
    cloud,
    [shares(ofEdge), shares(ofCloud), shares(ofAll)],
    selection,
  );
  const part = (
    before: string,
    { sum, count }: Pick<Histogram, 'sum' | 'count'>,
    asked: readonly number[],
    values: readonly number[],
  ): Statistics => {
    if (count === 0 || (asked.length === 0 && !wants(`${before}${name}.mean`))) return {};
    const statistics: Statistics = { mean: sum / count };
    asked.forEach((p, i) => (statistics[`p${p}` as Statistic] = values[i]!));
    return statistics;
  };
  const whole = { sum: edge.sum + cloud.sum, count: edge.count + cloud.count };
  return {
    '': part('', whole, ofAll, all),
    edge: part('edge.', edge, ofEdge, one),
    cloud: part('cloud.', cloud, ofCloud, other),
  };
}

/** In a loop: an array from `map` changes its kind once compiled (V8). */
function shares(percentiles: readonly number[]): number[] {
  const all: number[] = [];
  for (const p of percentiles) all.push(p / 100);
  return all;
}
