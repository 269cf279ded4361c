/** Preemption at a batching machine: by a request with a better rank, or because memory is full. */
import { stepOf } from './arriving.ts';
import type { Machine } from './machine.ts';

/** The sequences that decode and rank after it, the last first. */
function after(machine: Machine, first: number): number[] {
  const ranked = machine.shared.ranked!;
  return machine.batch
    .members()
    .filter((id) => ranked.rankOf(id) > ranked.rankOf(first))
    .sort((one, other) => (ranked.ahead(one, other) ? 1 : -1));
}

/**
 * All decode, and somebody came. Who stands first by the end of a step is known by then alone, so that nobody is let in
 * beforehand: the stretch ends with the step after which somebody may find a place, or is at the engine.
 */
export function interruptRanked(machine: Machine): void {
  const { stretch, batch, k } = machine;
  const { lines, coming, preempt, ousts, context } = machine.shared;
  const first = lines.first(k);
  let step = Infinity;
  if (first >= 0) {
    const next = stretch.step(context.clock[0]!);
    const enters = machine.fits(first, preempt ? next * batch.size : 0);
    if (enters || (ousts && after(machine, first).length > 0)) step = next;
  }
  if (coming !== null && coming.size[k]! > 0) step = Math.min(step, stepOf(machine, coming.first(k)));
  if (step >= stretch.steps) return;
  stretch.decode(step);
  context.agenda.set(machine.i, stretch.end);
}

/**
 * Between two steps: as many give way to the first in the line as it takes, but nobody if all of them are too few. They
 * wait again and are read again, with the tokens they have.
 */
export function oust(machine: Machine): void {
  const { lines, admission, preempt, context } = machine.shared;
  const { batch, requests } = machine;
  const first = lines.first(machine.k);
  if (first < 0 || machine.fits(first, 0)) return;
  const tokens = (id: number): number =>
    requests.prompt[id]! + (preempt ? batch.tokensOf(id) : requests.output[id]!);
  const some = after(machine, first);
  const freed = some.reduce((sum, id) => sum + tokens(id), 0);
  if (some.length === 0 || machine.held - freed + machine.need(first) > admission.room) return;
  for (const id of some) {
    machine.held -= tokens(id);
    requests.made[id] = batch.remove(id) - requests.prompt[id]!;
    machine.running[machine.i]!--;
    lines.putBack(machine.k, id);
    context.desk.preempted(id, machine.i);
    if (machine.fits(first, 0)) return;
  }
}

/** The youngest sequence loses its cache and goes back to the head of the queue. What it has read so far is lost. */
export function putBack(machine: Machine): void {
  const { prompts, batch, requests, i, k } = machine;
  const { lines, context } = machine.shared;
  machine.running[i]!--;
  let id: number;
  if (prompts.count > 0) {
    id = prompts.id(0);
    machine.held -= requests.prompt[id]! + prompts.tokens(0) + 1;
    requests.made[id] = prompts.tokens(0);
    prompts.count = 0;
  } else {
    const cached = batch.youngestCached;
    id = batch.expel();
    machine.held -= cached;
    requests.made[id] = cached - requests.prompt[id]!;
  }
  lines.putBack(k, id);
  context.desk.preempted(id, i);
}
