/** Why a fleet misses a requirement, from what happened to its requests. */
import type { Reason } from '../../model.ts';
import type { Ask } from '../../asks.ts';
import type { Cause, Missed } from './fleetResult.ts';
import type { Replication } from '../../results.ts';
import { meanOf } from '../../kernel/spread.ts';
import { objective } from '../../scenario/objective.ts';
import { Alone } from '../../scenario/alone.ts';
import { booksOf, type Books } from './books.ts';
import { billOf, type Bill } from './cost.ts';
import type { Demand } from './demand.ts';
import { kindNames, kindsOf, type Counts } from './space.ts';
import type { Trial } from './trial.ts';

interface CauseOptions {
  readonly ask: Ask;
  /** The demand at which it is missed. */
  readonly trial: Trial;
  readonly counts: Counts;
  readonly demand: Demand;
  /** A demand at which it was met: only what has increased since then counts as the cause. */
  readonly before?: Trial;
}

export function causeOf({ ask, trial, counts, demand, before }: CauseOptions): Cause {
  const runs = trial.runsOf(counts);
  const mean = (of: (run: Replication) => number | null | undefined): number | null => {
    const values = runs.flatMap((run) => of(run) ?? []);
    return values.length > 0 ? meanOf(values) : null;
  };
  const share = (name: string): number =>
    mean(({ metrics }) => (metrics['arrived'] ? (metrics[name] ?? 0) / metrics['arrived'] : null)) ?? 0;
  const books = booksOf(trial, counts, ask, runs.length);
  const earlier = before ? booksOf(before, counts, ask, runs.length) : null;
  const busiest = busiestKind(trial, counts, runs);
  const part = ask === 'budget' ? dearest(trial, counts, before) : null;
  return {
    ...kindOf(ask, books, earlier),
    machine: busiest?.name ?? null,
    utilization: busiest?.utilization ?? null,
    windowFill: mean(({ metrics }) => metrics['edge.windowFill']),
    missed: books.missed,
    before: earlier?.missed ?? null,
    reasons: books.reasons,
    refused: share('edge.rejected'),
    cloud: share('cloud.requests'),
    wait: mean(({ metrics }) => metrics['wait.mean']),
    alone: aloneShare(trial, counts, demand),
    ...(part !== null && { part }),
  };
}

/** The cause of most misses, or of most of the additional ones. */
function kindOf(ask: Ask, books: Books, earlier: Books | null): Pick<Cause, 'kind' | 'reason'> {
  if (ask === 'budget') return { kind: 'cost' };
  if (ask === 'quality') return { kind: 'quality' };
  const reason = largest(books.reasons, earlier?.reasons) as Reason | null;
  const refused = reason === null ? ({ kind: 'unknown' } as const) : ({ kind: 'refused', reason } as const);
  if (ask.startsWith('cloud.')) return refused;
  const most = largest({ ...books.missed }, earlier ? { ...earlier.missed } : undefined) as
    keyof Missed | null;
  return most === null ? { kind: 'unknown' } : most === 'lost' ? refused : { kind: most };
}

type Shares = Readonly<Record<string, number>>;

/** The largest share, or the one that increased most, if any did. Null when all are zero. */
function largest(now: Shares, before: Shares = {}): string | null {
  const by = (of: (name: string) => number): string | null =>
    Object.keys(now).reduce<string | null>(
      (best, name) => (of(name) > (best === null ? 0 : of(best)) ? name : best),
      null,
    );
  return by((name) => now[name]! - (before[name] ?? 0)) ?? by((name) => now[name]!);
}

/** The part of the bill that increased most, or is largest. */
function dearest(trial: Trial, counts: Counts, before?: Trial): NonNullable<Cause['part']> {
  const parts = ['hardware', 'load', 'idle', 'cloud'] as const;
  const bills = (of: Trial): Bill[] => of.runsOf(counts).map((run) => billOf(run, counts, of.prices));
  const [now, then] = [bills(trial), before ? bills(before) : []];
  const mean = (all: readonly Bill[], part: keyof Bill): number =>
    all.length > 0 ? meanOf(all.map((bill) => bill[part])) : 0;
  const grown = (part: keyof Bill): number => mean(now, part) - mean(then, part);
  return parts.reduce((best, part) => (grown(part) > grown(best) ? part : best));
}

/** Share of the requests that an idle machine of the fleet's fastest kind serves in time. */
export function aloneShare({ prices }: Trial, counts: Counts, { samples }: Demand): number | null {
  if (objective(prices.scenario) === null) return null;
  const { candidates } = prices.planning;
  const kinds = candidates.flatMap((_, i) => (counts[i]! > 0 ? [i] : []));
  if (kinds.length === 0) return null;
  const alone = new Alone(candidates, prices.scenario);
  let good = 0;
  let all = 0;
  for (const { count, prompt, output } of samples)
    for (let i = 0; i < count; i++, all++)
      if (kinds.some((kind) => alone.inTime(kind, prompt[i]!, output[i]!, prices.scenario.slo))) good++;
  return all > 0 ? good / all : null;
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
