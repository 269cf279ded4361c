import { createHash } from 'node:crypto';
import type { ScenarioFile } from '../scenario/scenario.ts';

/**
 * Scenario files with equal fingerprints have the same jobs: the same cells, seed and input files, simulated by the same
 * version. The number of replications and the expectations do not matter.
 */
export function fingerprint(
  scenarioFile: Pick<ScenarioFile, 'seed' | 'cells'>,
  version: string,
  inputs: Readonly<Record<string, string>> = {},
): string {
  const { seed, cells } = scenarioFile;
  return createHash('sha256').update(canonical({ version, seed, cells, inputs })).digest('hex');
}

/** JSON with sorted keys, so that equal values have equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
