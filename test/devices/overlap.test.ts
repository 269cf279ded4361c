import { expect, it } from 'vitest';
import { makeModel } from '../world/context.ts';
import { assembleSmall, MEANS } from '../world/fleet.ts';

/** Prompts of 10 tokens, answers of 25: one token when the prompt is read, then 24 steps of a second. */
it.each([
  ['that takes less than a step is half hidden behind it', 0.01, 0.1 - 0.05],
  ['that takes longer than a step hides half of one', 1, 10 - 0.5],
])('reading a prompt %s, where steps overlap by half', (_, perToken, reading) => {
  const plain = makeModel({ prefill: { perToken }, step: { fixed: 1 } });
  const model = { ...plain, pace: { ...plain.pace, overlap: 0.5 } };
  const parts = assembleSmall(
    {
      fleet: [{ model, slots: 1, queue: 0, count: 1, limits: [] }],
      gates: [],
      cloud: null,
      fallback: 'drop',
      traffic: [],
    },
    { strategy: { name: 'random', options: {} }, device: { name: 'batching', options: {} } },
  );
  expect(1 / parts.fleet.capability[0]!).toBeCloseTo(reading + MEANS.output - 1, 10);
});
