import {
  ACCEPTED,
  ARRIVED,
  COMPLETED,
  LEFT,
  PREEMPTED,
  REFUSED,
  RETURNED,
  STRIDE,
  type Moves,
} from '../../src/kernel/moves.ts';
import type { Works } from '../../src/kernel/works.ts';
import { reasonOf, type Listener, type Reason } from '../../src/model.ts';

export type Entry =
  | readonly [what: 'arrived', id: number, now: number]
  | readonly [what: 'refused' | 'returned' | 'lost', id: number, now: number, by: number, reason: Reason]
  | readonly [
      what: 'accepted' | 'preempted' | 'completed' | 'left',
      id: number,
      now: number,
      station: number,
    ];
export type Work = readonly [station: number, from: number, to: number, watts: number, share: number];

/** Writes down everything it hears, in order. */
export class Recorder implements Listener {
  readonly entries: Entry[] = [];
  readonly works: Work[] = [];

  moved(moves: Moves): void {
    for (let row = 0; row < moves.end; row += STRIDE) this.entries.push(entryOf(moves, row));
  }

  worked({ size, station, from, to, watts, share }: Works): void {
    for (let row = 0; row < size; row++)
      this.works.push([station[row]!, from[row]!, to[row]!, watts[row]!, share[row]!]);
  }
}

function entryOf(moves: Moves, row: number): Entry {
  const id = moves.id[row]!;
  const now = moves.now[row]!;
  const station = moves.station[row]!;
  switch (moves.kind[row]) {
    case ARRIVED:
      return ['arrived', id, now];
    case ACCEPTED:
      return ['accepted', id, now, station];
    case PREEMPTED:
      return ['preempted', id, now, station];
    case COMPLETED:
      return ['completed', id, now, station];
    case LEFT:
      return ['left', id, now, station];
    case REFUSED:
      return ['refused', id, now, station, reasonOf(moves.reason[row]!)];
    case RETURNED:
      return ['returned', id, now, station, reasonOf(moves.reason[row]!)];
    default:
      return ['lost', id, now, station, reasonOf(moves.reason[row]!)];
  }
}
