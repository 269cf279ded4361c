/** Why a fleet misses a requirement, counted request by request: earlier runs are repeated with a listener. */
import { type Reason, CLOUD, reasonOf, type Listener } from '../../model.ts';
import type { Ask } from '../../asks.ts';
import type { Cause, Missed } from './fleetResult.ts';
import type { Replication } from '../../results.ts';
import { meanOf } from '../../kernel/spread.ts';
import { objective, inTime } from '../../scenario/objective.ts';
import { Alone } from '../../scenario/alone.ts';
import { billOf, type Bill } from './cost.ts';
import type { Demand } from './demand.ts';
import { kindNames, kindsOf, type Counts } from './space.ts';
import type { Trial } from './trial.ts';
import { ARRIVED, COMPLETED, LOST, REFUSED, STRIDE, type Moves } from '../../kernel/moves.ts';
import type { Scenario } from '../../scenario/scenario.ts';

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

interface Books {
  /** Shares of the requests that arrived, by the cause of the miss. */
  readonly missed: Missed;
  /** Shares of the requests that arrived, by the reason of the edge's first refusal. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
}

/** Approximate number of requests to classify: enough for precise shares. */
const ENOUGH = 200_000;

/** For the first `runs` replications, or fewer when they are long. */
function booksOf(trial: Trial, counts: Counts, ask: Ask, runs: number): Books {
  const { planning, scenario } = trial.prices;
  const slo = asked(ask, trial);
  const kinds = kindsOf(planning, counts).map(({ kind }) => kind);
  const alone = new Alone(planning.candidates, scenario);
  const missed = { lost: 0, cloud: 0, waiting: 0, sharing: 0, prefill: 0, decode: 0 };
  const reasons = new Map<Reason, number>();
  let arrived = 0;
  /** Why no machine of the fleet could have met the slo, even idle. */
  const slow = (prompt: number, output: number): 'prefill' | 'decode' | null => {
    const could = (tokens: number): boolean => kinds.some((kind) => alone.inTime(kind, prompt, tokens, slo));
    if (kinds.length === 0 || could(output)) return null;
    return could(1) ? 'decode' : 'prefill';
  };
  const listen = (): Listener => {
    /** Numbers of requests that the edge refused earlier. */
    const refused = new Set<number>();
    const refuse = (number: number, reason: Reason): void => {
      if (refused.has(number)) return;
      refused.add(number);
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    };
    const complete = (moves: Moves, row: number): void => {
      const output = moves.output[row]!;
      /** Whether the slo would have been met with that arrival time. */
      const met = (from: number): boolean =>
        inTime(slo, moves.first[row]! - from, moves.now[row]! - from, output);
      if (met(moves.arrival[row]!)) return;
      if (moves.station[row] === CLOUD) missed.cloud++;
      else if (met(moves.started[row]!)) missed.waiting++;
      else {
        const prompt = moves.prompt[row]!;
        const kind = kinds[moves.station[row]!]!;
        if (alone.inTime(kind, prompt, output, slo)) missed.sharing++;
        else if (alone.inTime(kind, prompt, 1, slo)) missed.decode++;
        else missed.prefill++;
      }
    };
    return {
      moved(moves) {
        for (let row = 0; row < moves.end; row += STRIDE) {
          if (moves.arrival[row]! < scenario.warmup) continue;
          const number = moves.number[row]!;
          const kind = moves.kind[row];
          if (kind === ARRIVED) arrived++;
          else if (kind === REFUSED && moves.station[row] !== CLOUD)
            refuse(number, reasonOf(moves.reason[row]!));
          else if (kind === COMPLETED) complete(moves, row);
          else if (kind === LOST) missed[slow(moves.prompt[row]!, moves.output[row]!) ?? 'lost']++;
          if (kind === COMPLETED || kind === LOST) refused.delete(number);
        }
      },
    };
  };
  for (let replication = 0; replication < runs && (replication < 2 || arrived < ENOUGH); replication++)
    trial.ledger.watch(trial.growth, counts, replication, listen);
  const shares = <Name extends string>(counts: Iterable<readonly [Name, number]>): Record<Name, number> => {
    const found = [...counts].map(([name, count]) => [name, arrived > 0 ? count / arrived : 0] as const);
    return Object.fromEntries(found) as Record<Name, number>;
  };
  const causes = Object.entries(missed) as [keyof Missed, number][];
  return { missed: shares(causes), reasons: shares(reasons) };
}

/** The latency bounds for this requirement. */
function asked(ask: Ask, { prices, hasObjective }: Trial): Scenario['slo'] {
  const { target } = prices.scenario.slo;
  const none = { ttft: null, e2e: null, tpot: null, target };
  const { p95 } = prices.planning;
  if (ask === 'ttft.p95') return { ...none, ttft: p95.ttft };
  if (ask === 'e2e.p95') return { ...none, e2e: p95.e2e };
  if (ask === 'tpot.p95') return { ...none, tpot: p95.tpot };
  return hasObjective ? prices.scenario.slo : { ...p95, target };
}
