/** Cells of tables that spreadsheets open. */

/** What a spreadsheet takes for the start of a formula, and what is written here in the place of it. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** Text that no spreadsheet takes for a formula: an apostrophe before what would begin one. Numbers stay as they are. */
export function plainCell(text: string): string {
  const number = /^[+-]/.test(text) && text.trim() === text && Number.isFinite(Number(text));
  return FORMULA.test(text) && !number ? `'${text}` : text;
}

/** The text again. */
export function cellText(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
