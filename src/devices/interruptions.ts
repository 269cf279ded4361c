/** Interruptions of a batching machine: requests that leave early, breakdowns, and changes of speed. */
import { catchUp, comes, there } from './arriving.ts';
import * as fields from './fields.ts';
import type { Machine } from './machine.ts';
import type { Stretch } from './stretch.ts';

const { DECODING, FROM, READING, SAVED, SLOW } = fields;

/** Removes a request, wherever it is. The step in progress ends as planned, unless nothing is left in it. */
export function withdraw(machine: Machine, id: number): void {
  const { lines, coming, preempt } = machine.shared;
  const { prompts, batch, requests } = machine;
  const place = prompts.indexOf(id);
  const decodes = place < 0 && batch.has(id);
  if (place < 0 && !decodes) {
    (comes(machine, id) ? coming! : lines).remove(machine.k, id);
    // The new head of the line may need less cache.
    machine.interrupt();
    return;
  }
  if (decodes) unseat(machine);
  cut(machine);
  const { stretch } = machine;
  // Between two steps, and the next one reads nothing: it begins without the request that leaves.
  const between = prompts.count === 0 && stretch.from === machine.shared.context.clock[0]!;
  const prompt = requests.prompt[id]!;
  machine.running[machine.i]!--;
  if (decodes) {
    const cached = batch.remove(id);
    requests.made[id] = cached - prompt;
    machine.held -= preempt ? cached : prompt + requests.output[id]!;
    if (between) machine.replan(-Infinity);
    else withoutSequence(machine);
  } else {
    const tokens = prompts.tokens(place);
    requests.made[id] = tokens;
    machine.held -= prompt + (preempt ? tokens + 1 : requests.output[id]!);
    withoutPrompt(machine, place);
  }
}

/** Stops the machine: its requests are accounted for up to now and removed. Returns them. */
export function empty(machine: Machine): number[] {
  const { context, lines, coming } = machine.shared;
  const { prompts, batch, requests } = machine;
  cut(machine);
  const held: number[] = [];
  while (batch.size > 0) {
    const id = batch.anyone;
    requests.made[id] = batch.remove(id) - requests.prompt[id]!;
    held.push(id);
  }
  for (let k = 0; k < prompts.count; k++) {
    requests.made[prompts.id(k)] = prompts.tokens(k);
    held.push(prompts.id(k));
  }
  for (const line of [lines, coming])
    while (line !== null && line.size[machine.k]! > 0) held.push(line.shift(machine.k));
  prompts.count = 0;
  machine.held = 0;
  machine.stretch.begin();
  context.agenda.set(machine.i, Infinity);
  return held;
}

/** Changes the speed: everything takes `ratio` times as long as before. */
export function pace(machine: Machine, ratio: number): void {
  const { agenda, clock } = machine.shared.context;
  const { stretch, prompts } = machine;
  const { all } = machine.cells;
  const now = clock[0]!;
  if (agenda.due[machine.i]! < Infinity) {
    unseat(machine);
    cut(machine);
    const { middle, end } = stretch;
    if (machine.shared.chunk === 0 && stretch.reading > 0 && now < middle) {
      all[DECODING] = now - stretch.from + (middle - now) * ratio;
      all[READING]! *= ratio;
      prompts.unread(0, 0, stretch.reading);
      seat(machine, prompts.id(0), stretch.middle);
      due(machine, stretch.end);
    } else {
      keep(stretch, now + (end - now) * ratio);
      due(machine, now + (end - now) * ratio);
    }
  }
  all[SLOW] = machine.shared.admission.stretch[machine.k]!;
}

/** Requests admitted while still on their way are on their way again: the step they join with is unknown now. */
function unseat(machine: Machine): void {
  const { coming, chunk, context } = machine.shared;
  const { prompts, requests } = machine;
  if (coming === null || chunk > 0 || prompts.count === 0) return;
  const id = prompts.id(0);
  if (there(machine, id) <= context.clock[0]!) return;
  machine.held -= machine.need(id);
  machine.running[machine.i]!--;
  prompts.count = 0;
  machine.cells.all[READING] = 0;
  requests.started[id] = Infinity;
  coming.putBack(machine.k, id);
}

/** Accounts for everything up to now and leaves only the step in progress planned. */
function cut(machine: Machine): void {
  const { stretch, batch, prompts } = machine;
  if (batch.size === 0 && prompts.count === 0) return stretch.begin();
  if (machine.shared.late && stretch.steps > 1) catchUp(machine, stretch.done());
  const done = stretch.cut();
  if (machine.shared.preempt) machine.held += done * batch.size;
  stretch.shorten();
}

/** Moves the end of the stretch, and scales its parts in proportion. */
function keep({ cells, prompts }: Stretch, end: number): void {
  const { all } = cells;
  const from = all[FROM]!;
  const seconds = all[DECODING]! + all[READING]!;
  // Requests that are left in it take no time.
  if (seconds === 0) all[DECODING] = end - from;
  if (!(seconds > 0)) return;
  const factor = (end - from) / seconds;
  all[DECODING]! *= factor;
  all[READING]! *= factor;
  all[SAVED] = 0;
  prompts.scale(factor);
}

function due({ shared, i }: Machine, time: number): void {
  const { agenda, clock } = shared.context;
  agenda.set(i, Math.max(time, clock[0]!));
}

function withoutSequence(machine: Machine): void {
  const { stretch, prompts, batch } = machine;
  const { end } = stretch;
  const now = machine.shared.context.clock[0]!;
  if (batch.size > 0) due(machine, end);
  else if (prompts.count === 0) machine.replan(stretch.from);
  else if (machine.shared.chunk > 0) {
    machine.cells.all[DECODING] = 0;
    keep(stretch, end);
    due(machine, end);
  } else if (now < stretch.middle) {
    // Only the prompt that was to be read after the step is left.
    const { reading } = stretch;
    stretch.begin();
    machine.cells.all[READING] = reading;
    seat(machine, prompts.id(0), now);
    due(machine, stretch.end);
  }
}

function withoutPrompt(machine: Machine, place: number): void {
  const { stretch, prompts, batch } = machine;
  const { all } = machine.cells;
  const { end } = stretch;
  const now = machine.shared.context.clock[0]!;
  const seconds = prompts.seconds(place);
  prompts.remove(place);
  if (batch.size === 0 && prompts.count === 0) machine.replan(stretch.from);
  else if (machine.shared.chunk > 0) {
    all[READING] = prompts.count === 0 ? 0 : stretch.reading - seconds;
    keep(stretch, end);
    due(machine, end);
  } else if (now < stretch.middle) {
    all[READING] = 0;
    due(machine, stretch.end);
  } else machine.replan(stretch.from);
}

/** Sets when the request got its slot. */
function seat({ requests }: Machine, id: number, time: number): void {
  const { started, resumed } = requests;
  if (resumed[id]! > 0) resumed[id] = time;
  else started[id] = time;
}
