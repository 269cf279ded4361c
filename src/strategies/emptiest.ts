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
  /** Of each group: the least fill of those with room, the least load for its capability among these, who has both and how many. */
  private readonly fills: Float64Array;
  private readonly loads: Float64Array;
  private readonly ties: Int32Array;
  private readonly lowest: Int32Array;

  constructor(draws: boolean, { fleet, requests }: Pick<StrategyContext, 'fleet' | 'requests'>) {
    const devices = Array.from(fleet.group, (_, i) => i);
    const groups = devices.reduce((most, i) => Math.max(most, fleet.group[i]! + 1), 0);
    this.fleet = fleet;
    this.requests = requests;
    this.draws = draws ? 1 : 0;
    this.members = Int32Array.from(devices.sort((a, b) => fleet.group[a]! - fleet.group[b]! || a - b));
    this.begins = Int32Array.from({ length: groups + 1 }, (_, g) => {
      return devices.filter((i) => fleet.group[i]! < g).length;
    });
    this.fills = new Float64Array(groups);
    this.loads = new Float64Array(groups);
    this.ties = new Int32Array(groups);
    this.lowest = new Int32Array(groups);
  }

  pick(id: number): number {
    this.fleet.refresh();
    this.lookThrough();
    const taker = this.best(id, 1);
    if (taker >= 0) return taker;
    const open = this.best(id, 0);
    return open >= 0 ? open : anyUp(this.fleet, this.requests.draw[id]!);
  }

  private lookThrough(): void {
    const { members, begins } = this;
    const { open, fill, load, capability } = this.fleet;
    for (let g = 0; g < this.fills.length; g++) {
      const end = begins[g + 1]!;
      let least = Infinity;
      // In two passes, the first without a branch that cannot be foretold: who is emptiest changes all the time.
      for (let k = begins[g]!; k < end; k++) {
        const i = members[k]!;
        least = Math.min(least, open[i] === 0 ? Infinity : fill[i]!);
      }
      let second = Infinity;
      let ties = 0;
      let lowest = 0;
      for (let k = begins[g]!; k < end; k++) {
        const i = members[k]!;
        if (fill[i] !== least || open[i] === 0) continue;
        const relative = load[i]! / capability[i]!;
        if (relative < second) {
          second = relative;
          ties = 1;
          lowest = k;
        } else if (relative === second) ties++;
      }
      this.fills[g] = least;
      this.loads[g] = second;
      this.ties[g] = ties;
      this.lowest[g] = lowest;
    }
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
    const { open, fill, load, capability } = this.fleet;
    let at = this.lowest[g]!;
    for (let left = k; left > 0;) {
      const i = members[++at]!;
      const relative = load[i]! / capability[i]!;
      if (open[i] === 1 && fill[i] === this.fills[g] && relative === this.loads[g]) left--;
    }
    return members[at]!;
  }
}
