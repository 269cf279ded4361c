/** What ends a command early, as a person should read it. */
import type { Failed } from '../experiment/job.ts';
import { plain } from '../report/format.ts';
import type { Paint } from '../report/table.ts';
import { StoreError } from '../store/storeError.ts';
import { ScenarioError } from '../scenario/mistake.ts';

export const DONE = 0;
export const FAILED = 1;
const WRONG_INPUT = 2;
export const EXPECTATION_FAILED = 3;

/** Something the user asked for that cannot be, or a machine that does not do its part. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: number;

  constructor(message: string, code: number = WRONG_INPUT) {
    super(message);
    this.code = code;
  }
}

/** Runs that one folder, and the memory of one machine, have room for. */
const MOST_RUNS = 10_000_000;

/** Before anything is run; a dry run of any size is answered. */
export function refuseTooMany(runs: number): void {
  if (runs > MOST_RUNS)
    throw new Fault(
      `${plain(runs)} runs are too many: ${plain(MOST_RUNS)} at most; take fewer --replications, or fewer values`,
    );
}

/** Says which runs could not be made; returns the exit code. */
export function codeAfter(
  failures: readonly Failed[],
  { write, paint }: { readonly write: (text: string) => void; readonly paint: Paint },
): number {
  if (failures.length === 0) return DONE;
  const many = paint(`${plain(failures.length)} runs failed`, 'bad');
  write(`${many}, the first of them: ${failures[0]!.error}\n`);
  return FAILED;
}

interface Ending {
  readonly code: number;
  readonly text: string;
}

/** Anything thrown, as an exit code and text. What is nobody's mistake but ours says how to see where it happened. */
export function endingOf(error: unknown, colour: boolean): Ending {
  if (error instanceof Fault) return { code: error.code, text: named(error.message) };
  if (error instanceof ScenarioError) return { code: WRONG_INPUT, text: error.format(colour) };
  if (error instanceof StoreError)
    return { code: error.asked ? WRONG_INPUT : FAILED, text: named(error.message) };
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
  const said = `${named(line ?? '')}\n  this is a fault of edgewise, not of what was asked; EDGEWISE_TRACE=1 shows where it happened`;
  return { code: FAILED, text: said };
}

function named(text: string): string {
  return text.startsWith('edgewise') ? text : `edgewise: ${text}`;
}
