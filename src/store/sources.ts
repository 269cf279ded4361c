/** Opens files named in a scenario, relative to its folder. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Source } from '../model.ts';
import { fileOf } from '../scenario/facts.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { codeOf, reason, StoreError } from './storeError.ts';

/** Bytes of a large file's start and end that are part of its fingerprint. */
const SAMPLE = 1 << 20;

/** Opens the files of a folder for reading in order: `simulate` reads traces this way. Some may be elsewhere. */
export function sources(
  folder: string,
  places: Readonly<Record<string, string>> = {},
): (name: string) => Source {
  return (name) => open(folder, Object.hasOwn(places, name) ? places[name]! : name);
}

function open(folder: string, name: string): Source {
  const path = isAbsolute(name) ? name : join(folder, name);
  const file = attempt(path, () => openSync(path, 'r'));
  let closed = false;
  const close = (): void => {
    if (!closed) closeSync(file);
    closed = true;
  };
  return {
    read: (buffer) => attempt(path, () => readSync(file, buffer, 0, buffer.length, null)),
    close,
  };
}

/** The input files of a scenario by name, with size and a digest of start and end. */
export function inputs(scenarioFile: ScenarioFile, folder: string): Record<string, string> {
  const names = scenarioFile.cells
    .flatMap(({ scenario }) => scenario.regions?.map((region) => region.scenario) ?? [scenario])
    .map(({ workload }) => fileOf(workload))
    .filter((name) => name !== undefined);
  return Object.fromEntries([...new Set(names)].sort().map((name) => [name, fileDigest(folder, name)]));
}

/** Whether a cell reads a log, which may contain names of tenants. */
export function namesTenants({ cells }: Pick<ScenarioFile, 'cells'>): boolean {
  return cells.some(({ scenario }) => fileOf(scenario.workload) !== undefined);
}

/** A digest of its size, start and end. */
export function fileDigest(folder: string, name: string): string {
  const path = isAbsolute(name) ? name : join(folder, name);
  return attempt(path, () => {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const hash = createHash('sha256').update(`${size}:`);
      const buffer = Buffer.alloc(Math.min(size, SAMPLE));
      for (const from of new Set([0, Math.max(0, size - SAMPLE)]))
        hash.update(buffer.subarray(0, readSync(file, buffer, 0, buffer.length, from)));
      return hash.digest('hex');
    } finally {
      closeSync(file);
    }
  });
}

function attempt<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new StoreError(`${path}: cannot be read: ${reason(error)}`, true);
  }
}
