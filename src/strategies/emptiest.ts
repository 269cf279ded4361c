import type { Fleet, Strategy, StrategyContext } from '../model.ts';
import { derive } from '../kernel/random.ts';
import { anyUp } from './upOnly.ts';

/** Up to so many devices are looked through at every pick; with more, what changed is put in order. */
export const FEW = 32;

/**
 * Load-Aware by fill for a few devices whose limit lets in by fill: the same picks as with contests, but nothing is kept
 * from one pick to the next, which costs more than to look.
 */
export class Emptiest implements Strategy {
  private readonly fleet: Fleet;
  private readonly requests: StrategyContext['requests'];
  /** 1 when a draw decides among equals. */
  private readonly draws: number;
  /** Devices by group, and where each group begins among them. */
  private readonly members: Int32Array;
  private readonly begins: Int32Array;
  /** The same in the order in which they were last picked: who is emptiest is then mostly the first, and the rest is a loop in which nothing surprises. */
  private readonly order: Int32Array;
  /** Of each group: the least fill of those with room, or what orders them as their fills do, the least load for its capability among these, who has both and how many. */
  private readonly fills: Float64Array;
  private readonly loads: Float64Array;
  private readonly ties: Int32Array;
  private readonly lowest: Int32Array;

  constructor(draws: boolean, { fleet, requests }: Pick<StrategyContext, 'fleet' | 'requests'>) {
    const { size, group } = fleet;
    let groups = 0;
    for (let i = 0; i < size; i++) groups = Math.max(groups, group[i]! + 1);
    this.fleet = fleet;
    this.requests = requests;
    this.draws = draws ? 1 : 0;
    this.members = new Int32Array(size);
    this.begins = new Int32Array(groups + 1);
    let members = 0;
    for (let g = 0; g < groups; g++) {
      for (let i = 0; i < size; i++) if (group[i] === g) this.members[members++] = i;
      this.begins[g + 1] = members;
    }
    this.order = this.members.slice();
    this.fills = new Float64Array(groups);
    this.loads = new Float64Array(groups);
    this.ties = new Int32Array(groups);
    this.lowest = new Int32Array(groups);
  }

  pick(id: number): number {
    this.fleet.refresh();
    this.lookThrough();
    const taker = this.best(id, 1);
    if (taker >= 0) {
      this.putBehind(taker);
      return taker;
    }
    const open = this.best(id, 0);
    return open >= 0 ? open : anyUp(this.fleet, this.requests.draw[id]!);
  }

  private lookThrough(): void {
    const { order, begins } = this;
    const { open, standing, load, capability } = this.fleet;
    for (let g = 0; g < this.fills.length; g++) {
      const end = begins[g + 1]!;
      let least = Infinity;
      let best = -1;
      let tied = 0;
      for (let k = begins[g]!; k < end; k++) {
        const i = order[k]!;
        const one = standing[i]!;
        if (one > least || open[i] === 0) continue;
        tied = one === least ? 1 : 0;
        least = one;
        best = i;
      }
      this.fills[g] = least;
      if (tied === 1) this.compare(g);
      else {
        this.loads[g] = best < 0 ? 0 : load[best]! / capability[best]!;
        this.ties[g] = best < 0 ? 0 : 1;
        this.lowest[g] = best;
      }
    }
  }

  /** Of those of a group who have the least fill. */
  private compare(g: number): void {
    const { members, begins } = this;
    const { open, standing, load, capability } = this.fleet;
    const least = this.fills[g]!;
    let second = Infinity;
    let ties = 0;
    for (let k = begins[g]!; k < begins[g + 1]!; k++) {
      const i = members[k]!;
      if (standing[i] !== least || open[i] === 0) continue;
      const relative = load[i]! / capability[i]!;
      if (relative < second) {
        second = relative;
        ties = 1;
        this.lowest[g] = i;
      } else if (relative === second) ties++;
    }
    this.loads[g] = second;
    this.ties[g] = ties;
  }

  /** The best with room, of those that would take the request if they are `asked`; -1 when there is none. */
  private best(id: number, asked: number): number {
    const { fleet, fills, loads } = this;
    const draw = this.requests.draw[id]!;
    let best = -1;
    let ties = 0;
    let leastFill = 0;
    let leastLoad = 0;
    for (let g = 0; g < fills.length; g++) {
      const fill = fills[g]!;
      const load = loads[g]!;
      const tied = this.ties[g]!;
      if (tied === 0) continue;
      if (best >= 0 && (fill > leastFill || (fill === leastFill && load > leastLoad))) continue;
      const device = this.member(g, this.draws === 1 ? (draw * tied) | 0 : 0);
      // All others of the group are as full or fuller, and would refuse it too.
      if (asked === 1 && !fleet.admits(device, id)) continue;
      const equal = best >= 0 && fill === leastFill && load === leastLoad;
      ties = equal ? ties + tied : tied;
      if (!equal || (this.draws === 1 && derive(draw, g) * ties < tied)) best = device;
      leastFill = fill;
      leastLoad = load;
    }
    return best;
  }

  /** The k-th of those who share the best of a group. */
  private member(g: number, k: number): number {
    const { members } = this;
    const { open, standing, load, capability } = this.fleet;
    if (k === 0) return this.lowest[g]!;
    let at = members.indexOf(this.lowest[g]!);
    for (let left = k; left > 0;) {
      const i = members[++at]!;
      const relative = load[i]! / capability[i]!;
      if (open[i] === 1 && standing[i] === this.fills[g] && relative === this.loads[g]) left--;
    }
    return members[at]!;
  }

  /** It goes behind the others of its group: it has just become fuller. */
  private putBehind(device: number): void {
    const { order } = this;
    const g = this.fleet.group[device]!;
    const last = this.begins[g + 1]! - 1;
    let k = this.begins[g]!;
    while (order[k] !== device) k++;
    for (; k < last; k++) order[k] = order[k + 1]!;
    order[last] = device;
  }
}
