/**
 * The places of some values in rising order, those that are equal as they come. Runs that rise already are merged, two
 * by two: a log in order of completion has long ones. Beside the values it takes eight bytes for each.
 */
export function inOrder(values: Float64Array): Uint32Array {
  const { length } = values;
  let from = Uint32Array.from({ length }, (_, place) => place);
  let to = new Uint32Array(length);
  let ends = runsOf(values);
  while (ends.length > 1) {
    const merged: number[] = [];
    let start = 0;
    for (let k = 0; k < ends.length; k += 2) {
      const middle = ends[k]!;
      const end = ends[k + 1] ?? middle;
      merge(values, from, to, start, middle, end);
      merged.push(end);
      start = end;
    }
    [from, to] = [to, from];
    ends = merged;
  }
  return from;
}

/** Where runs end that do not fall. */
function runsOf(values: Float64Array): number[] {
  const ends: number[] = [];
  for (let k = 1; k < values.length; k++) if (values[k]! < values[k - 1]!) ends.push(k);
  ends.push(values.length);
  return ends;
}

function merge(
  values: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number,
): void {
  let left = start;
  let right = middle;
  for (let k = start; k < end; k++) {
    const takesLeft = left < middle && (right >= end || values[from[left]!]! <= values[from[right]!]!);
    to[k] = takesLeft ? from[left++]! : from[right++]!;
  }
}
