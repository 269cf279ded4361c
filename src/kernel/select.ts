/**
 * Puts in its place the value that would stand at `rank` were the first `length` sorted, none greater before it and none
 * less behind it, and gives it. Much cheaper than sorting, and cheaper still where all before `from`, which is not above
 * `rank`, are known to be no greater than what stands from there on: after a smaller rank was selected.
 */
export function select(values: Float64Array, length: number, rank: number, from = 0): number {
  let low = from;
  let high = length - 1;
  while (low < high) {
    const pivot = middle(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (pivot < values[j]!) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
}

function middle(a: number, b: number, c: number): number {
  return a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
}
