/** Counts, request by request, why requests miss the slo: earlier runs are repeated with a listener. */
import { ARRIVED, COMPLETED, LOST, REFUSED, STRIDE, type Moves } from '../../kernel/moves.ts';
import { CLOUD, reasonOf, type Listener, type Reason } from '../../model.ts';
import type { Ask } from '../../asks.ts';
import type { Missed } from './fleetResult.ts';
import { Alone } from '../../scenario/alone.ts';
import { inTime } from '../../scenario/objective.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { kindsOf, type Counts } from './space.ts';
import type { Trial } from './trial.ts';

export interface Books {
  /** Shares of the requests that arrived, by the cause of the miss. */
  readonly missed: Missed;
  /** Shares of the requests that arrived, by the reason of the edge's first refusal. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
}

/** Approximate number of requests to classify: enough for precise shares. */
const ENOUGH = 200_000;

/** For the first `runs` replications, or fewer when they are long. */
export function booksOf(trial: Trial, counts: Counts, ask: Ask, runs: number): Books {
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
