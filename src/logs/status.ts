/** What logs say of how a request ended. */

const GOOD: ReadonlySet<string> = new Set(
  ' ok okay success succeeded successful completed complete done finished stop length answered served true 1 yes null none'.split(
    ' ',
  ),
);
const BAD =
  /^(?:error|err|fail|timeout|timed|cancel|abort|refus|reject|denied|throttl|rate|drop|false$|0$|no$|exception|unavailable|overload|interrupt|abandon|fehl|abgebrochen|abgelehnt|echec|échec|erreur)/;
/** Statuses that nobody knows which are named. */
const NAMED = 3;

/** Sorts statuses into answers and errors; what it does not know is an answer, and named. */
export class Statuses {
  readonly #strange: Set<string> = new Set();

  get strange(): readonly string[] {
    return [...this.#strange];
  }

  good(text: string): boolean {
    const status = text.trim().toLowerCase();
    if (GOOD.has(status)) return true;
    if (/^\d{3}$/.test(status)) return status.startsWith('2');
    if (BAD.test(status)) return false;
    if (this.#strange.size < NAMED) this.#strange.add(text.trim());
    return true;
  }
}

/** Whether a field for errors says that there was one. */
export function fault(text: string): boolean {
  const error = text.trim().toLowerCase();
  return !['', '0', 'false', 'null', 'none', 'no', 'ok', 'nan', '[]', '{}', '-'].includes(error);
}
