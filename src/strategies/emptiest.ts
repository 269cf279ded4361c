import type { Fleet, Strategy, StrategyContext } from '../model.ts';
import { derive } from '../kernel/random.ts';
import { anyUp } from './upOnly.ts';

/** Up to this many devices are scanned at every pick; larger fleets keep an ordered index. */
export const FEW = 32;

/**
 * Load-Aware by fill for a few devices whose limit admits by fill. It makes the same picks as with contests but keeps
 * nothing between picks: for a few devices an index costs more than a scan.
 */
export class Emptiest implements Strategy {
  private readonly fleet: Fleet;
  private readonly requests: StrategyContext['requests'];
  /** 1 when ties are broken at random. */
  private readonly draws: number;
  /** Devices by group, and where each group begins in that list. */
  private readonly members: Int32Array;
  private readonly begins: Int32Array;
  /** The same devices, least recently picked first: the emptiest is then mostly the first, and the branches of the loop are predictable. */
  private readonly order: Int32Array;
  /** For each group, of its devices with room: the least fill, the least load per capability, the device that has both, and how many tie. */
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

  /** Finds the best device of a group: the least fill, then the least load per capability. */
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

  /** The best device with room; with `asked` 1 only among those that would take the request. -1 when there is none. */
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
      // The rest of the group is as full or fuller and would refuse it too.
      if (asked === 1 && !fleet.admits(device, id)) continue;
      const equal = best >= 0 && fill === leastFill && load === leastLoad;
      ties = equal ? ties + tied : tied;
      if (!equal || (this.draws === 1 && derive(draw, g) * ties < tied)) best = device;
      leastFill = fill;
      leastLoad = load;
    }
    return best;
  }

  /** The k-th of the devices of a group that tie for the best. */
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

  /** Moves a device behind the rest of its group: it has just become fuller. */
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
