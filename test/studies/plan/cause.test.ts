import { describe, expect, test } from 'vitest';
import { causeOf } from '../../../src/studies/plan/cause.ts';
import { knee } from '../../../src/studies/plan/knee.ts';
import type { Ask } from '../../../src/asks.ts';
import type { Knee } from '../../../src/studies/plan/result.ts';
import type { Cause } from '../../../src/studies/plan/fleetResult.ts';
import { EDGE_ONLY, levelOf, planOf, WITH_CLOUD } from './office.ts';

/** What fails first for two fast boards. */
async function gives(text: string, ...set: string[]): Promise<Knee> {
  return (await knee(levelOf(planOf(text, ...set)), [0, 2], 8))!;
}

async function missing(ask: Ask, text: string, ...set: string[]): Promise<Cause> {
  const level = levelOf(planOf(text, ...set));
  await level.trial.run([[0, 1]], 4);
  return causeOf({ ask, trial: level.trial, counts: [0, 1], demand: level.demand });
}

const all = (missed: Cause['missed']): number => Object.values(missed).reduce((sum, share) => sum + share, 0);

describe('what gives way first', () => {
  test('is waiting, where nothing is refused and an idle board answers everybody in time', async () => {
    const { ask, cause } = await gives(EDGE_ONLY, 'plan.candidates.1.queue=unbounded', 'slo.ttft=2s');
    expect(ask).toBe('attainment');
    expect(cause.kind).toBe('waiting');
    expect(cause.missed.waiting).toBeCloseTo(all(cause.missed), 12);
    expect(cause.missed.waiting).toBeGreaterThan(cause.before!.waiting);
    expect(cause.reasons).toEqual({});
  }, 60_000);

  test('is the window of the limits, where they turn requests away that boards had room for', async () => {
    const { cause } = await gives(
      EDGE_ONLY,
      'limits=[{kind: slidingWindow, scope: device, window: 60s, requests: 12}]',
      'plan.candidates.1.queue=unbounded',
    );
    expect(cause).toMatchObject({ kind: 'refused', reason: 'rateLimit' });
    expect(Object.keys(cause.reasons)).toEqual(['rateLimit']);
    expect(cause.missed.lost).toBeCloseTo(cause.reasons.rateLimit!, 12);
    expect(cause.windowFill).toBeGreaterThan(0.5);
  }, 60_000);

  test('is full queues, where there are short ones', async () => {
    const { cause } = await gives(EDGE_ONLY, 'plan.candidates.1.queue=0');
    expect(cause).toMatchObject({ kind: 'refused', reason: 'queueFull' });
    expect(cause.utilization).toBeGreaterThan(0.1);
  }, 60_000);

  test('is what the cloud may take, where boards send on what they have no place for', async () => {
    const { ask, cause } = await gives(WITH_CLOUD, 'plan.candidates.1.queue=0', 'plan.cloudShare=0.2');
    expect(ask).toBe('cloud.requests');
    expect(cause).toMatchObject({ kind: 'refused', reason: 'queueFull' });
    // Just over what it may take.
    expect(cause.cloud).toBeGreaterThan(0.2);
    expect(cause.cloud).toBeLessThan(0.35);
  }, 60_000);

  test('is the bill of the cloud, where it is the only part that grows', async () => {
    const { ask, cause } = await gives(WITH_CLOUD, 'plan.candidates.1.queue=0', 'plan.budget=160');
    expect(ask).toBe('budget');
    expect(cause).toMatchObject({ kind: 'cost', part: 'cloud' });
  }, 60_000);
});

describe('what stands in the way', () => {
  test('is that answers are written too slowly, where even an idle board is late with most of them', async () => {
    const cause = await missing(
      'attainment',
      EDGE_ONLY,
      'slo.ttft=null',
      'slo.e2e=2s',
      'workload.arrivals.rate=0.01/s',
    );
    expect(cause.kind).toBe('decode');
    expect(cause.missed.decode).toBeGreaterThan(0.9 * all(cause.missed));
    expect(1 - cause.alone!).toBeCloseTo(cause.missed.decode + cause.missed.prefill, 1);
  });

  test('is that prompts are read too slowly, where the first token cannot come in time', async () => {
    const cause = await missing('attainment', EDGE_ONLY, 'slo.ttft=500ms', 'workload.arrivals.rate=0.01/s');
    expect(cause.kind).toBe('prefill');
    expect(cause.missed.prefill).toBeCloseTo(1, 12);
    expect(cause.alone).toBe(0);
  });

  test('is that a batch is shared, where each alone would be in time', async () => {
    const cause = await missing(
      'attainment',
      EDGE_ONLY,
      'plan.candidates.1.device=batching',
      'plan.candidates.1.slots=8',
      'plan.candidates.1.queue=unbounded',
      'plan.candidates.1.profile.pace.step.perSequence=0.02',
      'slo.ttft=null',
      'slo.tpot=50ms',
      'workload.arrivals.rate=1/s',
    );
    expect(cause.kind).toBe('sharing');
    expect(cause.alone).toBe(1);
  });

  test('is the cloud itself, where its own answers are late', async () => {
    const cause = await missing(
      'attainment',
      WITH_CLOUD,
      'plan.candidates.1.queue=0',
      // A board without a queue needs 0.58 s, always.
      'slo.ttft=590ms',
      'workload.arrivals.rate=2/s',
      'workload.prompt=80',
    );
    expect(cause.kind).toBe('cloud');
    expect(cause.missed.cloud).toBeCloseTo(all(cause.missed), 12);
  });

  test('misses as many as the attainment says', async () => {
    const level = levelOf(planOf(WITH_CLOUD, 'slo.ttft=1s'), 2);
    await level.trial.run([[1, 1]], 4);
    const { missed } = causeOf({
      ask: 'attainment',
      trial: level.trial,
      counts: [1, 1],
      demand: level.demand,
    });
    const runs = level.trial.runsOf([1, 1]);
    const arrived = runs.reduce((sum, { metrics }) => sum + metrics['arrived']!, 0);
    const met = runs.reduce((sum, { metrics }) => sum + metrics['arrived']! * metrics['slo.attainment']!, 0);
    expect(all(missed)).toBeCloseTo(1 - met / arrived, 9);
  });
});
