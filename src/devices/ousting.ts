/** Preemption at a batching machine: by a request with a better rank, or because memory is full. */
import { stepOf } from './arriving.ts';
import type { Machine } from './machine.ts';

/** Decoding sequences that rank behind the given request, the last first. */
function after(machine: Machine, first: number): number[] {
  const ranked = machine.shared.ranked!;
  return machine.batch
    .members()
    .filter((id) => ranked.rankOf(id) > ranked.rankOf(first))
    .sort((one, other) => (ranked.ahead(one, other) ? 1 : -1));
}

/**
 * A request arrived while all decode. The head of the line is only known at the end of a step, so nothing is admitted
 * beforehand: the stretch ends with the step after which a place may be free, or a request reaches the engine.
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
 * Between two steps: preempts as many sequences as the head of the line needs, or none if all of them are not enough.
 * Preempted requests wait again, and their prompts and tokens so far are read again.
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

/** Preempts the youngest sequence: it loses its cache and returns to the head of the line. A partly read prompt is lost. */
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
