/** Replays requests of a log that ran together, from moments at which none waited. */
import { group } from 'd3-array';
import { usable, type Measurement, type Quantity, type Served } from '../measurement.ts';
import { serve, type Ahead, type Sent, type ServerLaw } from './serve.ts';
import type { RowFigure, MeasuredLoad } from './measuredLoad.ts';

interface Logged extends Sent, Served {
  readonly row: Measurement;
}

/**
 * A load begins with a request that found none waiting: sequences decoding then are as far as the log says, and all that
 * arrive before the next such moment belong to it. So each queue is simulated as it was, and errors do not accumulate.
 */
export function logLoads(rows: readonly Measurement[]): MeasuredLoad[] {
  const all = rows.map((row): Logged => ({ ...row.served!, row, prompt: row.prompt!, output: row.output! }));
  const runs = group(all, ({ run }) => run);
  return [...runs.values()].flatMap((run) => loadsOfRun(run.sort((a, b) => a.at - b.at)));
}

/** The most requests of a run that were in flight at once. */
export function mostInFlight(rows: readonly Measurement[]): number {
  const changes = rows
    .filter(({ served }) => served !== undefined)
    .flatMap(({ served }) => [
      { at: served!.at, by: 1, run: served!.run },
      { at: served!.end, by: -1, run: served!.run },
    ])
    .sort((a, b) => (a.run === b.run ? a.at - b.at || a.by - b.by : a.run < b.run ? -1 : 1));
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

function loadsOfRun(run: readonly Logged[]): MeasuredLoad[] {
  const loads: MeasuredLoad[] = [];
  let from = 0;
  let pending = -Infinity;
  let active: Logged[] = [];
  let ahead: Logged[] = [];
  const close = (to: number): void => {
    if (to > from) loads.push(loadOf(run, from, to, ahead));
  };
  run.forEach((each, i) => {
    active = active.filter(({ end }) => end > each.at);
    if (pending <= each.at) {
      close(i);
      from = i;
      ahead = active;
    }
    pending = Math.max(pending, each.first);
    active = [...active, each];
  });
  close(run.length);
  return loads;
}

function loadOf(run: readonly Logged[], from: number, to: number, before: readonly Logged[]): MeasuredLoad {
  const members = run.slice(from, to);
  const last = Math.max(...members.map(({ end }) => end));
  const sent = run.slice(from).filter(({ at }) => at <= last);
  const start = members[0]!.at;
  const ahead = before.map((each): Ahead => ({
    prompt: each.prompt,
    output: each.output,
    made: madeBy(each, start),
  }));
  const figures = members.flatMap((each) => figuresOf(each));
  const shown = (server: ServerLaw): number[] => {
    const slots = Math.min(server.slots, members[0]!.row.slots ?? Infinity);
    const { first, end } = serve({ ...server, slots }, sent, ahead, members.length);
    return members.flatMap((each, i) =>
      figuresOf(each).map(({ quantity }) =>
        quantity === 'ttft' ? first[i]! - each.at : (each.output - 1) / (end[i]! - first[i]!),
      ),
    );
  };
  return { figures, batch: ahead.length + 1, shown };
}

/** Tokens decoded by then, assuming a constant rate. */
function madeBy({ first, end, output }: Logged, at: number): number {
  return Math.min(output - 1, 1 + ((output - 1) * (at - first)) / (end - first));
}

function figuresOf({ row, at, first, end, output }: Logged): RowFigure[] {
  const has = (quantity: Quantity): boolean => usable(row, quantity) !== null;
  return [
    ...(has('ttft') && first > at ? [{ row, quantity: 'ttft' as const, measured: first - at }] : []),
    ...(has('speed') && output > 1 && end > first
      ? [{ row, quantity: 'speed' as const, measured: (output - 1) / (end - first) }]
      : []),
  ];
}
