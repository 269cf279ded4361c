/** From about where something changes, how far out one has to go to be sure of it. */

/** As factors: small steps first, so that the bracket is no wider than the runs leave it. */
const STEPS: readonly number[] = [1.02, 1.05, 1.1, 1.2, 1.35, 1.6, 2, 3];

/** Tries level by level away from `from`, up or down; the first that is sure, or null. */
export async function outward(
  from: number,
  direction: 'up' | 'down',
  isSure: (growth: number) => Promise<boolean>,
): Promise<number | null> {
  for (const step of STEPS) {
    const growth = direction === 'up' ? from * step : from / step;
    if (await isSure(growth)) return growth;
  }
  return null;
}
