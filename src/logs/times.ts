import { eitherWay, formOf, momentOf, TIMES, type Moment, type TimeForm, type Unit } from './moment.ts';

/** Ends the reading: what is wrong, the text that is, and what is allowed. */
export type Failing = (what: string, mark: string, allowed?: string) => never;

/** The times of a log: all in the form of the first, from which seconds are counted. */
export class Times {
  form: TimeForm | undefined;
  start: Moment | undefined;
  readonly #fail: Failing;

  constructor(fail: Failing) {
    this.#fail = fail;
  }

  /** Seconds after the first time that is read; `unit` is what plain numbers count. */
  after(text: string, unit: Unit | undefined): number {
    this.form ??= formOf(text, unit) ?? this.#refuse(text);
    const moment = momentOf(text, this.form) ?? this.#refuse(text);
    this.start ??= moment;
    return moment.seconds - this.start.seconds + (moment.fraction - this.start.fraction);
  }

  #refuse(text: string): never {
    if (this.start !== undefined)
      return this.#fail(
        `a time cannot be "${text}" beside those before it`,
        text,
        'times in one form throughout',
      );
    return this.#fail(eitherWay(text) ?? `a time cannot be "${text}"`, text, TIMES);
  }
}

const LONGEST = 2 ** 31 - 1;

/** A whole number from 0; `empty` where there is none. */
export function wholeIn(text: string, must: string, empty: number, fail: Failing): number {
  const number = text.trim() === '' ? empty : Number(text);
  if (!Number.isInteger(number) || number < 0 || number > LONGEST) fail(`${must}, not "${text}"`, text);
  return number;
}

export const LENGTH = 'a length must be a whole number of tokens';
