/** A scenario file with the options laid over it, ready to be run. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { ProfileFileError, type Catalogue } from '../catalog/catalog.ts';
import { ScenarioError } from '../scenario/mistake.ts';
import { read } from '../scenario/read.ts';
import { notOneFleet, notRunnable } from '../scenario/runnable.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { fileOf } from '../scenario/facts.ts';
import { closest } from '../scenario/suggestion.ts';
import { catalogueFrom } from '../store/catalogueFrom.ts';
import { codeOf, reason } from '../store/storeError.ts';
import { PIPED } from './command.ts';
import { Fault } from './fault.ts';
import type { RunFlags } from './flags/runFlags.ts';

export interface Loaded {
  readonly scenarioFile: ScenarioFile;
  /** What names of files in the scenario are relative to. */
  readonly base: string;
  /** The file as it was typed. */
  readonly file: string;
  /** The scenario file as one that can be run from another folder. */
  readonly textFor: (folder: string) => string;
}

type Overrides = Partial<Pick<RunFlags, 'set' | 'vary' | 'seed' | 'replications' | 'catalog'>>;

/** `use` says whether it is to be run as it is, a world of regions too, or what to buy for it. */
export function load(
  file: string,
  { set = [], vary = [], seed, replications, catalog }: Overrides = {},
  use: 'run' | 'world' | 'plan' = 'run',
): Loaded {
  const text = textOf(file);
  const base = file === PIPED ? '.' : dirname(file);
  const catalogue = catalogueOf(base, catalog);
  const made = (more: readonly string[]): ScenarioFile =>
    read(text, {
      file,
      set: [...set.map((one) => fromHere(one, base)), ...more],
      vary,
      seed,
      replications,
      catalogue,
    });
  const scenarioFile = scenarioIn(file, () => made([]));
  const wrong =
    (use === 'world' ? null : notOneFleet(scenarioFile)) ??
    (use === 'plan' ? null : notRunnable(scenarioFile));
  if (wrong !== null) throw new Fault(`${file}: ${wrong}`);
  return {
    scenarioFile,
    base,
    file,
    textFor: (folder) => {
      const { regions } = scenarioFile.cells[0]!.scenario;
      if (regions) {
        const moved = regions.flatMap(({ own, scenario }, i) => {
          const log = fileOf(scenario.workload);
          const path = own.includes('workload') ? `regions.${i}.workload.file` : 'workload.file';
          if (typeof log !== 'string' || isAbsolute(log)) return [];
          return [`${path}=${JSON.stringify(slashes(relative(folder, join(base, log))))}`];
        });
        return moved.length === 0 ? scenarioFile.text : made([...new Set(moved)]).text;
      }
      const name = fileOf(scenarioFile.cells[0]!.scenario.workload);
      const same = scenarioFile.cells.every(({ scenario }) => fileOf(scenario.workload) === name);
      if (typeof name !== 'string' || !same || isAbsolute(name)) return scenarioFile.text;
      return made([`workload.file=${JSON.stringify(slashes(relative(folder, join(base, name))))}`]).text;
    },
  };
}

/** Who asks for tenants where nobody has named them gets those who ask most. */
export function loadWithTenants(file: string, flags: RunFlags): Loaded {
  const loaded = load(file, flags, 'world');
  const unasked = loaded.scenarioFile.cells.every(({ scenario: { workload, metrics, regions } }) => {
    return regions === undefined && fileOf(workload) === undefined && metrics.tenants === null;
  });
  return flags.tenants && unasked
    ? load(file, { ...flags, set: [...flags.set, 'metrics.tenants=20'] }, 'world')
    : loaded;
}

/** Files of other kinds, by the end of their names, and what they are for. */
const OTHERS: readonly (readonly [RegExp, (file: string) => string])[] = [
  [
    /\.(?:csv|tsv|jsonl|ndjson)$/i,
    (file) =>
      `a table or a log; a log of requests is named in a scenario, as workload: { kind: trace, file: ${basename(file)} }, and measurements go to edgewise calibrate`,
  ],
  [/\.(?:md|txt|html?|rst|log)$/i, () => 'text'],
  [/\.(?:parquet|png|svg|pdf|gguf|xlsx?|ods|zip|gz)$/i, () => 'not a text file'],
  [/\.(?:[cm]?[jt]s|py|ipynb|sh|r|c|rs|go)$/i, () => 'a program'],
];

