/** Adds commas between thousands: `10,811`, `-1,234.5`. Text that is not a plain number stays as it is. */
export function grouped(number: number | string): string {
  const text = String(number);
  // Most numbers are small: a fast path.
  if (typeof number === 'number' && number >= 0 && number < 1e6) {
    if (number < 1000) return text;
    if (Number.isInteger(number)) return `${text.slice(0, -3)},${text.slice(-3)}`;
  }
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const [whole = '', decimals] = text.split('.');
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? apart : `${apart}.${decimals}`;
}
