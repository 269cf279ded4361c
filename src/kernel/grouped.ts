/** The thousands of a written number apart: `10,811`, `-1,234.5`. What is no plain number stays as it is. */
export function grouped(number: number | string): string {
  const text = String(number);
  // Most numbers are small, and every run writes some.
  if (typeof number === 'number' && number >= 0 && number < 1e6) {
    if (number < 1000) return text;
    if (Number.isInteger(number)) return `${text.slice(0, -3)},${text.slice(-3)}`;
  }
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const [whole = '', decimals] = text.split('.');
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? apart : `${apart}.${decimals}`;
}
