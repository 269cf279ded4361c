import type { Catalogue } from '../catalog/catalog.ts';
import { read } from '../scenario/read.ts';
import { notOneFleet, notRunnable } from '../scenario/runnable.ts';
import { catalogueFrom } from '../store/catalogueFrom.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';

/** How the text of a scenario is read, and where its files are. */
export interface Reading {
  /** What messages call the scenario; `scenario` by default. */
  readonly file?: string;
  /** `path=value`: overrides the text, like `--set`. */
  readonly set?: readonly string[];
  /** `path=v1,v2`, like `--vary`. */
  readonly vary?: readonly string[];
  readonly seed?: number;
  /** Where names of profiles are looked up; by default the catalogue of the package. */
  readonly catalogue?: Catalogue;
  /** The folder that file names in the scenario are relative to; by default the working directory. */
  readonly base?: string;
}

const OF_TEXT = ['file', 'set', 'vary', 'seed', 'catalogue'] as const;

/** A scenario file that was read as it is, a text read. Throws a ScenarioError with every mistake in the text. */
export function scenarioFileOf(
  scenario: string | ScenarioFile,
  reading: Reading,
  use: 'run' | 'world' | 'plan' = 'run',
): ScenarioFile {
  const scenarioFile = readOf(scenario, reading);
  const wrong =
    (use === 'world' ? null : notOneFleet(scenarioFile)) ??
    (use === 'plan' ? null : notRunnable(scenarioFile));
  if (wrong !== null) throw new RangeError(`${scenarioFile.name}: ${wrong}`);
  return scenarioFile;
}

function readOf(scenario: string | ScenarioFile, reading: Reading): ScenarioFile {
  if (typeof scenario === 'string') {
    const { file = 'scenario', set, vary, seed, catalogue, base = '.' } = reading;
    return read(scenario, { file, set, vary, seed, catalogue: catalogueFrom({ base, catalogue }) });
  }
  const late = OF_TEXT.find((name) => reading[name] !== undefined);
  if (late === undefined) return scenario;
  throw new RangeError(
    `${late} is for the text of a scenario, and this one is read already: say it to read()`,
  );
}
