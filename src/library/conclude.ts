import type { BenchOptions } from '../experiment/bench.ts';
import { sources } from '../store/sources.ts';
import type { Conclusion, Study } from '../studies/study.ts';
import { VERSION } from '../version.ts';
import { executorFor, type Running } from './executorFor.ts';

/** Where a study is made, and who hears of it. */
export interface ConcludeOptions extends Omit<BenchOptions, 'executor'>, Running {
  /** The folder that names of files are relative to; where the program was started when nothing is said. */
  readonly base?: string;
  /** Written into its result; the package's own when nothing is said. */
  readonly version?: string;
}

/**
 * Makes a study of any kind: the paper's Table I, the validation against queueing theory and measurements, or one of your
 * own. Throws Stopped when the signal is heard; what was finished until then was handed to `onFinished`.
 *
 * @example
 * ```ts
 * import { conclude, tableOneStudy } from 'edgewise';
 *
 * const { result } = await conclude(tableOneStudy({ alpha: 1 }));
 * console.log(result.rows.length); // 4
 * console.log(result.rows[0].simulated < result.rows[3].simulated); // true
 * ```
 */
export async function conclude<Result>(
  study: Study<Result>,
  options: ConcludeOptions = {},
): Promise<Conclusion<Result>> {
  const { base = '.', version = VERSION } = options;
  const { executor, close } = executorFor(options, base);
  try {
    const conclusion = await study.conclude({ ...options, executor, version, source: sources(base) });
    if (conclusion) return conclusion;
  } finally {
    await close();
  }
  throw new Error('the study ended without a conclusion');
}
