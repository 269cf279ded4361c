/** Requests that have not yet reached the engine of a batching machine, because of its latency or of late joining. */
import type { Machine } from './machine.ts';

/** Whether the request is still on its way to the engine. */
export function comes({ shared, requests, k }: Machine, id: number): boolean {
  const { coming } = shared;
  if (coming === null) return false;
  let one = coming.first(k);
  while (one >= 0 && one !== id) one = requests.next[one]!;
  return one === id;
}

/** When the request reaches the engine. */
export function there({ requests, outside }: Machine, id: number): number {
  return requests.admitted[id]! + outside;
}

/** Moves requests that reached the engine to the line; with late joining, those that had when the last step began. */
export function welcome(machine: Machine, last: number): void {
  const { batch, prompts, k } = machine;
  const { lines, coming, late, context } = machine.shared;
  if (coming === null) return;
  const idle = batch.size === 0 && prompts.count === 0 && lines.size[k] === 0;
  join(machine, late && !idle ? last : context.clock[0]!);
}

/** With late joining: moves requests that joined between two completed steps of the stretch. */
export function catchUp(machine: Machine, done: number): void {
  const { shared, stretch } = machine;
  if (shared.late && done > 0 && stretch.reading === 0) join(machine, stretch.began(done));
}

/** Moves requests that had reached the engine by then. */
function join(machine: Machine, by: number): void {
  const { k } = machine;
  const { lines, coming } = machine.shared;
  while (coming!.size[k]! > 0 && there(machine, coming!.first(k)) <= by) lines.push(k, coming!.shift(k));
}

/** The step of the stretch with which a request that is on its way joins. */
export function stepOf(machine: Machine, id: number): number {
  const { stretch, shared } = machine;
  const at = there(machine, id);
  const now = shared.context.clock[0]!;
  if (!shared.late) return stretch.step(Math.max(now, at));
  // A late request joins with the first step that begins after it reached the engine; it may have waited there for long.
  const joins = at <= stretch.from ? 1 : stretch.step(at) + 1;
  return now <= stretch.from ? joins : Math.max(joins, stretch.step(now));
}
