/** The demand on a fleet, sampled without a fleet: the requests of some replications at a level of demand. */
import { meanOf } from '../../kernel/spread.ts';
import { ARRIVED, STRIDE } from '../../kernel/moves.ts';
import type { Logs } from '../../logs/logs.ts';
import type { Source } from '../../model.ts';
import type { Recorded } from '../../results.ts';
import { asked } from '../../scenario/assemble.ts';
import { foretold, known } from '../../scenario/known.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** The requests of one replication that arrive after warm-up. */
export interface Sample {
  readonly count: number;
  readonly prompt: Float64Array;
  readonly output: Float64Array;
}

export interface Demand {
  readonly samples: readonly Sample[];
  /** Measured seconds of a run. */
  readonly seconds: number;
  /** Requests that arrive in them, averaged over the samples. */
  readonly requests: number;
  /** Requests in the busiest hour of a sample, averaged over them; null when runs are shorter. */
  readonly busiest: number | null;
  /** Whether fewer requests arrive when answers take longer: these are what users would ask if answers took no time. */
  readonly closed: boolean;
}

export interface DemandOptions {
  readonly seed: number;
  readonly source: (name: string) => Source;
  readonly logs?: Logs;
  /** Most replications to sample; fewer when they are long. */
  readonly samples?: number;
}

const SAMPLES = 8;
const HOUR = 3600;
/** Approximate number of requests to sample: enough for precise bounds. */
const ENOUGH = 200_000;

/** What the log contains, for demand from a log; throws an error of one screen when it cannot be read. */
export function recordedOf(scenario: Scenario, { seed, source, logs }: DemandOptions): Recorded | undefined {
  const made = known(scenario) ?? foretold(scenario, { seed, replication: 0, source, ...(logs && { logs }) });
  return made.recorded;
}

export function demandOf(
  scenario: Scenario,
  { seed, source, logs, samples = SAMPLES }: DemandOptions,
): Demand {
  const found: Sample[] = [];
  const peaks: number[] = [];
  let seconds = 0;
  let total = 0;
  let closed = false;
  for (let replication = 0; replication < samples && (replication < 2 || total < ENOUGH); replication++) {
    const prompt: number[] = [];
    const output: number[] = [];
    const arrivals: number[] = [];
    const { duration, users } = asked(
      scenario,
      { seed, replication, source, ...(logs && { logs }) },
      {
        moved(moves) {
          for (let at = 0; at < moves.end; at += STRIDE) {
            if (moves.kind[at] !== ARRIVED || moves.now[at]! < scenario.warmup) continue;
            arrivals.push(moves.now[at]!);
            prompt.push(moves.prompt[at]!);
            output.push(moves.output[at]!);
          }
        },
      },
    );
    seconds = duration - scenario.warmup;
    closed = users !== undefined;
    total += prompt.length;
    peaks.push(busiestHour(arrivals));
    found.push({
      count: prompt.length,
      prompt: Float64Array.from(prompt),
      output: Float64Array.from(output),
    });
  }
  const busiest = seconds < HOUR ? null : meanOf(peaks);
  return { samples: found, seconds, requests: total / found.length, busiest, closed };
}

/** The most arrivals within any hour. */
function busiestHour(arrivals: readonly number[]): number {
  let most = 0;
  for (let first = 0, next = 0; next < arrivals.length; next++) {
    while (arrivals[next]! - arrivals[first]! >= HOUR) first++;
    most = Math.max(most, next - first + 1);
  }
  return most;
}
