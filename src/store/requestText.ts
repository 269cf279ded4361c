/** The request log as text, a line for each request. */
import type { Stories } from '../metrics/stories.ts';
import type { ByteLines } from './byteLines.ts';
import type { LoggedRun } from './requestRows.ts';

/** The definition of a text format. `named`: whether there are names of tenants. */
export interface RequestText {
  /** The header of the file, and that of a run. */
  head(named: boolean): string;
  begins(run: LoggedRun): string;
  line(run: LoggedRun, named: boolean): (to: ByteLines, stories: Stories, at: number) => void;
  /** The `cell/replication` of a line that states it for the following lines: used to find complete runs when resuming. */
  runOf(line: string): string | undefined;
}
