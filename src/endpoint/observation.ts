/** An observation of a server: its requests sent and recorded, beside them what it counts and what it draws. */
import { join } from 'node:path';
import { gridPoints, type GridOptions } from './grid.ts';
import { createStreams } from '../kernel/random.ts';
import type { DrawnRequest } from '../scenario/requests.ts';
import { writeAtomically } from '../store/atomic.ts';
import type { Attempt } from './attempt.ts';
import { Driver, type Lateness } from './drive.ts';
import { runGrid, type KnownPoint } from './gridRun.ts';
import { counted, metricsOf } from './metrics.ts';
import { meterOf, type MeterReading } from './meter.ts';
import { ObserveLog, type Meant } from './observeLog.ts';
import type { Session } from './session.ts';

export type OfferedLoad =
  | { readonly kind: 'open'; readonly requests: readonly DrawnRequest[] }
  | {
      readonly kind: 'grid';
      readonly grid: GridOptions;
      readonly precision: number;
      /** Seconds at most. */
      readonly time: number;
    };

interface ObservationOptions {
  readonly session: Session;
  readonly load: OfferedLoad;
  readonly folder: string;
  readonly endpoint: string;
  readonly inFlight: number;
  readonly timeout: number;
  readonly seed: number;
  /** A meter's file, or `tegrastats`; null for none. */
  readonly power: string | null;
  readonly stop: AbortSignal;
  readonly onEnd: (made: Attempt, counts: Readonly<Record<Attempt['status'], number>>) => void;
  readonly onRound?: (known: number, rounds: number) => void;
}

/** What an observation found, besides its log. */
export interface Observation {
  readonly log: string;
  readonly seconds: number;
  readonly counts: Readonly<Record<Attempt['status'], number>>;
  readonly lateness: Lateness | null;
  readonly known: readonly KnownPoint[] | null;
  readonly mostInFlight: number;
  /** What the server counted meanwhile. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly watts: { readonly readings: number; readonly mean: number } | null;
  readonly meterFault: string | null;
  /** Answers that were not as long as asked. */
  readonly otherLength: number;
  /** Prompts that the server counts otherwise than meant, by more than a token. */
  readonly otherPrompt: number;
  /** What went wrong most often; null where nothing did. */
  readonly fault: string | null;
}

export const LOG = 'log.jsonl';

export async function observation(options: ObservationOptions): Promise<Observation> {
  const { session, load, folder, inFlight, timeout, stop } = options;
  const { client, protocol, facts } = session;
  const before = await counters(session);
  const began = performance.now();
  const started = new Date().toISOString();
  const clock = (): number => (performance.now() - began) / 1000;
  const meter = options.power === null ? null : meterOf(options.power, clock);
  const log = new ObserveLog(join(folder, LOG), {
    started,
    endpoint: options.endpoint,
    model: session.model,
    protocol: protocol.name,
    server: {
      ...(facts.kind !== 'openai-compatible' && { kind: facts.kind }),
      ...(facts.version !== null && { version: facts.version }),
    },
    slots: facts.slots,
    load: load.kind,
    inFlight,
  });
  const faults = new Map<string, number>();
  const other = { length: 0, prompt: 0 };
  const driver = new Driver({
    client,
    protocol,
    clock,
    timeout,
    stop,
    inFlight,
    prompts: session.prompts,
    model: session.model,
    extras: session.extras,
    onEnd(meant, made, flying) {
      log.add(meant, made, flying);
      if (made.fault !== null) faults.set(made.fault, (faults.get(made.fault) ?? 0) + 1);
      else if (made.output !== meant.output) other.length++;
      if (made.prompt !== null && Math.abs(made.prompt - meant.prompt) > 1) other.prompt++;
      options.onEnd(made, log.counts);
    },
  });
  const readings: MeterReading[] = [];
  try {
    const driven = await drive(driver, clock, options);
    readings.push(...(meter?.take() ?? []));
    const found = {
      ...driven,
      log: log.path,
      seconds: clock(),
      counts: log.counts,
      mostInFlight: driver.most,
      metrics: counted(before, await counters(session)),
      watts: wattsOf(readings),
      meterFault: meter?.fault ?? null,
      otherLength: other.length,
      otherPrompt: other.prompt,
      fault: [...faults].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null,
    };
    writeBeside(options, started, readings, found);
    return found;
  } finally {
    meter?.close();
    log.close();
  }
}

async function drive(
  driver: Driver,
  clock: () => number,
  { load, seed, stop, onRound }: ObservationOptions,
): Promise<Pick<Observation, 'lateness' | 'known'>> {
  if (load.kind === 'open') return { lateness: await driver.open(load.requests.map(meantOf)), known: null };
  const { grid, precision, time } = load;
  const known = await runGrid({
    driver,
    grid,
    precision,
    clock,
    stop,
    points: gridPoints(grid),
    until: clock() + time,
    random: createStreams(seed, 0)('flow'),
    onRound: onRound ?? ((): undefined => undefined),
  });
  return { known, lateness: null };
}

function meantOf(
  { at, prompt, output, tenant }: DrawnRequest,
  request: number,
): Meant & { readonly due: number } {
  return { request, tenant: String(tenant), prompt, output, due: at };
}

async function counters({ client, facts }: Session): Promise<Map<string, number>> {
  if (!facts.metrics) return new Map();
  const reply = await client.ask('/metrics');
  return reply?.code === 200 ? metricsOf(reply.text) : new Map();
}

function wattsOf(readings: readonly MeterReading[]): Observation['watts'] {
  if (readings.length === 0) return null;
  return {
    readings: readings.length,
    mean: readings.reduce((sum, { watts }) => sum + watts, 0) / readings.length,
  };
}

/** What the server is, beside the log; and the watts, with times of the clock so that they can be laid beside it. */
function writeBeside(
  { folder, session, endpoint }: ObservationOptions,
  started: string,
  readings: readonly MeterReading[],
  found: Observation,
): void {
  const { facts, protocol, model, prompts, exactOutput } = session;
  const { metrics, lateness, counts, seconds, mostInFlight } = found;
  const server = {
    endpoint,
    started,
    ...facts,
    model,
    protocol: protocol.name,
    promptTokensAround: prompts.around,
    exactPrompts: prompts.exact,
    exactOutput,
    observed: { seconds, counts, mostInFlight, lateness, metrics },
  };
  writeAtomically(join(folder, 'server.json'), `${JSON.stringify(server, null, 2)}\n`);
  if (readings.length === 0) return;
  const zero = Date.parse(started);
  const rows = readings.map(({ at, watts }) => `${new Date(zero + at * 1000).toISOString()},${watts}`);
  writeAtomically(join(folder, 'power.csv'), `time,watts\n${rows.join('\n')}\n`);
}
