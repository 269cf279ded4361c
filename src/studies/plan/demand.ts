/** The demand on a fleet, sampled without one; of recorded demand a plan can claim no more than the log contains, however often it is replayed. */
import { meanOf } from '../../kernel/spread.ts';
import { ARRIVED, STRIDE } from '../../kernel/moves.ts';
import type { Logs } from '../../logs/logs.ts';
import type { Source } from '../../model.ts';
import type { Recorded, Resampled } from '../../results.ts';
import { asked } from '../../scenario/assemble.ts';
import { foretold, known } from '../../scenario/known.ts';
import type { Scenario, Choice, ScenarioFile, Planning } from '../../scenario/scenario.ts';
import { studentQuantile } from '../../kernel/student.ts';
import { blockFor, blockWords, DAY } from '../../logs/blocks.ts';
import { factsOf } from '../../scenario/facts.ts';
import { leastShare } from './binomial.ts';

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

/** Factor by which the bound of a mean widens, because the log that all runs resample is a sample too. */
export function widening(runs: number, { freedom, share }: Resampled, confidence: number): number {
  const degrees = Math.max(1, Math.min(runs - 1, freedom));
  const quantiles = studentQuantile(confidence, degrees) / studentQuantile(confidence, runs - 1);
  return quantiles * Math.sqrt(1 + runs * share);
}

/** Effective number of independent days, when so many are resampled from a log of fewer. */
export function daysWorth(days: number, recorded: number): number {
  return (days * recorded) / (days + recorded);
}

/** With `per: day`, each run is one day of the log. */
export function withRecordedDays(scenarioFile: ScenarioFile, planning: Planning): ScenarioFile {
  const { workload } = scenarioFile.cells[0]!.scenario;
  const single = factsOf('workloads', workload).oneBlock?.(workload);
  if (planning.per !== 'day' || !single) return scenarioFile;
  const cells = scenarioFile.cells.map((cell) => {
    const scenario: Scenario = {
      ...cell.scenario,
      duration: null,
      workload: { ...cell.scenario.workload, ...single } as Choice,
    };
    return { ...cell, scenario };
  });
  return { ...scenarioFile, cells };
}

/** Throws an error of one line, with what to write instead, when the plan requires more than was recorded. */
export function checkRecorded(
  { per, days }: Planning,
  recorded: Recorded | undefined,
  mostRuns: number,
): void {
  if (!recorded) return;
  const { words, seconds, resampled } = recorded;
  const block = blockFor(seconds);
  if (!resampled) {
    const write =
      block === null
        ? 'the log is too short to be drawn from anew: record more'
        : `write resample: { block: ${per === 'day' ? '1d' : block.text} } in the workload: then runs differ as what was recorded differs`;
    throw new RangeError(
      `workload: the demand is ${words}, the same in every run, and a plan for other ${per === 'day' ? 'days' : 'demand'} cannot be made from that; ${write}`,
    );
  }
  if (per !== 'day') return;
  if (resampled.block !== DAY)
    throw new RangeError(
      `plan.per: day is about calendar days, and workload.resample draws blocks of ${blockWords(resampled.block)}; write resample: { block: 1d }`,
    );
  const worth = daysWorth(mostRuns, resampled.blocks);
  const most = leastShare(worth, worth, 0.95);
  if (most >= days) return;
  const shown = Math.floor(most * 100);
  throw new RangeError(
    `plan.days: the log has ${resampled.blocks} whole days; if all of them met the slo, at least ${shown} % of days would with 95 % confidence, and ${Number((days * 100).toPrecision(4))} % is asked; write days: ${shown} %, or per: request, or record more`,
  );
}
