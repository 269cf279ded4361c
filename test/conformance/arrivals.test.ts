import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Arrivals, Context } from '../../src/model.ts';
import type { Plugin } from '../../src/options.ts';
import { makeContext, type World } from '../world/context.ts';
import { build, casesOf, FOLDERS, type Case, type Written } from '../world/plugins.ts';

const make = ({ name, options }: Case, world: World = {}): Arrivals =>
  build('arrivals', name, options, makeContext(world));

const take = (arrivals: Arrivals, count: number): number[] =>
  Array.from({ length: count }, () => arrivals.next());

describe.each(casesOf('arrivals'))('$text', (plugin) => {
  it('never falls, and starts no earlier than 0', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const times = [0, ...take(make(plugin, { seed }), 500)];
        for (let k = 1; k < times.length; k++) expect(times[k]).toBeGreaterThanOrEqual(times[k - 1]!);
      }),
      { numRuns: 30 },
    );
  });

  it('gives blocks what one arrival after another would be', () => {
    const times = take(make(plugin, { seed: 4 }), 300);
    const arrivals = make(plugin, { seed: 4 });
    const found = [100, 50, 150].flatMap((size) => {
      const block = new Float64Array(size);
      if (arrivals.nextBlock) arrivals.nextBlock(block);
      else block.forEach((_, k) => (block[k] = arrivals.next()));
      return [...block];
    });
    expect(found).toEqual(times);
  });

  it('reaches its mean rate over whole periods', () => {
    const arrivals = make(plugin, { seed: 7 });
    const period = arrivals.period || 1 / arrivals.rate;
    const until = period * Math.ceil(400_000 / (arrivals.rate * period));
    let count = 0;
    while (arrivals.next() <= until) count++;
    expect(count / until / arrivals.rate).toBeGreaterThan(0.99);
    expect(count / until / arrivals.rate).toBeLessThan(1.01);
  });

  it('grown, comes at so many times the rate', () => {
    const { grown, fields } = FOLDERS['arrivals']![plugin.name]! as unknown as Plugin<
      Written,
      Context,
      Arrivals
    >;
    const more = grown!(z.strictObject(fields).parse(plugin.options), 2.5);
    const after = make({ ...plugin, options: { ...plugin.options, ...more } });
    expect(after.rate / make(plugin).rate).toBeCloseTo(2.5, 9);
    expect(after.period).toBe(make(plugin).period);
  });

  it('is the same again from the same seed, and another in another replication if anything in it is random', () => {
    const times = take(make(plugin, { seed: 3 }), 200);
    expect(take(make(plugin, { seed: 3 }), 200)).toEqual(times);
    let asked = 0;
    const context = makeContext({ seed: 3, replication: 1 });
    const stream = (name: string): ReturnType<typeof context.stream> => (asked++, context.stream(name));
    const other = take(build('arrivals', plugin.name, plugin.options, { ...context, stream }), 200);
    expect(String(other) === String(times)).toBe(asked === 0);
  });
});

describe('bursty', () => {
  const options = { rate: 5, peak: 4, every: 20, for: 4 };

  it('has its bursts in the last part of every period, `peak` times as dense as the rest', () => {
    const arrivals = make({ name: 'bursty', options, text: '' }, { seed: 5 });
    const counts = { burst: 0, rest: 0 };
    for (let at = arrivals.next(); at < 20 * 5000; at = arrivals.next()) {
      counts[at % 20 >= 16 ? 'burst' : 'rest']++;
    }
    const ratio = counts.burst / 4 / (counts.rest / 16);
    expect(ratio).toBeGreaterThan(3.95);
    expect(ratio).toBeLessThan(4.05);
  });

  it('says in one line that a burst must be shorter than its period', () => {
    expect(() => make({ name: 'bursty', options: { ...options, for: 20 }, text: '' })).toThrow(
      /^arrivals\.for must be shorter than arrivals\.every .*20 s$/,
    );
  });
});
