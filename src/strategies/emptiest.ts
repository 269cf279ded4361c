import type { Fleet, Strategy, StrategyContext } from '../model.ts';
import { derive } from '../kernel/random.ts';
import { anyUp } from './upOnly.ts';

/** Up to this many devices are scanned at every pick; larger fleets keep an ordered index. */
export const FEW = 32;
/** Devices compared at a time: V8 checks an array anew in each round of a loop. */
const FOUR = 4;

/**
 * Load-Aware by fill for a few devices whose limit admits by fill. It makes the same picks as with contests but keeps
 * nothing between picks: for a few devices an index costs more than a scan.
 */
export class Emptiest implements Strategy {
  private readonly fleet: Fleet;
  private readonly requests: StrategyContext['requests'];
  /** 1 when ties are broken at random. */
  private readonly draws: number;
  /** The first device of each group, and behind the last group the number of devices. */
  private readonly begins: Int32Array;
  /** For each group, of its devices with room: the least fill, the least load per capability, the device that has both, and how many tie. */
  private readonly fills: Float64Array;
  private readonly loads: Float64Array;
  private readonly ties: Int32Array;
  private readonly lowest: Int32Array;

  constructor(draws: boolean, { fleet, requests }: Pick<StrategyContext, 'fleet' | 'requests'>) {
    const { size, group } = fleet;
    const groups = size === 0 ? 0 : group[size - 1]! + 1;
    this.fleet = fleet;
    this.requests = requests;
    this.draws = draws ? 1 : 0;
    this.begins = new Int32Array(groups + 1);
    for (let i = 0; i < size; i++) this.begins[group[i]! + 1]!++;
    for (let g = 0; g < groups; g++) this.begins[g + 1]! += this.begins[g]!;
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
    const { begins, fills, ties, loads, lowest } = this;
    const { open, standing, load, capability } = this.fleet;
    for (let g = 0; g < fills.length; g++) {
      const from = begins[g]!;
      const to = begins[g + 1]!;
      if (to - from < FOUR) {
        this.compare(g);
        continue;
      }
      const best = leastOf(standing, from, to);
      if (open[best] === 0 || tied(standing, from, to, best)) {
        this.compare(g);
        continue;
      }
      fills[g] = standing[best]!;
      loads[g] = load[best]! / capability[best]!;
      ties[g] = 1;
      lowest[g] = best;
    }
  }

  /** Finds the best device of a group: the least fill, then the least load per capability. */
  private compare(g: number): void {
    const { begins } = this;
    const { open, standing, load, capability } = this.fleet;
    let least = Infinity;
    let second = Infinity;
    let ties = 0;
    for (let i = begins[g]!; i < begins[g + 1]!; i++) {
      const fill = standing[i]!;
      if (fill > least || open[i] === 0) continue;
      const relative = load[i]! / capability[i]!;
      if (fill < least || relative < second) {
        least = fill;
        second = relative;
        ties = 1;
        this.lowest[g] = i;
      } else if (relative === second) ties++;
    }
    this.fills[g] = least;
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
    const { open, standing, load, capability } = this.fleet;
    let i = this.lowest[g]!;
    for (let left = k; left > 0;) {
      i++;
      const relative = load[i]! / capability[i]!;
      if (open[i] === 1 && standing[i] === this.fills[g] && relative === this.loads[g]) left--;
    }
    return i;
  }
}

/** The first of the devices with the least value. Without branches: who has it is unpredictable. */
function leastOf(values: Float64Array, from: number, to: number): number {
  let best = from;
  for (let k = from; k < to; k += FOUR) {
    const at = Math.min(k, to - FOUR);
    const a = at + Number(values[at + 1]! < values[at]!);
    const b = at + 2 + Number(values[at + 3]! < values[at + 2]!);
    const one = a + (b - a) * Number(values[b]! < values[a]!);
    best += (one - best) * Number(values[one]! < values[best]!);
  }
  return best;
}

/** Whether another device has the same value; it may say so of the device itself where the last four overlap. */
function tied(values: Float64Array, from: number, to: number, best: number): boolean {
  const least = values[best]!;
  let equal = 0;
  for (let k = from; k < to; k += FOUR) {
    const at = Math.min(k, to - FOUR);
    equal +=
      Number(values[at] === least) +
      Number(values[at + 1] === least) +
      Number(values[at + 2] === least) +
      Number(values[at + 3] === least);
  }
  return equal > 1;
}
