/** The names nearest to a mistyped one. */

/** Edits between two texts: insertions, deletions, replacements, swaps of neighbours count one each. */
export function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  let before = new Array<number>(width).fill(0);
  let above = Array.from({ length: width }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j < width; j++) {
      const replace = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(above[j]! + 1, row[j - 1]! + 1, replace);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    before = above;
    above = row;
  }
  return above[b.length]!;
}

/** Up to `count` of the names, nearest first; names that start with what was typed come before others as near. */
export function nearest(typed: string, names: readonly string[], count = 3): string[] {
  const wanted = typed.toLowerCase();
  return [...new Set(names)]
    .map((name, order) => {
      const other = name.toLowerCase();
      const cut = other.startsWith(wanted) ? 0 : editDistance(wanted, other);
      return { name, order, distance: cut };
    })
    .sort((a, b) => a.distance - b.distance || a.order - b.order)
    .slice(0, count)
    .map(({ name }) => name);
}
