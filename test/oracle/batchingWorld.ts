/** The real engine with one device, on given requests; and settings and requests to try it with. */
import fc from 'fast-check';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineParts } from '../../src/engine/requestDesk.ts';
import { Floor } from '../../src/engine/fleet.ts';
import { COMPLETED, PREEMPTED, REFUSED, STRIDE, type Moves } from '../../src/kernel/moves.ts';
import type { Works } from '../../src/kernel/works.ts';
import { all } from '../../src/limiters/compose.ts';
import { Conservation } from '../../src/metrics/conservation.ts';
import {
  reasonOf,
  type DeviceContext,
  type Lengths,
  type Limited,
  type Limiter,
  type Listener,
  type Model,
  type Order,
  type Servers,
} from '../../src/model.ts';
import { makeContext } from '../world/context.ts';
import { Replay } from '../world/fleet.ts';
import { build, type Written } from '../world/plugins.ts';
import type { Job, Outcome, Setting } from './batching.ts';

/** A device as it shows itself. */
export interface Shown {
  readonly running: number;
  readonly waiting: number;
  readonly clear: number;
  readonly capability: number;
}

export interface Heard {
  readonly outcomes: Outcome[];
  /** What the device said of its work, in the order it said it. */
  readonly worked: { from: number; to: number; watts: number; share: number }[];
  /** How often the device was called upon. */
  readonly calls: number;
  /** How often a request gave its slot up. */
  readonly preemptions: number;
  /** What does not balance. */
  readonly faults: string[];
  readonly device: Shown;
}

export function modelOf(setting: Setting): Model {
  return {
    name: 'some-board/some-model',
    pace: {
      prefill: setting.prefill,
      step: setting.step,
      ...(setting.overlap !== undefined && { overlap: setting.overlap }),
    },
    power: setting.power,
    // One byte per token.
    memory: { weights: 10, kvPerToken: setting.room === Infinity ? 0 : 1, usable: 10 + setting.room },
    context: setting.context,
    ...(setting.serving && { serving: { budget: setting.chunk, late: setting.serving.late } }),
  };
}

export function optionsOf({ chunk, batch, memory, serving }: Setting): Written {
  if (serving && chunk > 0) return { batch, memory };
  return { batch, memory, prefill: chunk > 0 ? 'chunked' : 'blocking', ...(chunk > 0 && { chunk }) };
}

/** Runs the device of that name on the jobs. `look` is called when each has arrived, before the device has it. */
export function serve(
  name: string,
  options: Written,
  setting: Setting,
  jobs: readonly Job[],
  look?: (device: Shown, now: number) => void,
  limits: readonly Written[] = [],
): Heard {
  const engine = new Engine(1);
  const { clock } = engine;
  const fleet = new Floor([0]);
  const context: DeviceContext = {
    ...makeContext({ run: engine }),
    fleet,
    first: 0,
    count: 1,
    model: modelOf(setting),
    slots: setting.slots,
    queue: setting.queue,
    means: meansOf(jobs),
    order: orderOf(setting, engine, meansOf(jobs)),
  };
  const servers = build<Servers>('devices', name, options, context);
  fleet.add(servers, 1);
  const made = limits.map(({ kind, ...limit }) => (touch: (i: number) => void): Limiter => {
    const limited = (): Limited => ({ slots: setting.slots, pace: context.model.pace });
    return build('limiters', String(kind), limit, { ...context, size: 1, limited, touch });
  });
  if (made.length > 0) fleet.limit(all(made, 1, (i) => fleet.touch(i)));
  const heard = new Ear();
  let calls = 0;
  const advance = servers.advance.bind(servers);
  servers.advance = (slot) => {
    calls++;
    advance(slot);
  };
  const device = (): Shown => {
    const running = fleet.running[0]!;
    const waiting = fleet.load[0]! - running;
    return { running, waiting, clear: fleet.clear[0]!, capability: fleet.capability[0]! };
  };
  const conservation = new Conservation(null);
  const visits = jobs.map((job) => ({ ...job, tenant: 0, draw: 0, stay: 0 }));
  const parts: EngineParts = {
    workload: new Replay(visits, engine.requests),
    gates: [],
    fleet,
    strategy: {
      pick() {
        look?.(device(), clock[0]!);
        return 0;
      },
    },
    cloud: null,
    recourse: build('recourses', 'drop', {}, context),
    followers: [],
    listeners: [heard, conservation],
  };
  engine.run(parts);
  const { outcomes, works: worked, preemptions } = heard;
  return { outcomes, worked, preemptions, calls, faults: conservation.faults(), device: device() };
}

