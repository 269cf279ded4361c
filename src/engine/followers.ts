/** Who hears of requests at once, and what they have not been told yet. */
import { LOST } from '../kernel/moves.ts';
import type { Pairs } from '../kernel/pairs.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Follower } from '../model.ts';

/** Besides outcomes: the client has left a request that is still worked on; that work is over. */
const LEFT = -1;
const GONE = -2;

export class Followers {
  /** What is to be reported, in the order in which it came. */
  readonly endings: Pairs;
  /** Requests that are worked on though nobody waits for them any more. */
  readonly ghosts: Set<number>;
  private readonly all: readonly Follower[];
  private readonly greeters: readonly Follower[];
  private readonly requests: Requests;

  constructor(followers: readonly Follower[], requests: Requests, endings: Pairs, ghosts: Set<number>) {
    this.all = followers;
    this.greeters = followers.filter((follower) => 'arrived' in follower);
    this.requests = requests;
    this.endings = endings;
    this.ghosts = ghosts;
  }

  get any(): boolean {
    return this.all.length > 0;
  }

  arrived(id: number): void {
    for (const follower of this.greeters) follower.arrived!(id);
  }

  left(id: number): void {
    this.ghosts.add(id);
    this.endings.push(id, LEFT);
  }

  ended(id: number, outcome: number): void {
    this.endings.push(id, this.ghosts.delete(id) ? GONE : outcome);
  }

  /** What they do may end others. Rows are released here. */
  report(): void {
    const { all, endings, requests } = this;
    for (let k = 0; k < endings.size; k++) {
      const id = endings.one(k);
      const outcome = endings.other(k);
      if (outcome !== GONE) for (const follower of all) follower.ended(id, outcome === LEFT ? LOST : outcome);
      if (outcome !== LEFT) requests.release(id);
    }
    endings.clear();
  }
}
