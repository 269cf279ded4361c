/** Ranks for quantiles that interpolate between two values of a sorted list. */

/** The rank just below the quantile among so many sorted values; -1 when there are none. */
function placeOf(p: number, count: number): number {
  return p >= 0 && p <= 1 && count > 0 ? Math.floor(p * (count - 1)) : -1;
}

/** The ranks below and above each quantile. */
export function ranksOf(ps: readonly number[], count: number): number[] {
  const ranks: number[] = [];
  for (const p of ps) {
    const rank = placeOf(p, count);
    if (rank >= 0) ranks.push(rank, Math.min(count - 1, rank + 1));
  }
  return ranks;
}

/** Interpolates between the values at these ranks. */
export function between(ps: readonly number[], count: number, values: readonly number[]): number[] {
  const all: number[] = [];
  let at = 0;
  for (const p of ps) {
    const rank = placeOf(p, count);
    if (rank < 0) {
      all.push(NaN);
      continue;
    }
    const below = values[at++]!;
    const above = values[at++]!;
    const part = p * (count - 1) - rank;
    all.push(part === 0 ? below : below + part * (above - below));
  }
  return all;
}
