import { type DeviceContext, type AnswerTimes, type Servers } from '../model.ts';
import { Chains, Ranked } from '../kernel/lines.ts';
import { baseSeconds } from '../kernel/pace.ts';
import type { Admission } from './admission.ts';
import { handBack } from './handBack.ts';
import { empty, pace, withdraw } from './interruptions.ts';
import { linesOf } from './linesOf.ts';
import { Machine } from './machine.ts';
import type { Shared } from './shared.ts';

/** Machines with continuous batching; each is created with its first request. */
export class Continuous implements Servers {
  private readonly shared: Shared;
  private readonly machines: Machine;

  constructor(
    context: DeviceContext,
    admission: Admission,
    { chunk, sharesChunk, late, preempt }: Pick<Shared, 'chunk' | 'sharesChunk' | 'late' | 'preempt'>,
  ) {
    const finished = new Int32Array(context.slots);
    const atOnce = !late && (context.model.pace.prefill.outside ?? 0) === 0;
    const coming = atOnce ? null : new Chains(context.count, context.requests);
    const lines = linesOf(context);
    const { step } = context.model.pace;
    this.shared = {
      context,
      admission,
      bases: Float64Array.from({ length: context.slots + 1 }, (_, b) => (b > 0 ? baseSeconds(step, b) : 0)),
      lines,
      ranked: lines instanceof Ranked ? lines : null,
      ousts: context.order?.preempts === true,
      coming,
      chunk,
      sharesChunk,
      late,
      preempt,
      finished,
    };
    this.machines = new Machine(this.shared);
  }

  refusal(i: number, id: number): number {
    return this.shared.admission.refusal(i, id);
  }

  accept(i: number, id: number): void {
    this.shared.admission.enter(i, id);
    this.machines.at(i).accept(id);
  }

  estimate(prompt: number, output: number, into: AnswerTimes): void {
    this.shared.admission.estimate(prompt, output, into, this.shared.chunk);
  }

  advance(i: number): void {
    const { admission, finished, context } = this.shared;
    const count = this.machines.at(i).advance();
    admission.leave(i, count);
    for (let k = 0; k < count; k++) context.desk.completed(finished[k]!, i);
  }

  withdraw(i: number, id: number): void {
    withdraw(this.machines.at(i), id);
    this.shared.admission.withdraw(i, id);
  }

  step(i: number, id: number): number {
    const { prompts, batch, stretch } = this.machines.at(i);
    const { clock, requests } = this.shared.context;
    const now = clock[0]!;
    const waits = Math.max(requests.started[id]!, requests.resumed[id]!) > now;
    return !waits && (prompts.indexOf(id) >= 0 || batch.has(id)) ? stretch.stepEnd() : now;
  }

  stop(i: number): void {
    const held = empty(this.machines.at(i));
    this.shared.admission.stop(i);
    handBack(this.shared.context, held);
  }

  start(i: number): void {
    this.shared.admission.start(i);
  }

  paced(i: number): void {
    pace(this.machines.at(i), this.shared.admission.paced(i));
  }
}
