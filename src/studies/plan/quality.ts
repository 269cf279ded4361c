/** The share of right answers, from who answers how many requests and the Q of each. */
import type { Replication } from '../../results.ts';
import type { Prices } from './cost.ts';
import { kindsOf, type Counts } from './space.ts';

/** Share of answers without a known Q up to which they are ignored: it changes the mean by at most this. */
const FEW = 0.01;

export interface Right {
  /** Share of right answers if unknown ones count as wrong; null without answers. */
  readonly least: number | null;
  /** Share among the known ones; null when more than a hundredth is unknown. */
  readonly share: number | null;
}

export function rightOf({ metrics, devices }: Replication, counts: Counts, prices: Prices): Right {
  const { planning, scenario } = prices;
  let all = 0;
  let known = 0;
  let right = 0;
  const add = (answers: number, quality: number | null | undefined): void => {
    all += answers;
    if (typeof quality !== 'number') return;
    known += answers;
    right += answers * quality;
  };
  const kinds = kindsOf(planning, counts);
  devices.forEach(({ metrics: own }, i) =>
    add(own['served'] ?? 0, planning.candidates[kinds[i]!.kind]!.profile.quality),
  );
  add(metrics['cloud.requests'] ?? 0, scenario.cloud?.profile.quality);
  if (all === 0) return { least: null, share: null };
  return { least: right / all, share: known >= (1 - FEW) * all ? right / known : null };
}

/** Upper bound of quality for fleets of these kinds, whichever machine answers. */
export function bestQuality(
  counts: Counts,
  { planning, scenario }: Pick<Prices, 'planning' | 'scenario'>,
): number {
  const { cloud } = scenario;
  const kinds = planning.candidates.flatMap(({ profile }, i) =>
    counts[i]! > 0 ? [profile.quality ?? 0] : [],
  );
  return Math.max(0, ...kinds, cloud?.profile.quality ?? 0);
}
