/** What `compare` is told beside its log. */
import { SERVER_NAMES, type ServerName } from '../../../catalog/servers.ts';
import { FEWEST_DRAWS } from '../../../comparison/comparison.ts';
import type { Typed } from '../../command.ts';
import { readFlags, wholeIn, type FlagReader } from '../../flags/readFlags.ts';

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
const MOST_DRAWS = 1000;

/** Throws every mistake there is in them at once. */
export function compareFlags(typed: Typed): CompareFlags {
  return readFlags(typed, (read) => ({
    log: String(typed['log']),
    file: String(typed['file']),
    server: read.among('server', SERVER_NAMES),
    slots: read.whole('slots', 1, 10_000),
    set: read.several('set'),
    draws: drawsIn(read) ?? DRAWS,
    seed: read.whole('seed', 0) ?? 1,
    out: read.text('out', 'a folder'),
    json: read.on('json'),
    quiet: read.on('quiet'),
  }));
}

/** None at all, or enough for an interval. */
function drawsIn(read: FlagReader): number | undefined {
  const allowed = `0, or a whole number from ${FEWEST_DRAWS} to ${MOST_DRAWS}: fewer give no interval`;
  return read.one('draws', allowed, (written) => {
    const draws = wholeIn(written, 0, MOST_DRAWS);
    return draws === 0 || (draws !== undefined && draws >= FEWEST_DRAWS) ? draws : undefined;
  });
}
