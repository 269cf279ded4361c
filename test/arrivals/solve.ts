/** x with matrix x = right, by Gauss's elimination with the largest pivot. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  rows.forEach((_, k) => {
    const best = rows.findIndex(
      (row, i) => i >= k && Math.abs(row[k]!) === Math.max(...rows.slice(k).map((one) => Math.abs(one[k]!))),
    );
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    rows.forEach((row, i) => {
      if (i === k) return;
      const factor = row[k]! / rows[k]![k]!;
      row.forEach((_, j) => (row[j]! -= factor * rows[k]![j]!));
    });
  });
  return rows.map((row, k) => row.at(-1)! / row[k]!);
}
