/** What is asked of a fleet before there is one: the requests of some replications, at some level of demand. */
import type { Logs } from '../../logs/logs.ts';
import type { Source } from '../../model.ts';
import type { Recorded } from '../../results.ts';
import { workloadAlone } from '../../scenario/assemble.ts';
import type { Choice, Scenario } from '../../scenario/scenario.ts';

/** The same requests, closer together; a trace has more of them, as of other users, or runs faster where it says so. */
export function grown(scenario: Scenario, factor: number): Scenario {
  if (factor === 1) return scenario;
  const { workload } = scenario;
  const arrivals = workload['arrivals'] as Choice | undefined;
  const rate = arrivals?.['rate'];
  if (arrivals && typeof rate === 'number')
    return { ...scenario, workload: { ...workload, arrivals: { ...arrivals, rate: rate * factor } } };
  const rateScale = workload['rateScale'];
  if (typeof rateScale === 'number')
    return { ...scenario, workload: { ...workload, rateScale: rateScale * factor } };
  throw new RangeError(`workload ${workload.kind} has no rate that could grow`);
}

/** The requests of one replication that arrive after warm-up. */
export interface Sample {
  readonly count: number;
  readonly prompt: Float64Array;
  readonly output: Float64Array;
}

export interface Demand {
  readonly samples: readonly Sample[];
  /** Seconds that are counted in a run. */
  readonly seconds: number;
  /** Requests that arrive in them, mean over the samples. */
  readonly requests: number;
}

export interface DemandOptions {
  readonly seed: number;
  readonly source: (name: string) => Source;
  readonly logs?: Logs;
  /** Replications to read at most; fewer are read when they are long. */
  readonly samples?: number;
}

const SAMPLES = 8;
/** Requests to read in all, about: beyond, another sample adds nothing. */
const ENOUGH = 200_000;

/** What is known of demand that comes from a log; throws in one screen when it cannot be read. */
export function recordedOf(scenario: Scenario, { seed, source, logs }: DemandOptions): Recorded | undefined {
  if (scenario.workload.kind !== 'trace') return undefined;
  return workloadAlone(scenario, { seed, replication: 0, source, ...(logs && { logs }) }).workload.recorded;
}

export function demandOf(
  scenario: Scenario,
  { seed, source, logs, samples = SAMPLES }: DemandOptions,
): Demand {
  const found: Sample[] = [];
  let seconds = 0;
  let total = 0;
  for (let replication = 0; replication < samples && (replication < 2 || total < ENOUGH); replication++) {
    const { workload, requests, row } = workloadAlone(scenario, {
      seed,
      replication,
      source,
      ...(logs && { logs }),
    });
    const prompt: number[] = [];
    const output: number[] = [];
    seconds = workload.duration - scenario.warmup;
    for (;;) {
      workload.draw(row);
      const arrival = requests.arrival[row]!;
      if (arrival === Infinity) break;
      if (arrival < scenario.warmup) continue;
      prompt.push(requests.prompt[row]!);
      output.push(requests.output[row]!);
    }
    total += prompt.length;
    found.push({
      count: prompt.length,
      prompt: Float64Array.from(prompt),
      output: Float64Array.from(output),
    });
  }
  return { samples: found, seconds, requests: total / found.length };
}
