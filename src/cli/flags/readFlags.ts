/** Options as they were typed, made into values. All that is wrong with them is thrown at once. */
import { parseSeconds, parseShare } from '../../kernel/units.ts';
import { mistake, ScenarioError, type Hints, type Mistake } from '../../scenario/mistake.ts';
import { instead } from '../../scenario/suggestion.ts';
import type { Typed } from '../command.ts';

export function readFlags<Flags>(typed: Typed, make: (read: FlagReader) => Flags): Flags {
  const reader = new FlagReader(typed);
  const flags = make(reader);
  reader.end();
  return flags;
}

/** What was given to an option, or to a place, that may be given again. */
export function several(typed: Typed, name: string): readonly string[] {
  const value = typed[name];
  return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);
}

/** Without those that were not given. */
export function given<Flags extends object>(
  flags: Flags,
): { [Name in keyof Flags]?: Exclude<Flags[Name], undefined> } {
  const entries = Object.entries(flags).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Flags]?: Exclude<Flags[Name], undefined> };
}

/** A whole number as it is written; 1e6 is one too. */
export function wholeIn(written: string, least: number, most: number): number | undefined {
  const number = /^\s*\d+(\.\d+)?(e\+?\d+)?\s*$/i.test(written) ? Number(written) : NaN;
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

export class FlagReader {
  readonly #typed: Typed;
  readonly #wrong: Mistake[] = [];

  constructor(typed: Typed) {
    this.#typed = typed;
  }

  on(name: string): boolean {
    return this.#typed[name] === true;
  }

  several(name: string): readonly string[] {
    return several(this.#typed, name);
  }

  /** The one value of an option; `parse` returns none where it is not allowed. Of names the nearest is offered. */
  one<Value>(
    name: string,
    allowed: string | readonly string[],
    parse: (written: string) => Value | undefined,
  ): Value | undefined {
    const values = this.several(name);
    const [written, second] = values;
    if (written === undefined) return undefined;
    const value = second === undefined ? parse(written) : undefined;
    if (value !== undefined) return value;
    const hints = typeof allowed === 'string' ? { allowed } : instead(written, allowed);
    if (second !== undefined) this.refuse(name, values.join(` --${name} `), 'is given more than once', hints);
    else this.refuse(name, written, `cannot be ${written === '' ? 'empty' : written}`, hints);
    return undefined;
  }

  whole(name: string, least: number, most: number = Number.MAX_SAFE_INTEGER): number | undefined {
    const allowed = `a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ''}`;
    return this.one(name, allowed, (written) => wholeIn(written, least, most));
  }

  share(name: string, allowed: string, holds: (share: number) => boolean): number | undefined {
    return this.one(name, allowed, (written) => {
      const share = written.trim() === '' ? undefined : parseShare(written);
      return share !== undefined && holds(share) ? share : undefined;
    });
  }

  /** A time above 0, in seconds. */
  seconds(name: string): number | undefined {
    return this.one(name, 'a time above 0, for instance 90s or 10m', (written) => {
      const seconds = parseSeconds(written);
      return seconds !== undefined && seconds > 0 ? seconds : undefined;
    });
  }

  /** Anything that is not empty. */
  text(name: string, allowed: string): string | undefined {
    return this.one(name, allowed, (written) => written.trim() || undefined);
  }

  /** One of some names, in capitals or not. */
  among<Name extends string>(name: string, names: readonly Name[]): Name | undefined {
    return this.one(name, names, (written) =>
      names.find((known) => known.toLowerCase() === written.trim().toLowerCase()),
    );
  }

  /** What is wrong with a value; none where the option itself is missing. */
  refuse(name: string, written: string | null, message: string, hints: Hints): void {
    const option = `--${name}`;
    const text = written === null ? option : `${option} ${written}`;
    const start = written === null ? 0 : option.length + 1;
    const span = { text: { file: option, text, option: true }, start, end: Math.max(start + 1, text.length) };
    this.#wrong.push(mistake(span, '', message, hints));
  }

  /** Throws every mistake there is. */
  end(): void {
    if (this.#wrong.length > 0) throw new ScenarioError(this.#wrong);
  }
}
