/** Escapes text in CSV cells, so that spreadsheets do not read it as a formula. */

/** What a spreadsheet reads as the start of a formula, escaped or not. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** Escapes text that a spreadsheet would read as a formula with a leading apostrophe. Numbers stay as they are. */
export function plainCell(text: string): string {
  const number = /^[+-]/.test(text) && text.trim() === text && Number.isFinite(Number(text));
  return FORMULA.test(text) && !number ? `'${text}` : text;
}

/** Reverses `plainCell`. */
export function cellText(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
