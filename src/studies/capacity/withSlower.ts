/** How much figures move for a little service time, at today's load and at the largest. */
import type { Carried } from './result.ts';
import type { Elasticity, Replication } from '../../results.ts';
import { elasticityOf, PAIRS } from '../../experiment/elasticity.ts';
import { READ, type Levels } from './levels.ts';

/** What was run, and at which loads. */
interface Runs {
  readonly here: readonly Replication[];
  readonly full: readonly Replication[];
  readonly today: number;
  readonly load: number;
}

/** Above the largest load queues grow for as long as the runs are: what moves there says nothing. */
export async function withSlower(
  levels: Levels,
  { here, full, today, load }: Runs,
): Promise<Carried['elasticity']> {
  const figures = (results: readonly Replication[]): Replication['metrics'][] =>
    results.map(({ metrics }) => metrics);
  const at = async (where: number, plain: readonly Replication[]): Promise<Elasticity | null> => {
    const pairs = plain.slice(0, PAIRS);
    return elasticityOf(figures(pairs), figures(await levels.at(where, pairs.length)), READ.figures);
  };
  return { today: today <= load ? await at(today, here) : null, limit: await at(load, full) };
}
