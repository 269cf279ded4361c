import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { prefillSeconds } from '../../src/kernel/pace.ts';
import type { Job, Setting } from '../oracle/batching.ts';
import {
  difference,
  jobs,
  modelOf,
  optionsOf,
  PLAIN,
  run,
  serve,
  settings,
  times,
} from '../oracle/batchingWorld.ts';

describe('with one slot', () => {
  it.each([0, 7, 512])(
    'is the serial device, to the time and the joule (chunks of %i, 0 for none)',
    (chunk) => {
      fc.assert(
        fc.property(settings(false), jobs(false), (some, all) => {
          const setting: Setting = { ...some, slots: 1, room: Infinity, batch: 'continuous', chunk };
          const serial = serve('serial', {}, setting, all).outcomes;
          expect(difference(serial, run(setting, all).outcomes, 1e-9)).toBe('');
        }),
        { numRuns: 300 },
      );
    },
  );

  it('has the capability of the serial device, and estimates equally well when it will be clear', () => {
    fc.assert(
      fc.property(settings(false), jobs(false), (some, all) => {
        const setting: Setting = { ...some, slots: 1, room: Infinity };
        const serial: number[] = [];
        const batching: number[] = [];
        const one = serve('serial', {}, setting, all, ({ clear }, now) => serial.push(Math.max(now, clear)));
        const other = serve('batching', {}, setting, all, ({ clear }, now) =>
          batching.push(Math.max(now, clear)),
        );
        expect(other.device.capability / one.device.capability).toBeCloseTo(1, 9);
        const off = serial.map((clear, k) => Math.abs(batching[k]! - clear));
        expect(Math.max(...off)).toBeLessThan(1e-8);
      }),
      { numRuns: 100 },
    );
  });
});

describe('energy', () => {
  it('all energy is charged to requests, and the machine works exactly while it holds requests, without overlaps', () => {
    fc.assert(
      fc.property(settings(false), jobs(false), (setting, all) => {
        const { worked, outcomes, faults } = run(setting, all);
        expect(faults).toEqual([]);
        let busy = 0;
        let last = 0;
        let whole = true;
        for (const { from, to, share } of worked) {
          whole &&= share === 1 && from >= last;
          last = to;
          busy += to - from;
        }
        expect(whole).toBe(true);
        expect(busy).toBeCloseTo(occupied(all, outcomes), 6);
      }),
      { numRuns: 300 },
    );
  });

  it('a step draws more with every further sequence, and they share it evenly', () => {
    const { outcomes, worked } = run(
      PLAIN,
      times(2, () => ({ at: 0, prompt: 8, output: 3 })),
    );
    const prefill = 0.25 + 8 / 128;
    const steps = 2 * (1 / 16 + 2 / 64) + (18 + 20) / 4096;
    expect(worked).toEqual([
      { from: 0, to: prefill, watts: 30, share: 1 },
      { from: prefill, to: 2 * prefill, watts: 30, share: 1 },
      { from: 2 * prefill, to: 2 * prefill + steps, watts: 22, share: 1 },
    ]);
    for (const { joules } of outcomes) expect(joules).toBe(30 * prefill + 11 * steps);
  });
});

/** Seconds with at least one request inside. */
function occupied(all: readonly Job[], outcomes: readonly { refused: unknown; completed: number }[]): number {
  let sum = 0;
  let until = 0;
  all.forEach(({ at }, k) => {
    const { refused, completed } = outcomes[k]!;
    if (refused !== null) return;
    // Whoever came before may leave later.
    sum += Math.max(0, completed - Math.max(at, until));
    until = Math.max(until, completed);
  });
  return sum;
}

describe('prefill', () => {
  it('takes the profile’s time for a single prompt, whatever the chunk', () => {
    fc.assert(
      fc.property(
        settings(false),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 600 }),
        (some, prompt, chunk) => {
          const setting: Setting = { ...some, room: Infinity, context: Infinity, chunk, batch: 'continuous' };
          const [outcome] = run(setting, [{ at: 0, prompt, output: 1 }]).outcomes;
          expect(outcome!.first).toBeCloseTo(prefillSeconds(modelOf(setting).pace, prompt), 9);
        },
      ),
    );
  });

  it('pauses decoding; in chunks it only slows it down', () => {
    const all = [
      { at: 0, prompt: 8, output: 100 },
      { at: 1, prompt: 1024, output: 2 },
    ];
    const gap = (chunk: number): number => {
      const { worked } = run({ ...PLAIN, chunk }, all);
      return Math.max(
        ...worked.filter(({ watts }) => watts === PLAIN.power.prefill).map(({ from, to }) => to - from),
      );
    };
    expect(gap(0)).toBe(0.25 + 8);
    expect(gap(64)).toBe(0.25 + 8 / 128);
    const blocked = run(PLAIN, all).outcomes;
    const chunked = run({ ...PLAIN, chunk: 64 }, all).outcomes;
    expect(chunked[1]!.first).toBeGreaterThan(blocked[1]!.first);
    // Blocking adds its whole time to the other's, chunks take as long in all.
    expect(chunked[0]!.completed).toBeCloseTo(blocked[0]!.completed, 1);
  });

  it('prompts that fit into one chunk are read in one step and answered together', () => {
    const { outcomes } = run(
      { ...PLAIN, chunk: 64 },
      times(3, () => ({ at: 0, prompt: 16, output: 1 })),
    );
    const end = 3 * (0.25 + 16 / 128);
    expect(outcomes.map(({ first }) => first)).toEqual([end, end, end]);
  });
});

