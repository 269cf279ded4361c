/** A log of requests as text, a line for each. */
import type { Stories } from '../metrics/stories.ts';
import type { ByteLines } from './byteLines.ts';
import type { LoggedRun } from './requestRows.ts';

/** What is told of a form of text. `named` where there is a column for names of tenants. */
export interface RequestText {
  /** What stands before everything else, and before the first line of a run. */
  head(named: boolean): string;
  begins(run: LoggedRun): string;
  /** Writes the lines of a run, one after the other. */
  line(run: LoggedRun, named: boolean): (to: ByteLines, stories: Stories, at: number) => void;
  /** `cell/replication` of a line that says which run it is of, and those after it: a run that goes on finds there what it has. */
  runOf(line: string): string | undefined;
}
