/** The desk, through which every request passes, from its arrival to its end. It knows the contracts and no plugin. */
import type { Floor } from './fleet.ts';
import { Followers } from './followers.ts';
import { Gates, type Gate } from './gates.ts';
import * as codes from '../kernel/codes.ts';
import * as moved from '../kernel/moves.ts';
import { Moves } from '../kernel/moves.ts';
import { Pairs } from '../kernel/pairs.ts';
import * as places from '../kernel/places.ts';
import { Requests } from '../kernel/requests.ts';
import type { Desk, RunParts, Strategy } from '../model.ts';

// As constants of this module: an imported constant is loaded and checked at each use.
const { AWAY, CLOUD, CLOUD_LIMIT, KEPT, NO_DEVICE, NONE, RATE_LIMIT, TIMEOUT } = codes;
const { ACCEPTED, ARRIVED, COMPLETED, LEFT, LOST: ENDED, PREEMPTED, REFUSED, RETURNED } = moved;

const { ADMITTED, ATTEMPTS, FIRST, HOLDER, MADE, NUMBER, OUTPUT, RESUMED, STARTED } = places;

/** What is run. */
export type EngineParts = RunParts<Floor, Gate>;

/** It gets the parts of the run in `open`. */
export class RequestDesk implements Desk {
  readonly clock: Float64Array = new Float64Array(1);
  readonly requests: Requests = new Requests();
  readonly moves: Moves;
  declare protected parts: EngineParts;
  declare protected gates: Gates;
  declare protected fleet: Floor;
  declare protected strategy: Strategy;
  declare protected followers: Followers;
  /** 1 if there are followers, and if the strategy is notified of requests accepted and released. */
  declare protected follows: number;
  declare protected tells: number;
  /** The number of requests that have arrived, and of those that have not ended. */
  protected arrivals: number;
  protected inside: number;
  /** Endings not yet reported to the followers, and requests whose clients have left. */
  protected readonly endings: Pairs = new Pairs();
  protected readonly ghosts: Set<number> = new Set();

  constructor() {
    this.moves = new Moves(this.requests, this.clock, (moves) => {
      for (const listener of this.parts.listeners) listener.moved?.(moves);
    });
    this.arrivals = this.inside = 0;
  }

  open(parts: EngineParts): void {
    this.parts = parts;
    this.fleet = parts.fleet;
    this.strategy = parts.strategy;
    const own = { devices: parts.fleet.limiter, cloud: parts.cloud && parts.cloud.limiter };
    this.gates = new Gates(parts.gates, own, this.requests);
    this.tells = parts.strategy.accepted === undefined ? 0 : 1;
    this.followers = new Followers(parts.followers, this.requests, this.endings, this.ghosts);
    this.follows = this.followers.any ? 1 : 0;
    this.moves.hear(parts.listeners);
  }

  get over(): boolean {
    return this.inside === 0 && this.clock[0]! >= this.parts.workload.duration;
  }

  arrive(id: number): void {
    this.requests.rows[id + NUMBER] = this.arrivals++;
    this.inside++;
    this.moves.note(ARRIVED, id, NONE, 0);
    if (this.follows === 1) this.followers.arrived(id);
    this.offer(id);
  }

  offer(id: number): void {
    const { fleet } = this;
    const { rows } = this.requests;
    rows[id + HOLDER] = NONE;
    rows[id + ATTEMPTS]!++;
    let by = NONE;
    let reason = this.gates.any === 1 ? this.gates.refusal(id) : 0;
    if (reason === 0) {
      fleet.expect();
      by = this.strategy.pick(id);
      if (by >= 0) {
        reason = fleet.refusal(by, id);
        if (reason === 0) return this.place(by, id);
      } else if (by === CLOUD) return this.toCloud(id);
      else reason = NO_DEVICE;
    }
    this.refuse(id, reason, by);
    this.turn(id, reason, by);
  }

  completed(id: number, station: number): void {
    const { rows } = this.requests;
    rows[id + MADE] = rows[id + OUTPUT]!;
    if (this.follows === 1 && this.ghosts.has(id)) return this.returned(id, TIMEOUT);
    if (this.gates.any === 1) this.gates.completed(id, station);
    if (this.tells === 1 && station >= 0) this.strategy.released!(id, station);
    this.moves.close(COMPLETED, id, station, 0);
    this.end(id, COMPLETED);
  }

  preempted(id: number, station: number): void {
    this.moves.close(PREEMPTED, id, station, 0);
  }

