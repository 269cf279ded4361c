/** A study of a scenario file, from the file that was read to the exit code. */
import { LogError } from '../../logs/logError.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';
import { sources } from '../../store/sources.ts';
import { Demands } from '../../studies/demands.ts';
import type { Study } from '../../studies/study.ts';
import { Fault } from '../fault.ts';
import type { RunFlags } from '../flags/runFlags.ts';
import type { Loaded } from '../scenarioFile.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { conduct } from './conduct.ts';
import type { StudyOrder } from './order.ts';

interface FileStudy<Result> extends Omit<StudyOrder<Result>, 'study' | 'loaded'> {
  readonly loaded: Loaded;
  readonly make: (scenarioFile: ScenarioFile, demands: Demands) => Study<Result>;
}

export function conductFile<Result>(
  { make, ...order }: FileStudy<Result>,
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  return conduct({ ...order, study: made(order.loaded, make) }, flags, terminal);
}

/** What cannot be studied is a mistake of the file, or of the log it names. */
function made<Result>({ file, base, scenarioFile }: Loaded, make: FileStudy<Result>['make']): Study<Result> {
  try {
    return make(scenarioFile, new Demands(sources(base)));
  } catch (error) {
    if (error instanceof LogError) throw new Fault(error.message);
    if (error instanceof RangeError) throw new Fault(`${file}: ${error.message}`);
    throw error;
  }
}
