/** Functions whose indices are known. */

export interface Known {
  readonly inputs: number;
  readonly at: (shares: readonly number[]) => number;
  readonly first: readonly number[];
  readonly total: readonly number[];
}

/** Ishigami and Homma (1990), over the cube of -pi to pi. */
export const ishigami: Known = ((): Known => {
  const [a, b] = [7, 0.1];
  const v1 = 0.5 * (1 + (b * Math.PI ** 4) / 5) ** 2;
  const v2 = a ** 2 / 8;
  const v13 = (8 * b ** 2 * Math.PI ** 8) / 225;
  const v = v1 + v2 + v13;
  return {
    inputs: 3,
    at: (shares) => {
      const [x, y, z] = shares.map((share) => (2 * share - 1) * Math.PI) as [number, number, number];
      return Math.sin(x) + a * Math.sin(y) ** 2 + b * z ** 4 * Math.sin(x);
    },
    first: [v1 / v, v2 / v, 0],
    total: [(v1 + v13) / v, v2 / v, v13 / v],
  };
})();

/** Sobol's g function: the smaller a, the more its input matters. */
export const g: Known = gOf([0, 1, 4.5, 9, 99]);
export const gOfMany: Known = gOf([0, 1, 4.5, 9, 99, 2, 0.5, 20]);

function gOf(a: readonly number[]): Known {
  const parts = a.map((one) => 1 / (3 * (1 + one) ** 2));
  const product = (values: readonly number[]): number => values.reduce((all, one) => all * (1 + one), 1);
  const v = product(parts) - 1;
  return {
    inputs: a.length,
    at: (shares) =>
      shares.reduce((all, share, i) => (all * (Math.abs(4 * share - 2) + a[i]!)) / (1 + a[i]!), 1),
    first: parts.map((part) => part / v),
    total: parts.map((part, i) => (part * product(parts.filter((_, k) => k !== i))) / v),
  };
}
