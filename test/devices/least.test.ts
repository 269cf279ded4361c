import fc from 'fast-check';
import { expect, it } from 'vitest';
import { modelOf, optionsOf, serve, settings } from '../oracle/batchingWorld.ts';
import { FOLDERS } from '../world/plugins.ts';

const lengths = fc.array(
  fc.record({ prompt: fc.integer({ min: 1, max: 60 }), output: fc.integer({ min: 1, max: 60 }) }),
  { minLength: 1, maxLength: 30 },
);

const saying = Object.entries(FOLDERS['devices']!).filter(([, { least }]) => least !== undefined);

it('every device has a lower bound for the time of a request', () => {
  expect(saying.map(([name]) => name)).toEqual(Object.keys(FOLDERS['devices']!));
});

it.each(saying)(
  '%s: no crowd is served in fewer slot-seconds than its requests take at least',
  (name, { least }) => {
    let served = 0;
    let nearest = 0;
    fc.assert(
      fc.property(settings(false), lengths, (setting, all) => {
        const jobs = all.map((one) => ({ at: 0, ...one }));
        const { order: _, ...plain } = setting;
        const options = name === 'batching' ? optionsOf(setting) : {};
        const { outcomes } = serve(name, options, { ...plain, queue: Infinity }, jobs);
        const { pace } = modelOf(setting);
        const done = jobs.filter((_job, k) => outcomes[k]!.refused === null);
        if (done.length === 0) return;
        served += done.length;
        const end = Math.max(
          ...outcomes.filter(({ refused }) => refused === null).map(({ completed }) => completed),
        );
        const needed = done.reduce(
          (sum, { prompt, output }) => sum + least!(pace, setting.slots, prompt, output),
          0,
        );
        nearest = Math.max(nearest, needed / (end * setting.slots));
        expect(needed).toBeLessThanOrEqual(end * setting.slots * (1 + 1e-9));
      }),
      { numRuns: 300 },
    );
    expect(served).toBeGreaterThan(1000);
    // It is no idle bound: some crowds come near it.
    expect(nearest).toBeGreaterThan(0.8);
  },
);
