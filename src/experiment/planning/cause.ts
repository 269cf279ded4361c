/** What stands between a fleet and what is asked of it, from the books of its runs. */
import type { Reason } from '../../model.ts';
import type { Ask, Cause } from '../../planned.ts';
import type { Replication } from '../../results.ts';
import { meanOf } from '../spread.ts';
import { inTimeAlone } from './bounds.ts';
import type { Demand } from './demand.ts';
import { kindNames, kindsOf, type Counts } from './space.ts';
import type { Trial } from './trial.ts';

/** More than this share refused counts as the reason. */
const NOTABLE = 0.01;

export function causeOf(ask: Ask, trial: Trial, counts: Counts, demand: Demand): Cause {
  const runs = trial.runsOf(counts);
  const { planning, scenario } = trial.prices;
  const mean = (of: (run: Replication) => number | null | undefined): number | null => {
    const values = runs.flatMap((run) => of(run) ?? []);
    return values.length > 0 ? meanOf(values) : null;
  };
  const share = (name: string): number =>
    mean(({ metrics }) => (metrics['arrived'] ? (metrics[name] ?? 0) / metrics['arrived'] : null)) ?? 0;
  const reasons = new Map<Reason, number>();
  for (const run of runs)
    for (const [reason, count] of Object.entries(run.reasons))
      reasons.set(reason as Reason, (reasons.get(reason as Reason) ?? 0) + count);
  const [reason] = [...reasons].sort((a, b) => b[1] - a[1])[0] ?? [];
  const busiest = busiestKind(trial, counts, runs);
  const refused = share('edge.rejected');
  const wait = mean(({ metrics }) => metrics['wait.mean']);
  const alone = aloneShare(trial, counts, demand);
  const common = {
    machine: busiest?.name ?? null,
    utilization: busiest?.utilization ?? null,
    refused,
    cloud: share('cloud.requests'),
    wait,
    alone,
    ...(reason && refused >= NOTABLE && { reason }),
  };
  const answered = ask === 'attainment' || ask === 'days' || ask.endsWith('.p95');
  if (ask === 'budget') return { ...common, kind: 'cost' };
  if (answered && alone !== null && alone < scenario.slo.target) return { ...common, kind: 'slow' };
  if (answered && scenario.fallback === 'cloud' && cloudIsLate(ask, trial, runs))
    return { ...common, kind: 'cloud' };
  // What is refused and lost counts against a fleet in full; with a cloud behind it, only what goes there may be asked.
  const costly =
    scenario.fallback === 'drop' ? ask === 'attainment' || ask === 'days' : ask.startsWith('cloud.');
  if (reason && refused >= NOTABLE && (costly || (wait ?? 0) === 0)) return { ...common, kind: 'refused' };
  if ((wait ?? 0) > 0) return { ...common, kind: 'waiting' };
  return { ...common, kind: planning.candidates.length > 0 && refused > 0 ? 'refused' : 'unknown' };
}

/** Share of the requests that the fastest kind of the fleet answers in time when it has nothing else to do. */
export function aloneShare({ prices }: Trial, counts: Counts, { samples }: Demand): number | null {
  const { slo } = prices.scenario;
  if (slo.ttft === null && slo.e2e === null && slo.tpot === null) return null;
  const kinds = prices.planning.candidates.filter((_, i) => counts[i]! > 0);
  if (kinds.length === 0) return null;
  let good = 0;
  let all = 0;
  for (const { count, prompt, output } of samples)
    for (let i = 0; i < count; i++, all++)
      if (kinds.some((kind) => inTimeAlone(kind, prompt[i]!, output[i]!, slo))) good++;
  return all > 0 ? good / all : null;
}

/** Whether the cloud's own answers come later than asked, by the percentile that counts. */
function cloudIsLate(ask: Ask, { prices }: Trial, runs: readonly Replication[]): boolean {
  const { slo } = prices.scenario;
  const { p95 } = prices.planning;
  const limits = {
    ttft: ask === 'ttft.p95' ? p95.ttft : slo.ttft,
    e2e: ask === 'e2e.p95' ? p95.e2e : slo.e2e,
  };
  const later = (name: 'ttft' | 'e2e', bound: number | null): boolean => {
    const edge = figures(runs, `edge.${name}.p95`);
    const cloud = figures(runs, `cloud.${name}.p95`);
    if (bound === null || cloud.length === 0) return false;
    return meanOf(cloud) > bound && (edge.length === 0 || meanOf(edge) <= bound);
  };
  return later('ttft', limits.ttft) || later('e2e', limits.e2e);
}

function figures(runs: readonly Replication[], name: string): number[] {
  return runs.flatMap(({ metrics }) => metrics[name] ?? []);
}

function busiestKind(
  { prices: { planning } }: Trial,
  counts: Counts,
  runs: readonly Replication[],
): { name: string; utilization: number } | null {
  const names = kindNames(planning.candidates);
  const busy = new Map<number, number[]>();
  const devices = kindsOf(planning, counts);
  for (const run of runs)
    run.devices.forEach(({ metrics }, i) => {
      const kind = devices[i]!.kind;
      if (!busy.has(kind)) busy.set(kind, []);
      busy.get(kind)!.push(metrics['utilization'] ?? 0);
    });
  const all = [...busy].map(([kind, values]) => ({ name: names[kind]!, utilization: meanOf(values) }));
  return all.sort((a, b) => b.utilization - a.utilization)[0] ?? null;
}
