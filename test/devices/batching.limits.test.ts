import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Floor } from '../../src/engine/fleet.ts';
import type { Setting } from '../oracle/batching.ts';
import { jobs, PLAIN, run, serve, settings, times } from '../oracle/batchingWorld.ts';
import { makeContext, makeModel } from '../world/context.ts';
import { build } from '../world/plugins.ts';

describe('memory', () => {
  const tight: Setting = { ...PLAIN, room: 100 };

  it('a request that could never fit is too large, one beyond the context too long, one beyond the queue too many', () => {
    const setting: Setting = { ...tight, context: 150, queue: 2 };
    const all = [
      { at: 0, prompt: 60, output: 41 },
      { at: 0, prompt: 60, output: 40 },
      { at: 0, prompt: 100, output: 51 },
      ...times(6, () => ({ at: 0, prompt: 10, output: 10 })),
    ];
    expect(run(setting, all).outcomes.map(({ refused }) => refused)).toEqual([
      'tooLarge',
      null,
      'contextLimit',
      null,
      null,
      null,
      null,
      null,
      'queueFull',
    ]);
  });

  it('without a size per token, or with 0, memory is not limited', () => {
    const all = times(4, () => ({ at: 0, prompt: 60, output: 40 }));
    const free = run({ ...PLAIN, room: Infinity }, all).outcomes;
    expect(serve('batching', { kv: 0 }, tight, all).outcomes).toEqual(free);
    expect(serve('batching', {}, tight, all).outcomes).not.toEqual(free);
  });

  it('a request that waits for memory starts when memory is certain to suffice; with preemption it starts sooner and some prompts are read again', () => {
    const all = times(2, () => ({ at: 0, prompt: 30, output: 40 }));
    const wait = run(tight, all);
    const preempt = run({ ...tight, memory: 'preempt' }, all);
    expect(wait.outcomes[1]!.started).toBe(wait.outcomes[0]!.completed);
    expect(preempt.outcomes[1]!.started).toBe(preempt.outcomes[0]!.first);
    expect(preempt.outcomes[1]!.first).toBeLessThan(wait.outcomes[1]!.first);
    const reads = preempt.worked.filter(({ watts }) => watts === PLAIN.power.prefill);
    // The second is put back with 21 tokens, when both together would hold more than 100, and read again with them.
    expect(reads.map(({ from, to }) => to - from)).toEqual([30, 30, 51].map((read) => 0.25 + read / 128));
  });

  it('a preempted request gets no second first token, and its prompt is read again', () => {
    let readAgain = 0;
    const power = { ...PLAIN.power, prefill: 31 };
    fc.assert(
      fc.property(settings(false), jobs(false), (some, all) => {
        const { prefill } = PLAIN;
        const setting: Setting = {
          ...some,
          power,
          prefill,
          room: 100,
          memory: 'preempt',
          batch: 'continuous',
          chunk: 0,
        };
        const { outcomes, worked, preemptions } = run(setting, all);
        const taken = outcomes.filter(({ refused }) => refused === null).length;
        const read = worked.filter(({ watts }) => watts === power.prefill);
        expect(read.length).toBeLessThanOrEqual(taken + preemptions);
        for (const { first } of outcomes.filter(({ refused }) => refused === null))
          expect(read.some(({ to }) => to === first)).toBe(true);
        readAgain += read.length - taken;
      }),
      { numRuns: 200 },
    );
    expect(readAgain).toBeGreaterThan(100);
  });
});

describe('incompatible options are refused with one line', () => {
  it.each([
    [{ chunk: 64 }, 'batching.chunk is for prefill: chunked; got 64 with prefill: blocking'],
    [
      { batch: 'static', prefill: 'chunked' },
      'batching.batch: static takes prefill: blocking and memory: wait; got prefill: chunked, memory: wait',
    ],
    [
      { batch: 'static', memory: 'preempt' },
      'batching.batch: static takes prefill: blocking and memory: wait; got prefill: blocking, memory: preempt',
    ],
  ])('%j', (options, message) => {
    expect(() => serve('batching', options, PLAIN, [])).toThrow(message);
  });

  it('a model whose weights do not fit is refused', () => {
    const memory = { weights: 9e9, kvPerToken: 1e5, usable: 7e9 };
    const machines = { fleet: new Floor([0]), first: 0, count: 1, slots: 2, queue: 0 };
    const context = { ...makeContext(), ...machines, means: { prompt: 1, output: 1 } };
    expect(() => build('devices', 'batching', {}, { ...context, model: { ...makeModel(), memory } })).toThrow(
      'batching: the weights of some-board/some-model must fit the memory; they are 2 GB larger than the usable 7 GB',
    );
  });
});
