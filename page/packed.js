// Lists of objects of much the same shape, laid by field and column: a third of what they take as they are.

/** The list, so that `unpacked` makes it again. */
export function packed(list) {
  const keys = [...new Set(list.flatMap((one) => Object.keys(one)))];
  return [list.length, ...keys.map((key) => [key, columns(list.map((one) => one[key]))])];
}

function columns(values) {
  const shapes = new Map();
  values.forEach((value, i) => {
    if (value === undefined) return;
    const leaves = [];
    const shape = JSON.stringify(hollow(value, leaves));
    if (!shapes.has(shape))
      shapes.set(shape, { shape: JSON.parse(shape), at: [], leaves: leaves.map(() => []) });
    const found = shapes.get(shape);
    found.at.push(i);
    leaves.forEach((leaf, k) => found.leaves[k].push(leaf));
  });
  return [...shapes.values()].map(({ shape, at, leaves }) => [
    shape,
    // Most fields are alike in all.
    at.length === values.length ? 0 : at,
    leaves.map(column),
  ]);
}

/** One value where all are alike; those there are and which of them each is, where texts come again; else as it is. */
function column(leaves) {
  if (leaves.every((leaf) => leaf === leaves[0])) return leaves[0];
  const of = [...new Set(leaves)];
  const comesAgain = of.length < leaves.length / 2 && of.every((leaf) => typeof leaf === 'string');
  return comesAgain ? { of, at: leaves.map((leaf) => of.indexOf(leaf)) } : leaves;
}

/** The value with a 0 in place of each leaf, which are laid into `leaves`. */
function hollow(value, leaves) {
  if (typeof value !== 'object' || value === null) {
    leaves.push(value);
    return 0;
  }
  if (Array.isArray(value)) return value.map((one) => hollow(one, leaves));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hollow(one, leaves)]));
}

export function unpacked([length, ...fields]) {
  const made = Array.from({ length }, () => ({}));
  for (const [key, shapes] of fields)
    for (const [shape, at, leaves] of shapes) {
      const count = at === 0 ? length : at.length;
      for (let k = 0; k < count; k++) {
        let next = 0;
        const leaf = () => {
          const found = leaves[next++];
          if (Array.isArray(found)) return found[k];
          return typeof found === 'object' && found !== null ? found.of[found.at[k]] : found;
        };
        made[at === 0 ? k : at[k]][key] = filled(shape, leaf);
      }
    }
  return made;
}

function filled(shape, leaf) {
  if (typeof shape !== 'object') return leaf();
  if (Array.isArray(shape)) return shape.map((one) => filled(one, leaf));
  return Object.fromEntries(Object.entries(shape).map(([key, one]) => [key, filled(one, leaf)]));
}
