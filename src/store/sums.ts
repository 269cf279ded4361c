/**
 * The sums over the time series of a finished run, a line a cell: more replications can be added to them, so that the
 * series of every single job need not be kept. Fewer cannot be had from them; those are then run again.
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

/** Of the scenario file with this fingerprint; none when the file is not there, is of another, or is damaged. */
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

/** A header that stands there twice is none; neither is anything else that somebody has put into the file. */
function isSum(value: unknown): value is CellSum {
  if (typeof value !== 'object' || value === null) return false;
  const { cell, replications, lines: columns } = value as Partial<CellSum>;
  return Number.isInteger(cell) && Number.isInteger(replications) && Array.isArray(columns);
}
