/**
 * Sums of the time series of a finished run, a line per cell: more replications can be added, so that the series of single
 * jobs need not be stored. For fewer replications the runs are repeated.
 */
import { existsSync } from 'node:fs';
import type { CellSum } from '../experiment/job.ts';
import { writeAtomically } from './atomic.ts';
import { checked, lines } from './checkedLines.ts';

const FORMAT = 'edgewise.sums/1';

export function writeSums(path: string, fingerprint: string, sums: readonly CellSum[]): void {
  writeAtomically(path, texts(fingerprint, sums));
}

function* texts(fingerprint: string, sums: readonly CellSum[]): Generator<string> {
  yield checked(JSON.stringify({ sums: FORMAT, fingerprint }));
  for (const sum of sums) yield checked(JSON.stringify(sum));
}

/** The sums if they match this fingerprint; none when the file is missing, belongs to another scenario, or is damaged. */
export function readSums(path: string, fingerprint: string): CellSum[] {
  if (!existsSync(path)) return [];
  const [header, ...sums] = [...lines(path)] as [
    { sums?: unknown; fingerprint?: unknown } | undefined,
    ...unknown[],
  ];
  if (header?.sums !== FORMAT || header.fingerprint !== fingerprint) return [];
  const byCell = new Map<number, CellSum>();
  for (const sum of sums) if (isSum(sum) && !byCell.has(sum.cell)) byCell.set(sum.cell, sum);
  return [...byCell.values()];
}

/** Lines that are not valid sums are skipped. */
function isSum(value: unknown): value is CellSum {
  if (typeof value !== 'object' || value === null) return false;
  const { cell, replications, lines: columns } = value as Partial<CellSum>;
  return Number.isInteger(cell) && Number.isInteger(replications) && Array.isArray(columns);
}
