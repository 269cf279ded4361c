/** Formats the value of an input with its unit, to three digits: `90 s`, `5 min`, `0.45/s`. */
export function amountText(value: number, unit: string): string {
  if (unit !== 's') return `${Number(value.toPrecision(3))}${unit}`;
  if (value >= 7200) return `${Number((value / 3600).toPrecision(3))} h`;
  return value >= 120 ? `${Number((value / 60).toPrecision(3))} min` : `${Number(value.toPrecision(3))} s`;
}