/** As a scenario would have it; deadlines are those of clients who give up. */
function orderOf(setting: Setting, { requests }: Engine, means: Lengths): Order | null {
  if (!setting.order) return null;
  const { kind, preempt } = setting.order;
  const options = kind === 'priority' ? { preempt } : {};
  return build('orders', kind, options, { requests, means, model: modelOf(setting), slo: null });
}

const NOTHING: Outcome = { refused: null, started: NaN, first: NaN, completed: NaN, joules: 0 };

/** What became of each job, and what was worked. */
export class Ear implements Listener {
  readonly outcomes: Outcome[] = [];
  readonly works: Heard['worked'] = [];
  preemptions = 0;

  moved(moves: Moves): void {
    for (let row = 0; row < moves.end; row += STRIDE) {
      const outcome = (this.outcomes[moves.number[row]!] ??= { ...NOTHING });
      if (moves.kind[row] === REFUSED) outcome.refused = reasonOf(moves.reason[row]!);
      if (moves.kind[row] === PREEMPTED) this.preemptions++;
      if (moves.kind[row] !== COMPLETED) continue;
      outcome.started = moves.started[row]!;
      outcome.first = moves.first[row]!;
      outcome.completed = moves.now[row]!;
      outcome.joules = moves.joules[row]!;
    }
  }

  worked({ size, from, to, watts, share }: Works): void {
    for (let row = 0; row < size; row++)
      this.works.push({ from: from[row]!, to: to[row]!, watts: watts[row]!, share: share[row]! });
  }
}

/** Nothing, or the first difference beyond rounding. */
export function difference(
  expected: readonly Outcome[],
  heard: readonly Outcome[],
  tolerance: number,
): string {
  for (const [k, one] of expected.entries()) {
    const other = heard[k]!;
    if (one.refused !== other.refused) return `request ${k} refused: ${one.refused}, ${other.refused}`;
    for (const field of ['started', 'first', 'completed'] as const) {
      const [a, b] = [one[field], other[field]];
      const same = Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.abs(a);
      if (!same) return `request ${k} ${field}: ${a}, ${b}`;
    }
    if (Math.abs(one.joules - other.joules) > 1e-8 * one.joules) {
      return `request ${k} joules: ${one.joules}, ${other.joules}`;
    }
  }
  return '';
}

/** Times exact in binary, so that tests can name them. */
export const PLAIN: Setting = {
  prefill: { fixed: 0.25, perToken: 1 / 128, perTokenSquared: 0, padTo: 1, padShare: 1 },
  step: { fixed: 1 / 16, perSequence: 1 / 64, perCachedToken: 1 / 4096 },
  power: { idle: 5, prefill: 30, decode: 20, decodePerSequence: 2 },
  slots: 4,
  queue: Infinity,
  room: Infinity,
  context: Infinity,
  chunk: 0,
  batch: 'continuous',
  memory: 'wait',
};

/** The batching device on the jobs. */
export const run = (setting: Setting, all: readonly Job[]): Heard =>
  serve('batching', optionsOf(setting), setting, all);
export const times = (count: number, of: (k: number) => Job): Job[] =>
  Array.from({ length: count }, (_, k) => of(k));

function meansOf(jobs: readonly Job[]): Lengths {
  const mean = (of: (job: Job) => number): number =>
    jobs.reduce((sum, job) => sum + of(job), 0) / Math.max(1, jobs.length);
  return {
    prompt: Math.max(
      1,
      mean((job) => job.prompt),
    ),
    output: Math.max(
      1,
      mean((job) => job.output),
    ),
  };
}

/** Odd numbers whose sums do not meet by chance, unless all are at their lowest. */
export const doubles = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1e6 }).map((n) => min + ((max - min) * Math.sqrt(n)) / 1e3);
/** Multiples of 2^-bits: sums of them are exact, so equal times are equal on both sides. */
const exact = (max: number, bits: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max }).map((n) => n / 2 ** bits);

