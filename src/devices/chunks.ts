/** Steps of a batching machine that decode and read at once, prompts in chunks. */
import type { Machine } from './machine.ts';
import type { Stretch } from './stretch.ts';

/** One step's worth of prompts, or whole steps of a prompt that leaves no room for others. */
export function readChunks(machine: Machine, now: number): void {
  const { prompts, stretch, shared } = machine;
  const chunk = shared.sharesChunk ? Math.max(1, shared.chunk - machine.batch.size) : shared.chunk;
  let budget = chunk;
  stretch.chunk = chunk;
  for (let k = 0; budget > 0; k++) {
    if (k === prompts.count) {
      if (!machine.fits(shared.lines.first(machine.k), 0)) break;
      machine.admit(now);
    }
    const left = prompts.left(k);
    stretch.steps = 1;
    let part = Math.min(left, budget);
    if (budget === chunk && left >= budget && !shared.late && !stretch.overlaps) {
      stretch.steps = Math.min(Math.floor(left / budget), machine.horizon());
      part = stretch.steps * budget;
      budget = 0;
    } else budget -= part;
    stretch.reading += prompts.read(k, part, stretch.slow);
    if (stretch.overlaps) stretch.attention += prompts.attention(k, part) * stretch.slow;
  }
  if (stretch.steps > 0) stretch.readsIn(stretch.steps);
}

/** When the step in progress ends. */
export function chunkEnd(stretch: Stretch, now: number): number {
  const { batch, prompts, steps, chunk, slow, bases, perCachedToken, perStep } = stretch;
  let end = stretch.from;
  for (let left = steps; left > 1; left--) {
    const cached = batch.cached + (steps - left) * batch.size;
    const first = bases[batch.size]! + perCachedToken * cached;
    const decoding = batch.size > 0 ? first * slow : 0;
    end = end + decoding + (prompts.part(0, left, chunk) + perStep) * slow;
    if (end > now) return end;
  }
  return stretch.end;
}

/** Step by step, since every step reads at a pace of its own: what is left is the step in progress. Returns the steps that are done. */
export function cutChunks(stretch: Stretch, now: number): number {
  const { batch, prompts, chunk, slow } = stretch;
  const planned = stretch.steps;
  let left = planned;
  if (planned > 1) {
    for (; ; left--) {
      stretch.decoding = batch.size > 0 ? stretch.seconds(1) * slow : 0;
      stretch.reading = (prompts.part(0, left, chunk) + stretch.perStep) * slow;
      prompts.unread(0, 0, stretch.reading);
      if (left === 1 || stretch.end > now) break;
      stretch.next();
    }
    prompts.unread(0, (left - 1) * chunk, stretch.reading);
    stretch.steps = 1;
  }
  stretch.settle();
  return planned - left;
}
