/** Reads a plain log of watts: a column of times and one of watts, as meters and nvidia-smi write them. */
import { csvRecords } from '../csv.ts';
import type { BrokenRow } from '../measurement.ts';
import type { PowerLog, PowerSample } from '../tegrastats.ts';
import { parseTimestamp } from '../timestamp.ts';

const TIME = /^(time|timestamp|date|datetime|date_time|at)\b/i;
const WATTS = /watt|power|\bw\b/i;

interface Columns {
  readonly time: string;
  readonly watts: string;
}

function columnsOf(text: string): Columns | undefined {
  const [first] = csvRecords(text.slice(0, 4096));
  const names = Object.keys(first?.value ?? {});
  const time = names.find((name) => TIME.test(name));
  const watts = names.find((name) => name !== time && WATTS.test(name));
  return time !== undefined && watts !== undefined && names.length <= 8 ? { time, watts } : undefined;
}

export function isWattLog(text: string): boolean {
  return columnsOf(text) !== undefined;
}

/** Times are dates and times, or seconds since 1970; watts may carry their unit. */
export function readWattLog(text: string, file: string): PowerLog {
  const { time, watts } = columnsOf(text)!;
  const milli = /\bm(illi)?w/i.test(watts) ? 1e-3 : 1;
  const samples: PowerSample[] = [];
  const broken: BrokenRow[] = [];
  for (const { line, value: record } of csvRecords(text)) {
    const written = record[time] ?? '';
    const at = /^\d+(\.\d+)?$/.test(written) ? Number(written) : parseTimestamp(written);
    const value = Number((record[watts] ?? '').replace(/\s*m?W$/i, '') || NaN);
    if (at === undefined)
      broken.push({ file, line, message: `"${written}" is not a time: power cannot be aligned` });
    else if (!Number.isFinite(value))
      broken.push({ file, line, message: `${watts} must be a number, not "${record[watts] ?? ''}"` });
    else samples.push({ at: at > 1e11 ? at / 1000 : at, watts: value * milli });
  }
  return {
    samples,
    scope: /power\.draw/i.test(watts) ? 'GPU (nvidia-smi)' : `as metered (${watts})`,
    broken,
  };
}
