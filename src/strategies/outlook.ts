import { Agenda } from '../kernel/agenda.ts';
import { Contest } from '../kernel/contest.ts';
import type { AnswerTimes, Fleet, StrategyContext } from '../model.ts';
import { membersOf } from './members.ts';

/**
 * When each machine is expected to finish its work, as far as a router can know. Prompt lengths are known; an answer
 * counts as the workload's mean length until it is complete. Interchangeable machines share a tree, so that a pick
 * costs O(log n) for each kind of machine.
 *
 * With a free slot, or with one slot in all, that time can be estimated. It cannot when all of several slots are taken,
 * or when a request runs longer than expected: slots then become free at the rate of the machine's capability, the first
 * after half that interval with one slot and after nearly all of it with many.
 */
export class Outlook {
  /** Kinds of machine. */
  readonly groups: number;
  /** Times and costs of the current request on a machine of each kind. */
  readonly estimates: readonly AnswerTimes[];
  /** Of the machine found last: seconds until the request would start there, and how many machines tie. */
  readonly found: { wait: number; ties: number } = { wait: 0, ties: 0 };
  readonly #fleet: Fleet;
  readonly #requests: StrategyContext['requests'];
  readonly #clock: Float64Array;
  readonly #answer: number;
  readonly #members: readonly Int32Array[];
  readonly #place: Int32Array;
  /** When each machine should have finished its work; 0 when it is idle. */
  readonly #ready: Float64Array;
  /** Expected seconds of all work on each machine. */
  readonly #held: Float64Array;
  /** When each should be done; then, where that is unknown, the expected wait of a request; then the load. */
  readonly #due: Contest[];
  readonly #late: Contest[];
  readonly #turns: Agenda;
  /** How full the windows are: if the emptiest machine refuses, all of its kind do. */
  readonly #fills: Contest[];
  readonly #abreast: readonly number[];
  readonly #taken: AnswerTimes = blank();
  readonly #passed: number[] = [];
  #now = 0;
  #id = -1;

  constructor({ fleet, requests, clock, means }: StrategyContext) {
    const { size } = fleet;
    this.#fleet = fleet;
    this.#requests = requests;
    this.#clock = clock;
    this.#answer = means.output;
    this.#place = new Int32Array(size);
    this.#ready = new Float64Array(size);
    this.#held = new Float64Array(size);
    this.#members = membersOf(fleet);
    for (const members of this.#members) members.forEach((i, place) => (this.#place[i] = place));
    this.groups = this.#members.length;
    this.estimates = this.#members.map(blank);
    const contests = (): Contest[] => this.#members.map(({ length }) => new Contest(length));
    this.#due = contests();
    this.#late = contests();
    this.#fills = contests();
    this.#turns = new Agenda(size);
    this.#abreast = this.#members.map(([i]) => {
      if (i === undefined) return 1;
      fleet.estimate(i, means.prompt, means.output, this.#taken);
      return this.#taken.abreast;
    });
  }

  accepted(id: number, i: number): void {
    const now = this.#clock[0]!;
    const share = this.#share(id, i, this.#answer);
    this.#held[i]! += share;
    this.#until(i, now, Math.max(this.#ready[i]!, now) + share);
  }

  released(id: number, i: number): void {
    const expected = this.#share(id, i, this.#answer);
    const real = this.#share(id, i, Math.max(1, this.#requests.made[id]!));
    this.#held[i]! -= expected;
    this.#until(i, this.#clock[0]!, this.#ready[i]! + (real - expected));
  }

  /** Sets the request that the next calls are about. */
  consider(id: number): void {
    const fleet = this.#fleet;
    const now = this.#clock[0]!;
    this.#now = now;
    this.#id = id;
    fleet.refresh();
    for (let i = fleet.look(); i >= 0; i = fleet.look()) this.#set(i, now);
    while (this.#turns.time <= now) this.#set(this.#turns.first, now);
    const prompt = this.#requests.prompt[id]!;
    for (let g = 0; g < this.groups; g++) {
      const first = this.#members[g]![0];
      if (first !== undefined) fleet.estimate(first, prompt, this.#answer, this.estimates[g]!);
    }
  }

  /**
   * The machine of kind g with room that would start the request first; when `asked`, only among those that would take
   * it. -1 when there is none; the draw breaks ties.
   */
  soonest(g: number, draw: number, asked: boolean): number {
    const late = this.#late[g]!;
    const due = this.#due[g]!;
    let chosen = -1;
    for (;;) {
      const { share, last } = this.estimates[g]!;
      const soon = Math.max(due.first - this.#now + share - last, 0);
      const wait = Math.min(late.first, soon);
      if (wait === Infinity) break;
      const contest = wait === late.first ? late : due;
      const { ties } = contest;
      const place = contest.pick(Math.floor(draw * ties));
      const i = this.#members[g]![place]!;
      if (!asked || this.#fleet.admits(i, this.#id)) {
        this.found.wait = wait;
        this.found.ties = ties;
        chosen = i;
        break;
      }
      if (this.#passed.length === 0 && this.#refuses(g, i)) break;
      this.#passed.push(i);
      contest.set(place, Infinity, 0);
    }
    while (this.#passed.length > 0) this.#set(this.#passed.pop()!, this.#now);
    return chosen;
  }

  /** Whether all machines of kind g refuse, given that i does. */
  #refuses(g: number, i: number): boolean {
    if (!this.#fleet.ordered) return false;
    const emptiest = this.#members[g]![this.#fills[g]!.pick(0)]!;
    return emptiest === i || !this.#fleet.admits(emptiest, this.#id);
  }

  /** Sets when i should be done: at `ready`, but never later than its held work would take from now. */
  #until(i: number, now: number, ready: number): void {
    this.#ready[i] = Math.min(ready, now + this.#held[i]!);
  }

  #share(id: number, i: number, output: number): number {
    this.#fleet.estimate(i, this.#requests.prompt[id]!, output, this.#taken);
    return this.#taken.share;
  }

  #set(i: number, now: number): void {
    const fleet = this.#fleet;
    const g = fleet.group[i]!;
    const place = this.#place[i]!;
    const load = fleet.load[i]!;
    if (load === 0) this.#ready[i] = this.#held[i] = 0;
    const abreast = this.#abreast[g]!;
    const waiting = Math.max(load - abreast, 0);
    const turn = abreast > 1 && load >= abreast ? now : this.#ready[i]! - waiting / fleet.capability[i]!;
    const late = turn <= now;
    const wait = load < abreast ? 0 : (waiting + abreast / (abreast + 1)) / fleet.capability[i]!;
    const open = fleet.open[i] === 1;
    this.#due[g]!.set(place, open && !late ? this.#ready[i]! : Infinity, 0);
    this.#late[g]!.set(place, open && late ? wait : Infinity, load);
    this.#fills[g]!.set(place, open ? fleet.standing[i]! : Infinity, 0);
    this.#turns.set(i, late ? Infinity : turn);
  }
}

export function blank(): AnswerTimes {
  return { first: 0, last: 0, abreast: 1, share: 0, joules: 0, dollars: 0 };
}
