/** Measurements of servers under load not used in any fit: their requests are replayed through the simulator. */
import { group, quantileSorted } from 'd3-array';
import { mean, median } from 'simple-statistics';
import { calibrate } from '../../calibration/calibrate.ts';
import { csvRecords } from '../../calibration/csv.ts';
import { scopeRule } from '../../catalog/board.ts';
import { KNOWN_BOARDS } from '../../catalog/known.ts';
import type { Profile } from '../../catalog/profile.ts';
import { simulate } from '../../experiment/simulate.ts';
import { COMPLETED, STRIDE, type Moves } from '../../kernel/moves.ts';
import { inMemory } from '../../logs/inMemory.ts';
import { read } from '../../scenario/read.ts';
import type { ServerName } from '../../catalog/servers.ts';
import type { LoadError, UnderLoad } from './result.ts';

/** What is compared, and the target for the median error over all runs of a machine. */
const AIMS = {
  spark: { 'ttft p50': 0.05, 'ttft p95': 0.06, 'tpot mean': 0.07, 'e2e mean': 0.07, watts: 0.06 },
  llama: { 'ttft mean': 0.07, 'e2e mean': 0.05, 'e2e p90': 0.08 },
} as const;

interface Request {
  readonly time: number;
  readonly prompt: number;
  readonly output: number;
}

interface Answers {
  readonly ttft: readonly number[];
  readonly tpot: readonly number[];
  readonly e2e: readonly number[];
  /** Energy of the work, and the seconds with any work. */
  readonly joules: number;
  readonly busy: number;
}

interface Machine {
  readonly profile: Profile;
  readonly server: ServerName;
  readonly slots: number;
}

/** `text` reads a file of the calibration folder, `find` looks up a profile of the catalogue. */
export function underLoad(text: (name: string) => string, find: (name: string) => Profile): UnderLoad[] {
  return [spark(text, find), llama(text)];
}

function spark(text: (name: string) => string, find: (name: string) => Profile): UnderLoad {
  const measured = recordsOf(text('under-load/spark.csv'));
  const requests = group(recordsOf(text('under-load/spark-requests.csv')), ({ run }) => run!);
  const names = [...new Set(measured.map(({ profile }) => profile!))];
  const errors = names.map((name) => {
    const rows = measured.filter(({ profile }) => profile === name);
    const runs = rows.map((row) => {
      const server = row['server'] as ServerName;
      const found = answers(
        { profile: find(name), server, slots: Number(row['slots']) },
        requests.get(row['run']!)!,
      );
      return {
        'ttft p50': figureOf(found.ttft, 'p50') / seconds(row['ttft_p50_ms']),
        'ttft p95': figureOf(found.ttft, 'p95') / seconds(row['ttft_p95_ms']),
        'tpot mean': figureOf(found.tpot, 'mean') / seconds(row['tpot_mean_ms']),
        'e2e mean': figureOf(found.e2e, 'mean') / seconds(row['e2e_mean_ms']),
        joules: found.joules,
        busy: found.busy,
      };
    });
    const watts = driverWatts(find(name), runs) / Number(rows[0]!['busy_w']);
    return {
      profile: name,
      runs: runs.map(({ joules: _joules, busy: _busy, ...run }) => ({ ...run, watts })),
    };
  });
  return summed('DGX Spark, vLLM: the rate sweep', errors, AIMS.spark);
}

/** Mean power during work as the driver reports it: the board's watts converted back by the rule used for them. */
function driverWatts({ board }: Profile, runs: readonly { joules: number; busy: number }[]): number {
  const sum = (of: (run: { joules: number; busy: number }) => number): number =>
    runs.reduce((all, run) => all + of(run), 0);
  const { slope, offset } = scopeRule(
    KNOWN_BOARDS.find(({ id }) => id === board)!,
    DRIVER,
  )!;
  return (sum(({ joules }) => joules) / sum(({ busy }) => busy) - offset) / slope;
}

/** The scope of the power readings. */
const DRIVER = 'GPU as the driver reads it';

