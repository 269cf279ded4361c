/** Runs a scenario in rounds of replications and yields the summary after each. */
import type { Summary } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { Bench, type BenchOptions } from './bench.ts';
import { jobsOf, keepOf } from './experiment.ts';
import { Findings } from './findings.ts';
import type { Failed } from './job.ts';
import { summarise, type SummariseOptions } from './summarise.ts';

/** Where a scenario runs, how many replications, and after which of them a round ends. */
export interface RoundsOptions extends SummariseOptions, BenchOptions {
  /** Replications in all; by default as in the file. */
  readonly replications?: number;
  /** Replications after which a round ends, ascending; by default 1, 2, 3, 6, 10 and so on, growing by about half. */
  readonly looks?: readonly number[];
  /** Simulated requests after which no further round begins; unlimited by default. */
  readonly requests?: number;
}

/** The state after a number of replications of all cells. */
export interface Round {
  readonly replications: number;
  /** Exactly the summary of a run with that many replications. */
  readonly summary: Summary;
  readonly findings: Findings;
  readonly failures: readonly Failed[];
  /** Requests simulated so far. */
  readonly requests: number;
  /** Why it is the last round: all runs are done, or the budget of requests is used up; else null. */
  readonly last: 'done' | 'requests' | null;
}

/**
 * Yields after every complete round. A round interrupted by the signal is not yielded: no cell is ever ahead of another,
 * so that comparisons stay paired.
 *
 * @example
 * ```ts
 * import { inProcess, read, rounds, runJob } from 'edgewise/browser';
 *
 * const text = 'name: two\nduration: 1h\nworkload: { arrivals: { kind: poisson, rate: 1/m }, prompt: 9, output: 9 }\nfleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4 }]';
 * const file = read(text, { file: 'two.yaml' });
 * const source = () => { throw new RangeError('there are no files here'); };
 * const executor = inProcess((job, progress) => runJob(job, { source }, progress));
 * const seen = [];
 * for await (const round of rounds(file, { executor, version: '1', replications: 5, looks: [2] }))
 *   seen.push(round.replications);
 * console.log(seen); // [ 2, 5 ]
 * ```
 */
export async function* rounds(
  scenarioFile: ScenarioFile,
  options: RoundsOptions,
): AsyncGenerator<Round, void, undefined> {
  const { requests: budget = Infinity } = options;
  const bench = new Bench(options);
  const replications = options.replications ?? scenarioFile.replications;
  const jobs = jobsOf(scenarioFile, replications, keepOf(scenarioFile));
  const findings = new Findings(scenarioFile.cells.length);
  let done = 0;
  for (const upTo of looksOf(replications, options.looks)) {
    const all = jobs.slice(done * scenarioFile.cells.length, upTo * scenarioFile.cells.length);
    for await (const over of bench.run(all, (finished) => findings.add(finished)))
      if ('error' in over) findings.fail(over);
    if (bench.interrupted) return;
    done = upTo;
    const { requests } = bench.progress();
    const { failures } = bench;
    const last = done === replications ? 'done' : requests >= budget ? 'requests' : null;
    const summary = summarise(scenarioFile, findings, options);
    yield { replications: done, summary, findings, failures, requests, last };
    if (last !== null || bench.stopped) return;
  }
}

function looksOf(replications: number, said: readonly number[] | undefined): readonly number[] {
  const looks: number[] = [];
  const add = (look: number): void => {
    if (look > (looks.at(-1) ?? 0) && look < replications) looks.push(look);
  };
  if (said) said.forEach(add);
  else for (let look = 1; look < replications; look = Math.ceil(look * 1.5) + (look > 2 ? 1 : 0)) add(look);
  return [...looks, replications];
}
