/** Prompts whose lengths are fastest for kernels. */
import { usable, type Measurement } from '../measurement.ts';

/** Matrix kernels take rows by tiles of this many: full tiles are the bottom of a saw-tooth. */
const TILE = 16;
/** Additional uncertainty if only such lengths were measured, as a relative standard deviation. */
export const ROUND_SD = 0.1;
/** With so many other lengths, this far apart, round ones are not needed. */
const ENOUGH = 3;
const APART = 4;

/** Suggested prompt lengths for measurements: odd ones, spread like those in use. */
export const GOOD_LENGTHS = '31,101,191,383';

function prompts(rows: readonly Measurement[]): number[] {
  return rows.filter((row) => usable(row, 'ttft') !== null && row.prompt !== null).map((row) => row.prompt!);
}

/** Whether all prompts are multiples of the tile: nothing between them was measured. */
export function roundLengths(rows: readonly Measurement[]): boolean {
  const known = prompts(rows);
  return known.length > 0 && known.every((prompt) => prompt % TILE === 0);
}

/** Where there are enough other lengths, times to first token of round ones are left out: one prompt in 16 is as lucky. */
export function withoutRound(rows: readonly Measurement[]): Measurement[] {
  const odd = [...new Set(prompts(rows).filter((prompt) => prompt % TILE !== 0))];
  if (odd.length < ENOUGH || Math.max(...odd) < APART * Math.min(...odd)) return [...rows];
  return rows.map((row) =>
    row.prompt !== null && row.prompt % TILE === 0 ? { ...row, setAside: [...row.setAside, 'ttft'] } : row,
  );
}
