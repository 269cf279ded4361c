import { describe, expect, it } from 'vitest';
import { Alone } from '../../src/scenario/alone.ts';
import { read } from '../../src/scenario/read.ts';

/** A tenth of a second for a prompt token, half a second for each token after the first, 100 tokens at most. */
const PROFILE = `{ board: desk, model: some, quantisation: q4, power: { idle: 5, prefill: 30, decode: 20 },
  pace: { prefill: { perToken: 100ms }, step: { fixed: 500ms } },
  memory: { weights: 1 GB, kvPerToken: 10 MB, usable: 1.5 GB }, context: 100 }`;

const kindOf = (device: string): Alone => {
  const text = `{ name: one, duration: 1h, workload: { arrivals: { kind: poisson, rate: 1/s }, prompt: 9, output: 9 },
    fleet: [{ profile: ${PROFILE}, slots: 4, device: ${device} }] }`;
  const { scenario } = read(text, { file: 'one.yaml' }).cells[0]!;
  return new Alone(scenario.fleet, scenario);
};
const NONE = { ttft: null, e2e: null, tpot: null, target: 1 };

describe.each(['serial', 'batching', '{ kind: batching, batch: static }'])('alone on %s', (device) => {
  const alone = kindOf(device);

  it('is in time to the very moment that its first and last token, and the time between two, take', () => {
    const inTime = (slo: object): boolean => alone.inTime(0, 10, 5, { ...NONE, ...slo });
    expect(inTime({})).toBe(true);
    expect([inTime({ ttft: 1 }), inTime({ ttft: 0.999 })]).toEqual([true, false]);
    expect([inTime({ e2e: 3 }), inTime({ e2e: 2.999 })]).toEqual([true, false]);
    expect([inTime({ tpot: 0.5 }), inTime({ tpot: 0.499 })]).toEqual([true, false]);
    expect(alone.inTime(0, 10, 1, { ...NONE, tpot: 0.001 })).toBe(true);
  });

  it('is never in time with what the machine would not take', () => {
    expect(alone.inTime(0, 60, 40, NONE)).toBe(device === 'serial');
    expect(alone.inTime(0, 61, 40, NONE)).toBe(false);
    expect(alone.inTime(0, 30, 20, NONE)).toBe(true);
    expect(alone.inTime(0, 31, 20, NONE)).toBe(device === 'serial');
  });
});
