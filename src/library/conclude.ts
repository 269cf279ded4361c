import type { BenchOptions } from '../experiment/bench.ts';
import { sources } from '../store/sources.ts';
import type { Conclusion, Study } from '../studies/study.ts';
import { VERSION } from '../version.ts';
import { executorFor, type Running } from './executorFor.ts';

/** Where a study runs, and its listeners. */
export interface ConcludeOptions extends Omit<BenchOptions, 'executor'>, Running {
  /** The folder that names of files are relative to. Default: the current folder. */
  readonly base?: string;
  /** Written into its result. Default: the version of the package. */
  readonly version?: string;
}

/**
 * Makes a study of any kind: the paper's Table I, the validation against queueing theory and measurements, or one of your
 * own. Throws Stopped after an abort; results finished until then have been passed to `onFinished`.
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
