/** Reads tegrastats logs, and assigns power to measurements made meanwhile. */
import { mean, median } from 'simple-statistics';
import type { BrokenRow, Measurement } from './measurement.ts';
import { parseTimestamp } from './timestamp.ts';

export interface PowerSample {
  /** Seconds since 1970 by the board's own clock. */
  readonly at: number;
  readonly watts: number;
}

export interface PowerLog {
  readonly samples: readonly PowerSample[];
  /** What the watts cover. */
  readonly scope: string;
  readonly broken: readonly BrokenRow[];
}

const RAIL = /\b((?:VDD|VIN|POM)_[A-Z0-9_]+) (\d+)(?:mW)?\/(\d+)(?:mW)?/g;
const THREE_RAILS = ['VDD_GPU_SOC', 'VDD_CPU_CV', 'VIN_SYS_5V0'] as const;
const STAMP = /^(\d{2}-\d{2}-\d{4} \d{2}:\d{2}:\d{2}(?:\.\d+)?)\s+(.*)$/;

export function isTegrastats(text: string): boolean {
  const first = text.split('\n').find((line) => line.trim() !== '') ?? '';
  return /\bRAM \d+\/\d+MB/.test(first) && !first.trimStart().startsWith('{');
}

/** The module's input where there is one, else the sum of the three rails of the larger boards. */
export function readTegrastats(text: string, file: string): PowerLog {
  const samples: PowerSample[] = [];
  const broken: BrokenRow[] = [];
  let scope = '';
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    const stamp = STAMP.exec(line);
    const at = stamp ? parseTimestamp(stamp[1]!) : undefined;
    const rails = new Map([...line.matchAll(RAIL)].map((match) => [match[1]!, Number(match[2]) / 1000]));
    const found = total(rails);
    if (at === undefined)
      broken.push({ file, line: i + 1, message: 'no date and time at the start: power cannot be aligned' });
    else if (!found) broken.push({ file, line: i + 1, message: 'no power rail (VDD_IN, or VDD_GPU_SOC)' });
    else {
      scope = found.scope;
      samples.push({ at, watts: found.watts });
    }
  });
  return { samples, scope, broken };
}

function total(rails: ReadonlyMap<string, number>): { watts: number; scope: string } | undefined {
  const input = rails.get('VDD_IN') ?? rails.get('POM_5V_IN');
  if (input !== undefined) return { watts: input, scope: 'module input (VDD_IN)' };
  const present = THREE_RAILS.filter((name) => rails.has(name));
  if (!present.includes('VDD_GPU_SOC')) return undefined;
  const scope = present.length === 3 ? present.join('+') : 'VDD_GPU_SOC rail';
  const watts = (present.length === 3 ? present : ['VDD_GPU_SOC']).reduce(
    (sum, name) => sum + rails.get(name)!,
    0,
  );
  return { watts, scope };
}

const QUARTER = 900;
const FURTHEST = 14 * 3600;

/**
 * Seconds to add to the measurements' clock to get the board's: the quarter hour, within 14 hours, that puts all
 * measurements inside the log; of several the one under which they drew most. Null when none does.
 */
export function clockOffset(rows: readonly Measurement[], log: PowerLog): number | null {
  const timed = rows.filter((row) => row.during);
  if (timed.length === 0 || log.samples.length === 0) return null;
  const first = Math.min(...timed.map((row) => row.during!.from));
  const last = Math.max(...timed.map((row) => row.during!.to));
  const start = log.samples[0]!.at;
  const end = log.samples.at(-1)!.at;
  let best: number | null = null;
  let most = -Infinity;
  for (let offset = -FURTHEST; offset <= FURTHEST; offset += QUARTER) {
    if (first + offset < start - 1 || last + offset > end + 1) continue;
    const busy = timed.flatMap(({ during }) => between(log, during!.from + offset, during!.to + offset));
    const drawn = busy.length > 0 ? mean(busy) : -Infinity;
    if (drawn > most) {
      most = drawn;
      best = offset;
    }
  }
  return best;
}

/** Samples needed for a mean. */
const FEWEST = 2;

/** The rows with their power: mean during prefill and decode, median while idle. */
export function withPower(rows: readonly Measurement[], log: PowerLog): Measurement[] {
  const offset = clockOffset(rows, log);
  if (offset === null) return [...rows];
  const spans = rows.flatMap(({ during }) =>
    during ? [{ from: during.from + offset, to: during.to + offset }] : [],
  );
  const resting = log.samples
    .filter(({ at }) => spans.every(({ from, to }) => at < from - 1 || at > to + 2))
    .map(({ watts }) => watts);
  const idleWatts = resting.length >= FEWEST ? median(resting) : null;
  return rows.map((row) => {
    if (!row.during) return row;
    const { from, firstToken, to } = row.during;
    const prefill = between(log, from + offset, firstToken + offset);
    const decode = between(log, firstToken + offset, to + offset);
    return {
      ...row,
      powerScope: log.scope,
      idleWatts: row.idleWatts ?? idleWatts,
      prefillWatts: row.prefillWatts ?? (prefill.length >= FEWEST ? mean(prefill) : null),
      decodeWatts: row.decodeWatts ?? (decode.length >= FEWEST ? mean(decode) : null),
    };
  });
}

function between(log: PowerLog, from: number, to: number): number[] {
  return log.samples.filter(({ at }) => at >= from && at <= to).map(({ watts }) => watts);
}
