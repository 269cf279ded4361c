/** Requests that have not yet reached the engine of a batching machine: because of its delay, or of late joining. */
import type { Machine } from './machine.ts';

/** Whether it is not at the engine yet. */
export function comes({ shared, requests, k }: Machine, id: number): boolean {
  const { coming } = shared;
  if (coming === null) return false;
  let one = coming.first(k);
  while (one >= 0 && one !== id) one = requests.next[one]!;
  return one === id;
}

/** When it is at the engine. */
export function there({ requests, outside }: Machine, id: number): number {
  return requests.admitted[id]! + outside;
}

/** Those who are at the engine join the line; where joining is late, those who were when the last step began. */
export function welcome(machine: Machine, last: number): void {
  const { batch, prompts, k } = machine;
  const { lines, coming, late, context } = machine.shared;
  if (coming === null) return;
  const idle = batch.size === 0 && prompts.count === 0 && lines.size[k] === 0;
  join(machine, late && !idle ? last : context.clock[0]!);
}

/** Where joining is late: those who joined between two steps of the stretch that are over. */
export function catchUp(machine: Machine, done: number): void {
  const { shared, stretch } = machine;
  if (shared.late && done > 0 && stretch.reading === 0) join(machine, stretch.began(done));
}

/** Those who were at the engine by then. */
function join(machine: Machine, by: number): void {
  const { k } = machine;
  const { lines, coming } = machine.shared;
  while (coming!.size[k]! > 0 && there(machine, coming!.first(k)) <= by) lines.push(k, coming!.shift(k));
}

/** With how many steps of the stretch it joins that is on its way. */
export function stepOf(machine: Machine, id: number): number {
  const { stretch, shared } = machine;
  const at = there(machine, id);
  const now = shared.context.clock[0]!;
  if (!shared.late) return stretch.step(Math.max(now, at));
  // Who is late joins with the first step that begins when it is there; it may be there for long, behind others.
  const joins = at <= stretch.from ? 1 : stretch.step(at) + 1;
  return now <= stretch.from ? joins : Math.max(joins, stretch.step(now));
}
