/** One command of the program. Its file is light; what it needs is loaded when it acts. */
import type { Terminal } from './terminal/terminal.ts';

/** What was typed, by the names of the options; text as it was written. */
export type Typed = Readonly<Record<string, unknown>>;

/** What a dash alone stands for, the scenario that is piped in: its name in messages, and a file on the systems that have one there. */
export const PIPED = '/dev/stdin';

export interface Command {
  readonly name: string;
  /** A line for the overview. */
  readonly brief: string;
  readonly help: string;
  readonly places: readonly Positional[];
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Options of other commands that make no sense here, each with why. */
  readonly without?: Readonly<Record<string, string>>;
  readonly examples: readonly (readonly [string, string])[];
  /** More to say under the options. */
  readonly more?: string;
  /** Returns the exit code. `commands` are all there are. */
  act(typed: Typed, terminal: Terminal, commands: readonly Command[]): Promise<number>;
}

/** What follows the command's name. */
interface Positional {
  readonly name: string;
  readonly help: string;
  /** `optional`, or any number of them. */
  readonly kind?: 'optional' | 'several';
}

export interface CommandOption {
  /** What its value is called; without one the option is a switch. */
  readonly value?: string;
  /** What it is when nothing is said behind it, and what is taken for its value then. */
  readonly bare?: { readonly is: string; readonly unless: RegExp };
  readonly help: string;
  /** The heading it stands under. */
  readonly group?: string;
}

/** Options with the heading they stand under. */
export function under(
  group: string,
  options: Readonly<Record<string, CommandOption>>,
): Readonly<Record<string, CommandOption>> {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, { ...option, group }]));
}

/** `run FILE`. */
export function usage({ name, places, options }: Command): string {
  const written = places.map(({ name: place, kind }) => {
    const shown = place.toUpperCase();
    return kind === 'optional' ? `[${shown}]` : kind === 'several' ? `${shown}...` : shown;
  });
  return [name, ...written, ...(Object.keys(options).length > 0 ? ['[options]'] : [])].join(' ');
}
