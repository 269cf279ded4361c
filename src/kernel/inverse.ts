/**
 * The root of an increasing function between `low` and `high`, by Newton's method from `start`. A step that leaves the
 * bracket, or follows one that did not halve the residual, is replaced by bisection (by doubling while the bracket is
 * unbounded).
 */
export function inverse(
  value: (x: number) => number,
  slope: (x: number) => number,
  start: number,
  low: number,
  high: number,
): number {
  let x = start;
  let before = Infinity;
  for (let step = 0; step < 2000; step++) {
    const here = value(x);
    if (here === 0) return x;
    if (here < 0) low = x;
    else high = x;
    let next = x - here / slope(x);
    if (!(next > low && next < high && Math.abs(here) < before / 2)) next = middle(low, high);
    if (Math.abs(next - x) <= 1e-15 * Math.abs(x) || next === low || next === high) return next;
    x = next;
    before = Math.abs(here);
  }
  return x;
}

function middle(low: number, high: number): number {
  if (high === Infinity) return low > 0 ? 2 * low : low > -1 ? 1 : low / 2;
  if (low === -Infinity) return high < 0 ? 2 * high : high < 1 ? -1 : high / 2;
  return low + (high - low) / 2;
}
