/** Brackets a threshold: how far from an estimate one has to go to be certain. */

/** Factors, small steps first, so that the bracket is as narrow as the runs allow. */
const STEPS: readonly number[] = [1.02, 1.05, 1.1, 1.2, 1.35, 1.6, 2, 3];

/** Tries levels away from `from`, up or down; returns the first certain one, or null. */
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
