/** The event loop. It knows the contracts and no plugin. */
import { Agenda } from '../kernel/agenda.ts';
import * as places from '../kernel/places.ts';
import { Works } from '../kernel/works.ts';
import type { Desk, Run, Station } from '../model.ts';
import { RequestDesk, type EngineParts } from './requestDesk.ts';

// As a constant of this module: an imported constant is loaded and checked at each use.
const { ARRIVAL } = places;

/** One run: what its parts share from the start, and the desk. */
export class Engine extends RequestDesk implements Run {
  readonly agenda: Agenda;
  readonly works: Works;
  readonly desk: Desk;
  /** The stations of the slots behind those of the devices. */
  private readonly stations: Station[] = [];
  /** The row of the request that comes next. */
  private next: number;

  /** With a slot for every device. */
  constructor(devices: number) {
    super();
    this.agenda = new Agenda(devices);
    this.desk = this;
    this.works = new Works((works) => {
      for (const listener of this.parts.listeners) listener.worked?.(works);
    });
    this.next = 0;
  }

  override open(parts: EngineParts): void {
    super.open(parts);
    this.works.hear(parts.listeners);
    this.next = this.requests.open();
    parts.workload.draw(this.next);
  }

  claim(station: Station, slots: number): number {
    const first = this.agenda.claim(slots);
    for (let k = 0; k < slots; k++) this.stations.push(station);
    return first;
  }

  /** Runs until there are no more events. At equal times an arrival goes first, then the lowest slot. */
  run(parts: EngineParts): void {
    this.open(parts);
    this.advance(Infinity);
    this.close();
  }

  /** Time of the next event; Infinity if there is none. */
  get due(): number {
    return Math.min(this.agenda.due[this.agenda.first]!, this.requests.rows[this.next + ARRIVAL]!);
  }

  /** Runs all events before that time. */
  advance(until: number): void {
    const { workload } = this.parts;
    const { agenda, clock, fleet, follows, requests, stations } = this;
    const devices = fleet.size;
    let { next } = this;
    // A double, once: whether an argument is one or a small integer is checked at each use.
    const end = 1 * until;
    for (;;) {
      const slot = agenda.first;
      const due = agenda.due[slot]!;
      const arrival = requests.rows[next + ARRIVAL]!;
      if (arrival <= due) {
        if (arrival >= end) break;
        clock[0] = arrival;
        this.arrive(next);
        next = requests.open();
        workload.draw(next);
      } else {
        if (due >= end) break;
        clock[0] = due;
        if (slot < devices) fleet.serversOf(slot).advance(slot);
        else stations[slot - devices]!.advance(slot);
      }
      if (follows === 1 && this.endings.size > 0) this.followers.report();
    }
    this.next = next;
  }

  /** Ends the run: blocks that are not full go to the listeners. */
  close(): void {
    this.requests.release(this.next);
    this.moves.flush();
    this.works.flush();
  }
}
