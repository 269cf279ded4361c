/** Steps of a batching machine that both decode and read prompts, in chunks. */
import * as fields from './fields.ts';
import type { Machine } from './machine.ts';
import type { Stretch } from './stretch.ts';

const { ATTENTION, CHUNK, DECODING, READING, STEPS } = fields;

/** Plans one step's chunk of prompts, or several whole steps of a prompt that leaves no room for others. */
export function readChunks(machine: Machine): void {
  const { prompts, stretch, shared } = machine;
  const { all } = machine.cells;
  const chunk = shared.sharesChunk ? Math.max(1, shared.chunk - machine.batch.size) : shared.chunk;
  let budget = chunk;
  all[CHUNK] = chunk;
  for (let k = 0; budget > 0; k++) {
    if (k === prompts.count) {
      if (!machine.fits(shared.lines.first(machine.k), 0)) break;
      machine.admit();
    }
    const left = prompts.left(k);
    all[STEPS] = 1;
    let part = Math.min(left, budget);
    if (budget === chunk && left >= budget && !shared.late && !stretch.overlaps) {
      all[STEPS] = Math.min(Math.floor(left / budget), machine.horizon());
      part = stretch.steps * budget;
      budget = 0;
    } else budget -= part;
    prompts.read(k, part);
    all[READING]! += prompts.seconds(k);
    if (stretch.overlaps) all[ATTENTION]! += prompts.attention(k, part) * stretch.slow;
  }
  if (stretch.steps > 0) stretch.readsIn(stretch.steps);
}

/** Prompts read to their end have their next token, and their sequences decode with the others. */
export function answerRead({ prompts, batch, requests, shared }: Machine): void {
  for (let k = 0; k < prompts.count; k++) {
    if (prompts.left(k) > 0) continue;
    const id = prompts.id(k);
    const tokens = prompts.tokens(k) + 1;
    if (tokens === 1) requests.first[id] = shared.context.clock[0]!;
    batch.join(id, tokens);
  }
  prompts.settle();
}

/** When the step in progress ends. */
export function chunkEnd(stretch: Stretch, now: number): number {
  const { batch, prompts, steps, slow, bases, perCachedToken, perStep } = stretch;
  const chunk = stretch.cells.all[CHUNK]!;
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

/** Cuts the stretch to the step in progress and returns the steps done. It goes step by step, since each reads at its own pace. */
export function cutChunks(stretch: Stretch, now: number): number {
  const { batch, prompts, slow } = stretch;
  const { all } = stretch.cells;
  const chunk = all[CHUNK]!;
  const planned = stretch.steps;
  let left = planned;
  if (planned > 1) {
    for (; ; left--) {
      all[DECODING] = batch.size > 0 ? stretch.seconds(1) * slow : 0;
      all[READING] = (prompts.part(0, left, chunk) + stretch.perStep) * slow;
      prompts.unread(0, 0, stretch.reading);
      if (left === 1 || stretch.end > now) break;
      stretch.next();
    }
    prompts.unread(0, (left - 1) * chunk, stretch.reading);
    all[STEPS] = 1;
  }
  stretch.accounts.settle();
  return planned - left;
}
