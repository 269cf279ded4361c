/** Where requests miss what is asked, one by one: runs that were done before, with someone listening. */
import { CLOUD, type Reason, type Report } from '../../model.ts';
import type { Requests } from '../../kernel/requests.ts';
import type { Ask, Missed } from '../../planned.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { inTimeAlone } from './bounds.ts';
import { kindsOf, type Counts } from './space.ts';
import type { Trial } from './trial.ts';

export interface Books {
  /** Shares of the requests that arrived, by what made them miss. */
  readonly missed: Missed;
  /** Shares of the requests that arrived, by why the edge refused them first. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
}

/** Requests to look at, about: beyond, shares are known well enough. */
const ENOUGH = 200_000;

/** Of the first `runs` replications, or fewer when they are long. */
export function booksOf(trial: Trial, counts: Counts, ask: Ask, runs: number): Books {
  const { planning, scenario } = trial.prices;
  const slo = asked(ask, trial);
  const kinds = kindsOf(planning, counts).map(({ kind }) => planning.candidates[kind]!);
  const missed = { lost: 0, cloud: 0, waiting: 0, sharing: 0, prefill: 0, decode: 0 };
  const reasons = new Map<Reason, number>();
  let arrived = 0;
  /** Why no machine of the fleet could have been in time, even idle. */
  const slow = (prompt: number, output: number): 'prefill' | 'decode' | null => {
    const could = (tokens: number): boolean => kinds.some((kind) => inTimeAlone(kind, prompt, tokens, slo));
    if (kinds.length === 0 || could(output)) return null;
    return could(1) ? 'decode' : 'prefill';
  };
  const listen = (requests: Requests): Report => {
    const first = new Map<number, Reason>();
    const counted = (id: number): boolean => requests.arrival[id]! >= scenario.warmup;
    return {
      arrived(id) {
        first.delete(id);
        if (counted(id)) arrived++;
      },
      refused(id, reason, by) {
        if (by === CLOUD || first.has(id) || !counted(id)) return;
        first.set(id, reason);
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      },
      lost(id) {
        if (counted(id)) missed[slow(requests.prompt[id]!, requests.output[id]!) ?? 'lost']++;
      },
      completed(id, station, now) {
        if (!counted(id)) return;
        const [arrival, output] = [requests.arrival[id]!, requests.output[id]!];
        const answer = { first: requests.first[id]!, end: now, output };
        if (inTime(answer, arrival, slo)) return;
        if (station === CLOUD) missed.cloud++;
        else if (inTime(answer, requests.started[id]!, slo)) missed.waiting++;
        else {
          const prompt = requests.prompt[id]!;
          const kind = kinds[station]!;
          if (inTimeAlone(kind, prompt, output, slo)) missed.sharing++;
          else if (inTimeAlone(kind, prompt, 1, slo)) missed.decode++;
          else missed.prefill++;
        }
      },
    };
  };
  for (let replication = 0; replication < runs && (replication < 2 || arrived < ENOUGH); replication++)
    trial.ledger.watch(trial.growth, counts, replication, listen);
  const share = (count: number): number => (arrived > 0 ? count / arrived : 0);
  return {
    missed: {
      lost: share(missed.lost),
      cloud: share(missed.cloud),
      waiting: share(missed.waiting),
      sharing: share(missed.sharing),
      prefill: share(missed.prefill),
      decode: share(missed.decode),
    },
    reasons: Object.fromEntries([...reasons].map(([reason, count]) => [reason, share(count)] as const)),
  };
}

/** What a request has to meet, as far as this figure goes. */
function asked(ask: Ask, { prices, hasObjective }: Trial): Scenario['slo'] {
  const { target } = prices.scenario.slo;
  const none = { ttft: null, e2e: null, tpot: null, target };
  const { p95 } = prices.planning;
  if (ask === 'ttft.p95') return { ...none, ttft: p95.ttft };
  if (ask === 'e2e.p95') return { ...none, e2e: p95.e2e };
  if (ask === 'tpot.p95') return { ...none, tpot: p95.tpot };
  return hasObjective ? prices.scenario.slo : { ...p95, target };
}

interface Answer {
  readonly first: number;
  readonly end: number;
  readonly output: number;
}

/** As the metrics count it, had the request come at `from`. */
function inTime({ first, end, output }: Answer, from: number, { ttft, e2e, tpot }: Scenario['slo']): boolean {
  return (
    first - from <= (ttft ?? Infinity) &&
    end - from <= (e2e ?? Infinity) &&
    (output <= 1 || (end - first) / (output - 1) <= (tpot ?? Infinity))
  );
}
