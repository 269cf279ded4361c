import { COMPLETED, LOST, REFUSED, RETURNED, STRIDE, type Moves } from '../../src/kernel/moves.ts';
import { reasonOf, type Listener, type Reason } from '../../src/model.ts';
import type { Fate } from './edge.ts';

/** What became of every request, by the order in which they arrived. */
export class Fates implements Listener {
  readonly all: Fate[] = [];
  private readonly refusals: Map<number, [Reason, number][]> = new Map();
  private readonly returns: Map<number, [Reason, number][]> = new Map();

  moved(moves: Moves): void {
    for (let row = 0; row < moves.end; row += STRIDE) {
      const number = moves.number[row]!;
      const by = moves.station[row]!;
      const refusals = this.refusals.get(number) ?? [];
      const times = [moves.started[row]!, moves.first[row]!, moves.now[row]!];
      switch (moves.kind[row]) {
        case REFUSED:
          refusals.push([reasonOf(moves.reason[row]!), by]);
          this.refusals.set(number, refusals);
          break;
        case RETURNED:
          this.returns.set(number, [...(this.returns.get(number) ?? []), [reasonOf(moves.reason[row]!), by]]);
          break;
        case COMPLETED:
          this.all[number] = { refusals, ...this.back(number), end: 'served', by, times };
          break;
        case LOST:
          this.all[number] = { refusals, ...this.back(number), end: 'lost', by, times: [] };
      }
    }
  }

  private back(number: number): Pick<Fate, 'returns'> {
    const returns = this.returns.get(number);
    return returns ? { returns } : {};
  }
}
