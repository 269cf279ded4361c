/** Names of tenants, numbered as they appear. */

/** Columns that hold secrets: of these only what tells them apart is passed on. */
const SECRET = /key|token|secret/i;
const SHORT = 12;
/** What a request is under that names nobody. */
const NAMELESS = '(no name)';

export class TenantNames {
  readonly names: string[] = [];
  readonly #secret: boolean;
  readonly #numbers: Map<string, number> = new Map();
  readonly #shown: Set<string> = new Set();

  constructor(column: string) {
    this.#secret = SECRET.test(column);
  }

  number(given: string): number {
    const text = given.trim();
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.names.length;
    this.#numbers.set(text, number);
    this.names.push(this.#unique(this.#shownAs(text)));
    return number;
  }

  #shownAs(name: string): string {
    if (name === '') return NAMELESS;
    return this.#secret && name.length > SHORT ? `${name.slice(0, 3)}…${name.slice(-4)}` : name;
  }

  /** Two keys may look alike once they are shortened. */
  #unique(name: string): string {
    let unique = name;
    for (let k = 2; this.#shown.has(unique); k++) unique = `${name} (${k})`;
    this.#shown.add(unique);
    return unique;
  }
}

/** Who a number is: beyond the names of the log stand the users that growth adds. */
export function tenantName(names: readonly string[], number: number): string {
  const name = names[number % Math.max(1, names.length)] ?? String(number);
  const copy = names.length === 0 ? 0 : Math.floor(number / names.length);
  return copy === 0 ? name : `${name} (copy ${copy})`;
}
