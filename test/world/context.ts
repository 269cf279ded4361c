/** What plugins are handed, without a scenario file. */
import { Agenda } from '../../src/kernel/agenda.ts';
import { createStreams } from '../../src/kernel/random.ts';
import { Requests } from '../../src/kernel/requests.ts';
import { Works } from '../../src/kernel/works.ts';
import { Logs } from '../../src/logs/logs.ts';
import type { CloudModel, Context, Desk, Model, Run, Source } from '../../src/model.ts';

export interface World {
  readonly seed?: number;
  readonly replication?: number;
  readonly duration?: number;
  /** Texts of files by their names. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the parts of a run share; of one without an engine if not given. */
  readonly run?: Run;
}

export function makeContext(world: World = {}): Context {
  const { seed = 1, replication = 0, duration = Infinity, files = {}, run = makeRun() } = world;
  const { clock, requests, agenda, desk, works } = run;
  return {
    clock,
    requests,
    agenda,
    desk,
    works,
    claim: (station, slots) => run.claim(station, slots),
    stream: createStreams(seed, replication),
    logs: new Logs((name) => sourceOf(files[name] ?? '')),
    duration,
  };
}

/** What parts share when there is no engine: whoever is moved is told of by `desk`, and nobody has to be asked. */
export function makeRun(devices = 0, desk: Partial<Desk> = {}): Run {
  const agenda = new Agenda(devices);
  const nothing = (): undefined => undefined;
  return {
    clock: new Float64Array(1),
    requests: new Requests(),
    agenda,
    works: new Works(nothing),
    claim: (_, slots) => agenda.claim(slots),
    desk: {
      arrive: nothing,
      offer: nothing,
      completed: nothing,
      preempted: nothing,
      returned: nothing,
      evict: nothing,
      again: nothing,
      abandoned: nothing,
      over: false,
      ...desk,
    },
  };
}

/** Bytes of a text, some at a time. Reading after it was closed is an error, as with a file. */
export function sourceOf(text: string): Source {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  let closed = false;
  return {
    read(buffer) {
      if (closed) throw new Error('read after close');
      const piece = bytes.subarray(at, at + Math.min(buffer.length, 1000));
      buffer.set(piece);
      at += piece.length;
      return piece.length;
    },
    close() {
      closed = true;
    },
  };
}

export interface Speeds {
  readonly prefill?: Partial<Model['pace']['prefill']>;
  readonly step?: Partial<Model['pace']['step']>;
  readonly context?: number;
  readonly power?: Partial<Model['power']>;
}

/** A model that takes `step` seconds per token and nothing else, unless more is said. */
export function makeModel({ prefill, step, context = Infinity, power }: Speeds = {}): Model {
  return {
    name: 'some-board/some-model',
    pace: {
      prefill: { fixed: 0, perToken: 0, perTokenSquared: 0, padTo: 1, ...prefill },
      step: { fixed: 0, perSequence: 0, perCachedToken: 0, ...step },
    },
    power: { idle: 5, prefill: 30, decode: 20, decodePerSequence: 1, ...power },
    memory: { weights: 0, kvPerToken: 0, usable: 1e15 },
    context,
  };
}

export function makeCloudModel(more: Partial<CloudModel> = {}): CloudModel {
  return {
    name: 'some-cloud/some-model',
    price: { input: 30, output: 60 },
    roundTrip: { kind: 'constant', value: 0.125 },
    ttft: { kind: 'constant', value: 0.5 },
    decodeSpeed: { kind: 'constant', value: 32 },
    context: Infinity,
    ...more,
  };
}