  returned(id: number, reason: number): void {
    const by = this.requests.holder[id]!;
    this.leave(id, reason, by);
    if (this.ghosts.has(id)) return this.lose(id, TIMEOUT, by);
    if (by !== CLOUD) this.requests.refused[id] = reason;
    this.turn(id, reason, by);
  }

  evict(id: number, reason: number): void {
    const { holder } = this.requests;
    const by = holder[id]!;
    if (by >= 0) this.fleet.serversOf(by).withdraw(by, id);
    else if (by === CLOUD) this.parts.cloud!.servers.withdraw(0, id);
    else if (by === AWAY) this.parts.away!.withdraw(0, id);
    else if (by === KEPT) this.parts.recourse.forget?.(id);
    if (by >= CLOUD || by === AWAY) this.leave(id, reason, by);
    this.lose(id, reason, by === KEPT ? NONE : by);
  }

  again(id: number, by: number): void {
    this.gates.again(id, by);
  }

  abandoned(id: number): void {
    const by = this.requests.holder[id]!;
    if (by < CLOUD && by !== AWAY) return this.evict(id, TIMEOUT);
    this.moves.note(LEFT, id, by, TIMEOUT);
    this.followers.left(id);
  }

  /** A device takes it. */
  private place(by: number, id: number): void {
    if (this.gates.any === 1) this.gates.charge(id, by);
    this.hold(by, id);
    this.fleet.serversOf(by).accept(by, id);
    if (this.tells === 1) this.strategy.accepted!(id, by);
  }

  private toCloud(id: number): void {
    const { servers } = this.parts.cloud!;
    const limiter = this.gates.cloud;
    let reason = limiter === null ? 0 : limiter.refusal(0, id);
    if (reason === RATE_LIMIT) reason = CLOUD_LIMIT;
    if (reason === 0) reason = servers.refusal(0, id);
    if (reason !== 0) {
      this.refuse(id, reason, CLOUD);
      return this.turn(id, reason, CLOUD);
    }
    if (limiter !== null) limiter.charge(0, id);
    this.hold(CLOUD, id);
    servers.accept(0, id);
  }

  /** A leg begins. */
  private hold(by: number, id: number): void {
    const { rows } = this.requests;
    rows[id + HOLDER] = by;
    rows[id + ADMITTED] = this.clock[0]!;
    rows[id + MADE] = 0;
    rows[id + RESUMED] = 0;
    rows[id + STARTED] = Infinity;
    rows[id + FIRST] = Infinity;
    this.moves.note(ACCEPTED, id, by, 0);
  }

  private refuse(id: number, reason: number, by: number): void {
    if (by !== CLOUD) this.requests.refused[id] = reason;
    this.moves.note(REFUSED, id, by, reason);
  }

  /** The request was refused, or its leg ended: the recourse decides where it goes. */
  private turn(id: number, reason: number, by: number): void {
    const { requests } = this;
    const { recourse } = this.parts;
    for (;;) {
      // What the fleet knew to be admitted was another request, or this one before it was refused.
      this.fleet.expect();
      const place = recourse.after(id, reason, by);
      requests.holder[id] = place === KEPT ? KEPT : NONE;
      if (place === KEPT) return;
      if (place === CLOUD) return this.toCloud(id);
      if (place === AWAY) {
        this.hold(AWAY, id);
        return this.parts.away!.accept(0, id);
      }
      if (place < 0) return this.lose(id, reason, by);
      requests.attempts[id]!++;
      // Limiters are asked again even if they admitted an earlier leg: that leg has ended for them.
      reason = this.gates.refusal(id);
      by = NONE;
      if (reason === 0) {
        this.fleet.expect();
        reason = this.fleet.refusal(place, id);
        if (reason === 0) return this.place(place, id);
        by = place;
      }
      this.refuse(id, reason, by);
    }
  }

  /** A leg ended without an answer. */
  private leave(id: number, reason: number, by: number): void {
    const { requests } = this;
    this.gates.returned(id, by);
    if (this.tells === 1 && by >= 0) this.strategy.released!(id, by);
    this.moves.close(RETURNED, id, by, reason);
    requests.wasted[id] = requests.joules[id]!;
  }

  private lose(id: number, reason: number, by: number): void {
    this.moves.close(ENDED, id, by, reason);
    this.end(id, ENDED);
  }

  private end(id: number, outcome: number): void {
    this.inside--;
    if (this.follows === 0) return this.requests.release(id);
    this.requests.holder[id] = NONE;
    this.followers.ended(id, outcome);
  }
}
