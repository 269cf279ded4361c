/** A study on its way from what was typed to the screen. */
import type { Progress } from '../../experiment/bench.ts';
import type { Failed } from '../../experiment/job.ts';
import type { Conclusion, Study } from '../../studies/study.ts';
import type { Loaded } from '../scenarioFile.ts';

/** A study as it was asked for. */
export interface StudyOrder<Result> {
  readonly study: Study<Result>;
  /** The file it is of; null where there is none. */
  readonly loaded: Loaded | null;
  /** What to type to get it again. */
  readonly command: string;
  /** What else is made of it. */
  also?(conclusion: Conclusion<Result>): Promise<void>;
}

export interface Done<Result> {
  /** Undefined of a part. */
  readonly conclusion: Conclusion<Result> | undefined;
  readonly failures: readonly Failed[];
  readonly progress: Progress;
  /** What the runs took. */
  readonly seconds: number;
}
