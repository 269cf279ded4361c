/** How many answers are right: by who gives how many of them, and the Q of each. */
import type { Replication } from '../../results.ts';
import type { Prices } from './cost.ts';
import { kindsOf, type Counts } from './space.ts';

/** Answers without a known Q, up to which the others speak for all: a hundredth moves the mean by no more. */
const FEW = 0.01;

export interface Right {
  /** Share of the answers that are right, where what is unknown counts as wrong; null when nobody was answered. */
  readonly least: number | null;
  /** The same of the known; null when more than a hundredth of the answers is unknown. */
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

/** No fleet of these kinds answers better, whoever answers. */
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