describe('static batches', () => {
  it('are complete together, padded to the longest answer, and no request joins meanwhile', () => {
    const setting: Setting = { ...PLAIN, batch: 'static' };
    const all = [
      ...[3, 40, 10].map((output) => ({ at: 0, prompt: 8, output })),
      { at: 0.5, prompt: 8, output: 1 },
    ];
    const { outcomes } = run(setting, all);
    const prefill = 0.25 + 8 / 128;
    let end = 3 * prefill;
    for (let k = 1; k < 40; k++) end += 1 / 16 + 3 / 64 + (3 * (8 + k)) / 4096;
    expect(outcomes.map(({ first }) => first)).toEqual([prefill, 2 * prefill, 3 * prefill, end + prefill]);
    expect(outcomes.map(({ completed }) => completed)).toEqual([end, end, end, end + prefill]);
  });

  it('serve less than continuous ones when answers differ in length', () => {
    const all = times(200, (k) => ({ at: 0, prompt: 8, output: 1 + ((k * 37) % 100) }));
    const end = (batch: Setting['batch']): number =>
      Math.max(...run({ ...PLAIN, batch }, all).outcomes.map(({ completed }) => completed));
    expect(end('static')).toBeGreaterThan(1.3 * end('continuous'));
  });
});

describe('capability', () => {
  it.each<[string, Partial<Setting>]>([
    ['continuous', {}],
    ['in chunks', { chunk: 32 }],
    ['static', { batch: 'static' }],
    ['short of memory', { room: 200 }],
    ['short of memory, in chunks', { room: 200, chunk: 32 }],
    ['with 16 slots', { slots: 16 }],
  ])('is what gets through when there is always someone waiting: %s', (_, more) => {
    const count = 960;
    const { outcomes, device } = run(
      { ...PLAIN, ...more },
      times(count, () => ({ at: 0, prompt: 32, output: 48 })),
    );
    const end = Math.max(...outcomes.map(({ completed }) => completed));
    expect(count / end / device.capability).toBeGreaterThan(0.98);
    expect(count / end / device.capability).toBeLessThan(1.02);
  });
});

test('the number of events does not grow with the length of the answers', () => {
  const all = (output: number): Job[] =>
    times(500, (k) => ({ at: k * output * 0.03, prompt: 8, output: output + (k % 7) }));
  const long = run(PLAIN, all(2000)).calls / 500;
  expect(long).toBeLessThan(4);
  expect(long).toBeLessThan(1.2 * (run(PLAIN, all(50)).calls / 500));
});

describe('the estimate of when it is clear', () => {
  it('is close to the true end when many wait', () => {
    const all = times(400, (k) => ({ at: 0, prompt: 8 + (k % 50), output: 1 + (k % 90) }));
    let clear = 0;
    const { outcomes } = serve('batching', {}, PLAIN, all, (device) => (clear = device.clear));
    const end = Math.max(...outcomes.map(({ completed }) => completed));
    expect(clear / end).toBeGreaterThan(0.95);
    expect(clear / end).toBeLessThan(1.05);
  });

  it('is no earlier than a single request can be done', () => {
    const one = { at: 0, prompt: 8, output: 50 };
    const { completed } = run(PLAIN, [one]).outcomes[0]!;
    const seen: number[] = [];
    serve('batching', {}, PLAIN, [one, { ...one, at: 1 / 64 }], ({ clear }) => seen.push(clear));
    expect(seen[1]).toBeCloseTo(completed, 9);
  });

  it('is in the past for an idle machine', () => {
    let idle = 0;
    fc.assert(
      fc.property(settings(false), jobs(false), (setting, all) => {
        serve('batching', optionsOf(setting), setting, all, ({ running, waiting, clear }, now) => {
          if (running + waiting > 0) return;
          expect(clear).toBeLessThanOrEqual(now);
          idle++;
        });
      }),
      { numRuns: 200 },
    );
    expect(idle).toBeGreaterThan(500);
  });
});
