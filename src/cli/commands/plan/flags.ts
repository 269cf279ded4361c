/** What `plan` takes beside what every run takes: each is a value of the file's plan section, written there. */
import { ScenarioError, type Mistake } from '../../../scenario/mistake.ts';
import type { Typed } from '../../command.ts';
import { read } from '../../flags/flags.ts';

export interface PlanFlags {
  /** As `--set` would have it. */
  readonly set: readonly string[];
  /** As it is typed again. */
  readonly again: readonly string[];
  readonly grid: boolean;
}

/** Throws every mistake there is in them at once. */
export function planFlags(typed: Typed): PlanFlags {
  const wrong: Mistake[] = [];
  const factors = 'factors above 0 with commas between them, for instance 1,1.5,2';
  const growth = read(typed, 'growth', wrong, factors, (written) => {
    const numbers = written.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
    return numbers.every((number) => number > 0 && number < Infinity) ? numbers : undefined;
  });
  const runs = read(typed, 'most-runs', wrong, 'a whole number from 8', (written) => {
    const number = /^\s*\d+\s*$/.test(written) ? Number(written) : NaN;
    return number >= 8 && number <= Number.MAX_SAFE_INTEGER ? number : undefined;
  });
  const requests = read(typed, 'most-requests', wrong, 'a number above 0, for instance 1e8', (written) => {
    const number = written.trim() === '' ? NaN : Number(written);
    return number > 0 && number < Infinity ? number : undefined;
  });
  if (wrong.length > 0) throw new ScenarioError(wrong);
  const grid = typed['grid'] === true;
  const one = (value: unknown, path: string, name: string, text: string): [string, string][] =>
    value === undefined ? [] : [[`plan.${path}=${text}`, `--${name} ${text.replace(/[[\]]/g, '')}`]];
  const all = [
    ...one(growth, 'growth', 'growth', `[${growth?.join()}]`),
    ...one(runs, 'mostRuns', 'most-runs', String(runs)),
    ...one(requests, 'mostRequests', 'most-requests', String(requests)),
  ];
  return {
    set: all.map(([set]) => set),
    again: [...all.map(([, again]) => again), ...(grid ? ['--grid'] : [])],
    grid,
  };
}
