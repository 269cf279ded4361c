import type { Reason, Report } from '../../src/model.ts';

export type Entry =
  | readonly [what: 'arrived', id: number, now: number]
  | readonly [what: 'refused', id: number, now: number, by: number, reason: Reason]
  | readonly [
      what: 'accepted' | 'firstToken' | 'preempted' | 'completed' | 'lost',
      id: number,
      now: number,
      station: number,
    ]
  | readonly [what: 'worked', station: number, from: number, to: number, watts: number, share: number];

/** Writes down everything it is told, in the order it is told. */
export class Recorder implements Required<Report> {
  readonly entries: Entry[] = [];

  arrived(id: number, now: number): void {
    this.entries.push(['arrived', id, now]);
  }
  refused(id: number, reason: Reason, by: number, now: number): void {
    this.entries.push(['refused', id, now, by, reason]);
  }
  accepted(id: number, station: number, now: number): void {
    this.entries.push(['accepted', id, now, station]);
  }
  worked(station: number, from: number, to: number, watts: number, share: number): void {
    this.entries.push(['worked', station, from, to, watts, share]);
  }
  firstToken(id: number, station: number, now: number): void {
    this.entries.push(['firstToken', id, now, station]);
  }
  preempted(id: number, station: number, now: number): void {
    this.entries.push(['preempted', id, now, station]);
  }
  completed(id: number, station: number, now: number): void {
    this.entries.push(['completed', id, now, station]);
  }
  lost(id: number, by: number, now: number): void {
    this.entries.push(['lost', id, now, by]);
  }
}