function llama(text: (name: string) => string): UnderLoad {
  const closed = { name: 'llama-server-closed.csv', text: text('under-load/llama-server-closed.csv') };
  const { profiles } = calibrate([closed], {
    board: 'epyc-core',
    model: 'random-197m',
    quantisation: 'q4_0',
    engine: 'llamacpp',
    processor: 'cpu',
    watts: { idle: 5, decode: 10 },
  });
  const { profile } = profiles[0]!;
  const open = recordsOf(text('under-load/llama-server-open.csv'));
  const runs = [...group(open, ({ run }) => run!).values()].map((rows) => {
    const found = answers({ profile, server: 'llama-server', slots: Number(rows[0]!['slots']) }, rows);
    const time = (name: string): number[] => rows.map((row) => Number(row[name]) - Number(row['time']));
    return {
      'ttft mean': figureOf(found.ttft, 'mean') / figureOf(time('first'), 'mean'),
      'e2e mean': figureOf(found.e2e, 'mean') / figureOf(time('end'), 'mean'),
      'e2e p90': figureOf(found.e2e, 'p90') / figureOf(time('end'), 'p90'),
    };
  });
  return summed(
    'llama-server on one core, calibrated on its closed loop here',
    [{ profile: profile.name, runs }],
    AIMS.llama,
  );
}

function summed<Name extends string>(
  machine: string,
  found: readonly { readonly profile: string; readonly runs: readonly Readonly<Record<Name, number>>[] }[],
  aims: Readonly<Record<Name, number>>,
): UnderLoad {
  const figures = Object.keys(aims) as Name[];
  const errorOf = (figure: Name, runs: readonly Readonly<Record<Name, number>>[]): LoadError => {
    const signed = runs.map((run) => run[figure] - 1);
    const errors = signed.map(Math.abs);
    return { figure, median: median(errors), worst: Math.max(...errors), signed, middle: median(signed) };
  };
  return {
    machine,
    rows: found.map(({ profile, runs }) => ({
      profile,
      runs: runs.length,
      errors: figures.map((figure) => errorOf(figure, runs)),
    })),
    all: figures.map((figure) => {
      const error = errorOf(
        figure,
        found.flatMap(({ runs }) => runs),
      );
      return { ...error, aim: aims[figure], holds: error.median <= aims[figure] };
    }),
  };
}

/** The simulator's answers to these requests. */
export function answers(
  { profile, server, slots }: Machine,
  rows: readonly Readonly<Record<string, string>>[],
): Answers {
  const requests = rows.map((row): Request => {
    return { time: Number(row['time']), prompt: Number(row['prompt']), output: Number(row['output']) };
  });
  const { pace, power, memory, serving } = profile;
  const machine = { pace, power, memory, ...(serving && { serving }), context: profile.context };
  const scenario = {
    name: 'underLoad',
    workload: {
      kind: 'trace',
      file: 'requests',
      columns: { time: 'time', prompt: 'prompt', output: 'output' },
    },
    fleet: [{ profile: machine, server, slots }],
  };
  const table = `time,prompt,output\n${requests.map(({ time, prompt, output }) => `${time},${prompt},${output}\n`).join('')}`;
  const [cell] = read(JSON.stringify(scenario), { file: 'under load' }).cells;
  const found = { ttft: [] as number[], tpot: [] as number[], e2e: [] as number[] };
  let last = 0;
  const moved = ({ end, kind, now, arrival, first, output }: Moves): void => {
    for (let row = 0; row < end; row += STRIDE) {
      if (kind[row] !== COMPLETED) continue;
      last = Math.max(last, now[row]!);
      found.ttft.push(first[row]! - arrival[row]!);
      found.e2e.push(now[row]! - arrival[row]!);
      if (output[row]! > 1) found.tpot.push((now[row]! - first[row]!) / (output[row]! - 1));
    }
  };
  const { metrics } = simulate(cell!.scenario, {
    seed: 1,
    replication: 0,
    source: inMemory({ requests: table }),
    listeners: () => [{ moved }],
    only: { figures: ['edge.joules', 'edge.idleJoules'], devices: [] },
  });
  const idle = (metrics['edge.idleJoules'] ?? 0) / power.idle;
  return { ...found, joules: metrics['edge.joules'] ?? 0, busy: last - idle };
}

export function figureOf(values: readonly number[], figure: 'mean' | 'p50' | 'p90' | 'p95'): number {
  if (figure === 'mean') return mean([...values]);
  return quantileSorted(
    [...values].sort((a, b) => a - b),
    Number(figure.slice(1)) / 100,
  )!;
}

const seconds = (milliseconds: string | undefined): number => Number(milliseconds) / 1000;

const recordsOf = (text: string): Readonly<Record<string, string>>[] =>
  csvRecords(text).map(({ value }) => value);
