import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate, type Job, type Setting } from '../oracle/batching.ts';
import { difference, jobs, run, settings } from '../oracle/batchingWorld.ts';

const RUNS = 1500;
type Kind = NonNullable<Setting['order']>['kind'];

/** A device of any kind with requests that have priorities and clients who give up some day. */
function worlds(kind: Kind, preempt: boolean, whole: boolean): fc.Arbitrary<[Setting, Job[]]> {
  const marks = fc.array(fc.record({ priority: fc.nat(2), patience: fc.integer({ min: 1, max: 640 }) }), {
    minLength: 40,
    maxLength: 40,
  });
  return fc
    .tuple(
      settings(whole, true).filter(({ batch }) => !preempt || batch === 'continuous'),
      jobs(whole),
      marks,
    )
    .map(([setting, all, each]) => {
      const output = all.reduce((sum, job) => sum + job.output, 0) / all.length;
      const marked = all.map((job, k) => ({
        ...job,
        priority: each[k]!.priority,
        deadline: job.at + each[k]!.patience / 64,
      }));
      return [{ ...setting, order: { kind, preempt, output } }, marked];
    });
}

/** How often anything came of it: answers at other times than first come, first served; and who gave way. */
function follows(kind: Kind, preempt: boolean, whole: boolean): { other: number; gaveWay: number } {
  const seen = { other: 0, gaveWay: 0 };
  fc.assert(
    fc.property(worlds(kind, preempt, whole), ([setting, all]) => {
      const heard = run(setting, all);
      expect(difference(simulate(setting, all), heard.outcomes, whole ? 0 : 1e-9)).toBe('');
      expect(heard.faults).toEqual([]);
      const { order: _, ...fifo } = setting;
      if (difference(simulate(fifo, all), heard.outcomes, 1e-6) !== '') seen.other++;
      if (setting.memory === 'wait') seen.gaveWay += heard.preemptions;
    }),
    { numRuns: RUNS },
  );
  return seen;
}

test.each(['priority', 'shortest', 'deadline'] as const)(
  '%s: every time, every refusal and every joule is that of the step-by-step model',
  (kind) => {
    const { other, gaveWay } = follows(kind, false, false);
    expect(other).toBeGreaterThan(RUNS / 4);
    expect(gaveWay).toBe(0);
    follows(kind, false, true);
  },
);

test('with priorities and preemption the machine equals the model, and running requests are preempted', () => {
  const { other, gaveWay } = follows('priority', true, false);
  expect(other).toBeGreaterThan(RUNS / 4);
  expect(gaveWay).toBeGreaterThan(RUNS / 4);
  follows('priority', true, true);
});