/** What is wrong in a file that was never a scenario is of no help, line by line. */
function scenarioIn(file: string, reading: () => ScenarioFile): ScenarioFile {
  try {
    return reading();
  } catch (error) {
    const kind = OTHERS.find(([ending]) => ending.test(file))?.[1](file);
    if (kind === undefined || !(error instanceof ScenarioError)) throw error;
    throw new Fault(
      `${file}: is ${kind}; a scenario is a YAML file with name, workload and fleet: edgewise init mine.yaml writes one to start from`,
    );
  }
}

/** The profiles that ship, files beside the scenario, and those that were named. */
function catalogueOf(base: string, files: readonly string[] = []): Catalogue {
  try {
    return catalogueFrom({ base, files });
  } catch (error) {
    if (error instanceof ProfileFileError) throw new Fault(`--catalog: ${error.message}`);
    throw error;
  }
}

/** A file named on the command line is looked for where the command is typed, and then beside the scenario. */
function fromHere(setting: string, base: string): string {
  const [, path, name] = NAMES_FILE.exec(setting) ?? [];
  const bare = name?.replace(/^(["'])(.*)\1$/, '$2');
  if (path === undefined || bare === undefined || isAbsolute(bare) || !existsSync(bare)) return setting;
  return `${path}${JSON.stringify(slashes(relative(base, resolve(bare))))}`;
}

/** A log, or a profile that `calibrate` wrote. */
const NAMES_FILE =
  /^(\s*(?:workload\.file\s*=(?=.)|(?:fleet\.\d+|plan\.candidates\.\d+|cloud)\.profile\s*=(?=.*\.json\b)))\s*(.+?)\s*$/;

const slashes = (path: string): string => path.replaceAll('\\', '/');

function textOf(file: string): string {
  if (file === '') throw new Fault('the name of the scenario file is empty');
  try {
    if (statSync(file).isDirectory()) throw new Fault(`${file}: is a folder, not a scenario file`);
    return decoded(file, readFileSync(file));
  } catch (error) {
    if (error instanceof Fault) throw error;
    const near = codeOf(error) === 'ENOENT' ? neighbour(file) : undefined;
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw new Fault(`${file}: cannot be read: ${reason(error)}${hint}`);
  }
}

/** Where a byte is that is no UTF-8, the file was mostly saved in an encoding of its own country. */
function decoded(file: string, bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new Fault(`${file}: is UTF-16, not UTF-8: save it as UTF-8`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const before = validPart(bytes);
    const line = before.split('\n').length;
    const byte = bytes[new TextEncoder().encode(before).length]!;
    const meant = byte >= 0xa0 ? `, in Latin-1 the letter ${String.fromCharCode(byte)}` : '';
    throw new Fault(
      `${file}:${line}: is not UTF-8: the byte 0x${byte.toString(16)}${meant}; save the file as UTF-8`,
    );
  }
}

/** As much of the beginning as can be read. */
function validPart(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const encoder = new TextEncoder();
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) {
    const start = encoder.encode(text.slice(0, at)).length;
    // A replacement character that is written as such is one of the file.
    if (!(bytes[start] === 0xef && bytes[start + 1] === 0xbf && bytes[start + 2] === 0xbd))
      return text.slice(0, at);
  }
  return text;
}

/** The scenario in the same folder whose name is nearest. */
function neighbour(file: string): string | undefined {
  const folder = dirname(file);
  const isScenario = (name: string): boolean => /\.ya?ml$/.test(name);
  try {
    const near = closest(basename(file), readdirSync(folder).filter(isScenario));
    return near && join(folder, near);
  } catch {
    return undefined;
  }
}
