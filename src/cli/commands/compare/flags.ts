/** What `compare` is told beside its log. */
import { SERVER_NAMES, type ServerName } from '../../../catalog/servers.ts';
import { ScenarioError, type Mistake } from '../../../scenario/mistake.ts';
import type { Typed } from '../../command.ts';
import { read, several } from '../../flags/flags.ts';

export interface CompareFlags {
  readonly log: string;
  readonly file: string;
  readonly server: ServerName | undefined;
  readonly slots: number | undefined;
  readonly set: readonly string[];
  readonly draws: number;
  readonly seed: number;
  readonly out: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

const DRAWS = 50;

/** Throws every mistake there is in them at once. */
export function compareFlags(typed: Typed): CompareFlags {
  const wrong: Mistake[] = [];
  const whole = (name: string, least: number, most: number): number | undefined =>
    read(typed, name, wrong, `a whole number from ${least} to ${most}`, (written) => {
      const number = /^\s*\d+\s*$/.test(written) ? Number(written) : NaN;
      return number >= least && number <= most ? number : undefined;
    });
  const flags = {
    log: String(typed['log']),
    file: String(typed['file']),
    server: read(typed, 'server', wrong, SERVER_NAMES.join(', '), (written) =>
      SERVER_NAMES.find((name) => name === written),
    ),
    slots: whole('slots', 1, 10_000),
    set: several(typed, 'set'),
    draws: whole('draws', 0, 1000) ?? DRAWS,
    seed: whole('seed', 0, Number.MAX_SAFE_INTEGER) ?? 1,
    out: read(typed, 'out', wrong, 'a folder', (written) => written.trim() || undefined),
    json: typed['json'] === true,
    quiet: typed['quiet'] === true,
  };
  if (wrong.length > 0) throw new ScenarioError(wrong);
  return flags;
}
