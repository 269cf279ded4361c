/** A scenario file with the options laid over it, ready to be run. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { read } from '../scenario/read.ts';
import type { Plan } from '../scenario/scenario.ts';
import { closest } from '../scenario/suggestion.ts';
import { codeOf, reason } from '../store/storeError.ts';
import { Fault } from './fault.ts';
import type { RunFlags } from './flags.ts';
import { PIPED } from './piped.ts';

export interface Loaded {
  readonly plan: Plan;
  /** What names of files in the scenario are relative to. */
  readonly base: string;
  /** The file as it was typed. */
  readonly file: string;
  /** The plan as a file that can be run from another folder. */
  readonly textFor: (folder: string) => string;
}

type Overrides = Pick<RunFlags, 'set' | 'vary' | 'seed' | 'replications'>;

export function load(file: string, { set, vary, seed, replications }: Overrides): Loaded {
  const text = textOf(file);
  const base = file === PIPED ? '.' : dirname(file);
  const made = (more: readonly string[]): Plan =>
    read(text, { file, set: [...set.map((one) => fromHere(one, base)), ...more], vary, seed, replications });
  const plan = made([]);
  return {
    plan,
    base,
    file,
    textFor: (folder) => {
      const name = plan.cells[0]!.scenario.workload['file'];
      const same = plan.cells.every(({ scenario }) => scenario.workload['file'] === name);
      if (typeof name !== 'string' || !same || isAbsolute(name)) return plan.text;
      return made([`workload.file=${JSON.stringify(slashes(relative(folder, join(base, name))))}`]).text;
    },
  };
}

/** A file named on the command line is looked for where the command is typed, and then beside the scenario. */
function fromHere(setting: string, base: string): string {
  const [, path, name] = /^(\s*workload\.file\s*=)\s*(.+?)\s*$/.exec(setting) ?? [];
  const bare = name?.replace(/^(["'])(.*)\1$/, '$2');
  if (path === undefined || bare === undefined || isAbsolute(bare) || !existsSync(bare)) return setting;
  return `${path}${JSON.stringify(slashes(relative(base, resolve(bare))))}`;
}

const slashes = (path: string): string => path.replaceAll('\\', '/');

function textOf(file: string): string {
  if (file === '') throw new Fault('the name of the scenario file is empty');
  try {
    if (statSync(file).isDirectory()) throw new Fault(`${file}: is a folder, not a scenario file`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Fault) throw error;
    const near = codeOf(error) === 'ENOENT' ? neighbour(file) : undefined;
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw new Fault(`${file}: cannot be read: ${reason(error)}${hint}`);
  }
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
