/** Why measurements cannot be calibrated. */
export interface CalibrationProblem {
  readonly text: string;
  /** The option that says what is missing; it ends the sentence. */
  readonly say?: 'board' | 'model' | 'quantisation' | 'engine' | 'watts';
  /** Whether it is a row that could be left out. */
  readonly broken?: boolean;
}

/** With a line for each problem. */
export class CalibrationError extends RangeError {
  readonly problems: readonly CalibrationProblem[];

  constructor(problems: readonly CalibrationProblem[]) {
    super(problems.map(({ text, say }) => (say ? `${text} say ${say}` : text)).join('\n'));
    this.problems = problems;
  }
}
