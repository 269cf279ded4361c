/** A scenario file that can be looked at while it runs: whole rounds of replications, each with the summary so far. */
import type { Summary } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { Bench, type BenchOptions } from './bench.ts';
import { jobsOf, keepOf } from './experiment.ts';
import { Findings } from './findings.ts';
import type { Failed } from './job.ts';
import { summarise, type SummariseOptions } from './summarise.ts';

/** Where a scenario file runs, how far, and when it is looked at. */
export interface RoundsOptions extends SummariseOptions, BenchOptions {
  /** In all; the plan's own number when nothing is said. */
  readonly replications?: number;
  /** Replications after which there is a look, rising; 1, 2, 3, 6, 10 and so on, half as many more each time, when nothing is said. */
  readonly looks?: readonly number[];
  /** Simulated requests after which no further round begins; without end when nothing is said. */
  readonly requests?: number;
}

/** All cells with as many replications each. */
export interface Round {
  readonly replications: number;
  /** To the byte what a run with so many replications comes to. */
  readonly summary: Summary;
  readonly findings: Findings;
  readonly failures: readonly Failed[];
  /** Simulated so far. */
  readonly requests: number;
  /** Why no other follows: all are done, or the requests are spent; null when another follows. */
  readonly last: 'done' | 'requests' | null;
}

/**
 * Yields after every whole round. What is cut short by the signal ends without a round of its own: no cell is ever ahead
 * of another, so that comparisons stay paired.
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