/** Seconds of a step, whatever the batch. */
const base = (whole: boolean): fc.Arbitrary<number> =>
  whole ? exact(8, 5).map((n) => n + 1 / 32) : doubles(0.001, 0.1);
const EXPERTS = fc.record({
  seconds: doubles(0, 0.2),
  sequences: doubles(1, 10),
  graphs: fc.boolean(),
});

/**
 * A device of any kind. `whole` has times that are exact in binary, so that arrivals meet the ends of steps; `law` has
 * steps as real servers take them.
 */
export function settings(whole: boolean, law = false): fc.Arbitrary<Setting> {
  return fc
    .record({
      prefill: fc.record({
        fixed: whole ? exact(8, 4) : doubles(0, 0.3),
        perToken: whole ? exact(8, 7) : doubles(0, 0.02),
        perTokenSquared: fc.oneof(fc.constant(0), whole ? exact(4, 14) : doubles(0, 1e-4)),
        padTo: fc.constantFrom(1, 1, 4, 16),
        padShare: fc.constantFrom(0, 0.5, 1),
        perStep: fc.oneof(fc.constant(0), ...(law ? [whole ? exact(8, 5) : doubles(0, 0.2)] : [])),
        outside: fc.oneof(fc.constant(0), ...(law ? [whole ? exact(8, 5) : doubles(0, 0.2)] : [])),
      }),
      step: fc.record({
        fixed: whole ? exact(8, 5).map((n) => n + 1 / 32) : doubles(0.001, 0.1),
        perSequence: fc.oneof(fc.constant(0), whole ? exact(8, 7) : doubles(0, 0.02)),
        perCachedToken: fc.oneof(fc.constant(0), whole ? exact(8, 12) : doubles(0, 1e-3)),
        form: !law
          ? fc.constant({})
          : fc.oneof(
              { weight: 2, arbitrary: fc.constant({}) },
              { weight: 1, arbitrary: fc.record({ alone: base(whole) }) },
              {
                weight: 1,
                arbitrary: fc.record({ table: fc.array(base(whole), { minLength: 1, maxLength: 6 }) }),
              },
              ...(whole ? [] : [{ weight: 1, arbitrary: fc.record({ experts: EXPERTS }) }]),
            ),
      }),
      overlap: fc.constantFrom(undefined, ...(law ? [undefined, 1, 0.5, 0] : [])),
      serving: fc.constantFrom(undefined, ...(law ? [undefined, { late: false }, { late: true }] : [])),
      power: fc.record({
        idle: doubles(1, 10),
        prefill: doubles(10, 60),
        decode: doubles(10, 40),
        decodePerSequence: doubles(0, 5),
      }),
      slots: fc.constantFrom(1, 2, 3, 5, 8),
      queue: fc.constantFrom(Infinity, Infinity, 3, 0),
      room: fc.oneof(fc.constant(Infinity), fc.integer({ min: 60, max: 300 })),
      context: fc.constantFrom(Infinity, 80),
      kind: fc.constantFrom('static', 'blocking', 'blocking', 'chunked', 'chunked', 'chunked'),
      chunk: fc.constantFrom(1, 3, 8, 20, 32, 512),
      memory: fc.constantFrom<Setting['memory'][]>('wait', 'preempt'),
    })
    .map(({ kind, chunk, memory, step: { form, ...line }, overlap, serving, ...rest }) => ({
      ...rest,
      step: { ...line, ...form },
      ...(overlap !== undefined && { overlap }),
      ...(serving && kind !== 'static' && { serving }),
      chunk: kind === 'chunked' ? chunk : 0,
      batch: kind === 'static' ? 'static' : 'continuous',
      memory: kind === 'static' ? 'wait' : memory,
    }));
}

/** Requests in bursts and apart; many arrive together. */
export function jobs(whole: boolean, most = 40): fc.Arbitrary<Job[]> {
  const gap = fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 6, arbitrary: whole ? exact(64, 6) : doubles(0, 1) },
    { weight: 1, arbitrary: whole ? exact(640, 6) : doubles(0, 20) },
  );
  const job = fc.record({
    gap,
    prompt: fc.integer({ min: 1, max: 60 }),
    output: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 40 })),
  });
  return fc.array(job, { minLength: 1, maxLength: most, size: 'max' }).map((all) => {
    let at = 0;
    return all.map(({ gap, ...rest }) => ({ at: (at += gap), ...rest }));
  });
}
