import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { shipped } from '../../src/catalog/shipped.ts';
import { ScenarioError } from '../../src/scenario/mistake.ts';
import { read } from '../../src/scenario/read.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';
import { starter } from '../../src/scenario/starter.ts';
import { FIGURE4 } from './figure4.ts';
import { OFFICE, readOffice, SHELF } from './shelf.ts';

const above = (most: number): fc.Arbitrary<number> => fc.double({ min: 1e-3, max: most, noNaN: true });
const rate = fc.oneof(
  above(50),
  above(50).map((value) => `${value}/m`),
);
const time = fc.oneof(
  above(1e4),
  fc.integer({ min: 1, max: 90 }).map((n) => `${n}m`),
  fc.constant('1h30m'),
);
const length = fc.oneof(
  fc.integer({ min: 1, max: 4000 }),
  fc.record({
    kind: fc.constant('lognormal'),
    mean: above(1000),
    cv: fc.double({ min: 0, max: 3, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('lognormal'),
    median: fc.constant(80),
    p95: fc.integer({ min: 80, max: 500 }),
  }),
  fc.record({ kind: fc.constant('uniform'), min: fc.constant(10), max: fc.integer({ min: 10, max: 99 }) }),
  fc.record({
    kind: fc.constant('table'),
    values: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1 }),
  }),
  fc.constant({ kind: 'quantiles', at: { 0.5: 100, 0.95: 300 } }),
);
const arrivals = fc.oneof(
  fc.record({ kind: fc.constantFrom('poisson', 'deterministic'), rate }),
  fc.record({
    kind: fc.constant('bursty'),
    rate,
    peak: above(20),
    every: fc.constant('5m'),
    for: above(200),
  }),
);
const tenants = fc.oneof(
  fc.integer({ min: 1, max: 50 }),
  fc.record({ count: fc.integer({ min: 1, max: 50 }), shares: fc.constantFrom('equal', { zipf: 1.1 }) }),
);
const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const workload = fc.record({ arrivals, prompt: length, output: length, tenants: optional(tenants) });
const handmade = fc.record({
  name: fc.constantFrom('mine', 'ours'),
  pace: fc.record({
    prefill: fc.record({ perToken: above(0.1), padTo: optional(fc.constant(8)) }),
    step: fc.record({ fixed: fc.constantFrom(0.02, '20ms') }),
  }),
  power: fc.constant({ idle: 5, prefill: 15, decode: 12 }),
  memory: optional(fc.constant({ weights: '2 GB', usable: '6.5 GiB', kvPerToken: 36864 })),
  quality: optional(fc.constantFrom(0.8, '80 %', null)),
  uncertainty: optional(fc.constant(0.1)),
});
const entry = fc.record({
  profile: fc.oneof(fc.constantFrom('orin/tiny-q4', 'nano/tiny-q4-llamacpp', 'mystery/tiny-q4'), handmade),
  count: optional(fc.integer({ min: 0, max: 9 })),
  slots: optional(fc.integer({ min: 1, max: 4 })),
  queue: optional(fc.constantFrom(0, 4, 'unbounded', null)),
  device: optional(
    fc.constantFrom('serial', { kind: 'serial' }, 'batching', {
      kind: 'batching',
      prefill: 'chunked',
      chunk: 64,
    }),
  ),
  price: optional(fc.constantFrom(249, '249 $')),
});
const charge = optional(fc.constantFrom('actual', { estimate: 200 }));
const limit = fc.oneof(
  fc.record({ window: time, capacity: fc.constantFrom(0.8, '80 %'), charge }),
  fc.record({
    window: time,
    tokens: fc.integer({ min: 1, max: 9999 }),
    charge,
    scope: fc.constantFrom('fleet', 'tenant'),
  }),
  fc.record({
    window: time,
    requests: fc.integer({ min: 1, max: 99 }),
    scope: optional(fc.constantFrom('fleet')),
  }),
);
const strategy = fc.constantFrom(
  'random',
  'weighted',
  'loadAware',
  { kind: 'powerOf', d: 3 },
  { kind: 'loadAware', score: 'work' },
);
const list = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.uniqueArray(of, {
    minLength: 1,
    maxLength: 3,
    comparator: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
const named = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(fc.constantFrom('low', 'high', '1', '0.5', 'true', 'a b', 'ü: #'), of, {
    minKeys: 1,
    maxKeys: 3,
  });
const axis = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<unknown> => fc.oneof(list(of), named(of));

/** A scenario file that is right, as a value. */
const files = fc.record({
  name: fc.constantFrom('office', 'fig-4.b', 'Zürich'),
  description: optional(fc.string()),
  seed: optional(fc.nat()),
  replications: optional(fc.integer({ min: 1, max: 99 })),
  duration: above(1e5).map((value) => value + 1),
  warmup: optional(fc.constantFrom(0, '500ms')),
  workload,
  fleet: fc.array(entry, { maxLength: 3 }),
  limits: optional(
    fc.array(
      limit.map((options) => ({ kind: 'slidingWindow', ...options })),
      { maxLength: 3 },
    ),
  ),
  strategy,
  fallback: optional(fc.constantFrom('cloud', 'drop')),
  cloud: fc.constantFrom({ profile: 'acme/large' }, { kind: 'listPrice', profile: 'acme/large' }),
  metrics: optional(
    fc.record({
      alpha: optional(fc.double({ min: 0, max: 1, noNaN: true })),
      electricity: optional(fc.constantFrom(0.3, '25 cents/kWh')),
      responsiveness: optional(fc.constantFrom('ttft', 'reading', { kind: 'ttft', scale: '2s' })),
      includeIdle: optional(fc.boolean()),
    }),
  ),
  slo: optional(
    fc.record({
      ttft: optional(time),
      e2e: optional(time),
      tpot: optional(fc.constant(null)),
      target: optional(fc.constant('90 %')),
    }),
  ),
  vary: optional(
    fc.record(
      {
        'workload.arrivals': axis(arrivals),
        'workload.prompt': axis(length),
        strategy: axis(strategy),
        duration: axis(fc.integer({ min: 2, max: 999 })),
        'metrics.alpha': axis(fc.constantFrom(0, 0.25, 1)),
        'slo.ttft': axis(fc.constantFrom('1s', 2, null)),
        fleet: axis(fc.array(entry, { maxLength: 2 })),
        limits: axis(
          fc.array(
            limit.map((options) => ({ kind: 'slidingWindow', ...options })),
            { maxLength: 2 },
          ),
        ),
      },
      { requiredKeys: [] },
    ),
  ),
});

function again(scenarioFile: ScenarioFile): ScenarioFile {
  return read(scenarioFile.text, { file: 'again.yaml' });
}

describe('the resolved text', () => {
  it('reads back to the same plan, without the catalogue', () => {
    fc.assert(
      fc.property(files, (file) => {
        const scenarioFile = readOffice(stringify(file));
        expect({ ...again(scenarioFile) }).toEqual({ ...scenarioFile });
      }),
      { numRuns: 60 },
    );
  });

  it('does so for the documentation, the starter, and options of the command line', () => {
    const options = {
      set: ['strategy.score=load', 'fleet.0.price=1999 $'],
      vary: ['limits.0.window=10s,60s', 'fleet.1.queue=few:2,many:null'],
      seed: 3,
    };
    for (const text of [FIGURE4, starter()]) {
      const scenarioFile = read(text, { file: 'x.yaml', ...options, vary: [...options.vary] });
      // What options changed is said of the run, and is no part of the file.
      const { changes: _, ...rest } = scenarioFile;
      expect({ ...again(scenarioFile) }).toEqual(rest);
    }
  });

  it('does so with every profile and every cloud that ships', () => {
    const fitting = shipped.profiles.filter(({ memory }) => memory.weights <= memory.usable);
    const fleet = fitting.map(({ name }) => ({ profile: name }));
    const cloud = Object.fromEntries(shipped.cloudNames.map((name) => [name, { profile: name }]));
    const text = OFFICE.replace(/fleet:\n.*\n/, stringify({ fleet, vary: { cloud } }));
    const scenarioFile = read(text, { file: 'x.yaml' });
    expect(scenarioFile.cells[0]!.scenario.fleet).toHaveLength(fitting.length);
    expect({ ...again(scenarioFile) }).toEqual({ ...scenarioFile });
  });

  it('keeps a default that depends on the cell', () => {
    const text = OFFICE.replace('strategy: loadAware\n', '').replace('count: 2', 'count: 1');
    const scenarioFile = readOffice(
      `${text}cloud: { profile: acme/large }\nvary:\n  fleet.0.count: [0, 1]\n`,
    );
    expect({ ...again(scenarioFile) }).toEqual({ ...scenarioFile });
  });
});

describe('whatever is read', () => {
  /** Reads it, or throws a ScenarioError with at least one mistake that is somewhere. */
  function survives(text: string, set: readonly string[] = [], vary: readonly string[] = []): void {
    try {
      read(text, { file: 'any.yaml', set, vary, catalogue: SHELF });
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      expect(error.mistakes.length).toBeGreaterThan(0);
      expect(error.format(true)).not.toContain('undefined');
      for (const { line, column, length } of error.mistakes) {
        expect(line >= 1 && column >= 1 && length >= 1).toBe(true);
      }
    }
  }

  const nonsense = fc.string({
    unit: fc.constantFrom(...'aA0.:-[]{}&*!#|>\'"%@`, \n\t<~?=\\\u0000\u2028é'.split('')),
    maxLength: 60,
  });

  it('throws nothing but scenario errors: text', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), nonsense), (text) => survives(text)));
  });

  it('throws nothing but scenario errors: a file with a stretch of it replaced', () => {
    fc.assert(
      fc.property(fc.nat(OFFICE.length), fc.nat(20), nonsense, (from, length, text) =>
        survives(OFFICE.slice(0, from) + text + OFFICE.slice(from + length)),
      ),
      { numRuns: 100 },
    );
  });

  it('throws nothing but scenario errors: values of any kind in any place', () => {
    const keys =
      'name seed duration warmup replications workload fleet limits strategy fallback cloud metrics slo vary expect kind arrivals rate prompt output tenants profile count queue device window requests charge metric of where lessThan ttft strategy.d fleet.0.count toString constructor'.split(
        ' ',
      );
    const scalar = fc.oneof(
      fc.constantFrom(
        null,
        0,
        -1,
        1.5,
        1e308,
        '',
        '60s',
        'poisson',
        'random',
        'slidingWindow',
        'orin/tiny-q4',
        'trace',
        true,
      ),
      fc.double(),
    );
    const { value } = fc.letrec<{ value: unknown; map: unknown; list: unknown }>((tie) => ({
      value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('map'), tie('list')),
      map: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 6 }),
      list: fc.array(tie('value'), { maxLength: 4 }),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...keys.slice(0, 15)), value, (key, part) => {
        const base = {
          name: 'x',
          duration: 60,
          workload: { arrivals: { kind: 'poisson', rate: 1 }, prompt: 1, output: 1 },
          fleet: [{ profile: 'orin/tiny-q4' }],
          strategy: 'random',
        };
        survives(stringify({ ...base, [key]: part }, { aliasDuplicateObjects: false }));
      }),
      { numRuns: 200 },
    );
  });

  it('throws nothing but scenario errors: options', () => {
    const path = fc.oneof(
      nonsense,
      fc.constantFrom('fleet', 'fleet.0.count', 'vary', 'vary.strategy', 'expect', 'workload.arrivals'),
    );
    fc.assert(
      fc.property(path, nonsense, (at, value) => survives(OFFICE, [`${at}=${value}`], [`${at}=${value}`])),
      { numRuns: 100 },
    );
  });

  it('is refused when nested too deeply or too long', () => {
    survives(`name: ${'['.repeat(100_000)}`);
    survives(`name: ${'{a: '.repeat(5000)}`);
    survives(`name: ${'x'.repeat(2_000_000)}`);
  });
});
