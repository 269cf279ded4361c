import { z } from 'zod';
import type { Fleet, Strategy, StrategyContext } from '../model.ts';
import { Contest } from '../kernel/contest.ts';
import { derive } from '../kernel/random.ts';
import { plugin, type Plugin } from '../options.ts';
import { Emptiest, FEW } from './emptiest.ts';
import { membersOf } from './members.ts';
import { anyUp } from './upOnly.ts';

interface Options {
  score: 'fill' | 'load' | 'work';
  ties: 'random' | 'lowest';
}

export const loadAware: Plugin<Options, StrategyContext, Strategy> = plugin(
  'the device with the emptiest window, then the least loaded for its capability; never one that would refuse while another would accept',
  {
    score: z
      .enum(['fill', 'load', 'work'])
      .default('fill')
      .describe(
        'fill: least window fill, then (waiting + running) / capability; load: only the latter; work: the least work left, in seconds',
      ),
    ties: z
      .enum(['random', 'lowest'])
      .default('random')
      .describe('how ties are broken: at random, by the draw of the request, or by the lowest index'),
  },
  ({ score, ties }, context: StrategyContext) => {
    const { fleet } = context;
    if (score === 'fill' && fleet.ordered && fleet.size <= FEW)
      return new Emptiest(ties === 'random', context);
    return new LoadAware({ score, ties }, context);
  },
);

/** Interchangeable devices share a tree: when its best device refuses, all fuller ones would refuse too. */
class LoadAware implements Strategy {
  private readonly score: Options['score'];
  private readonly draws: boolean;
  private readonly fleet: Fleet;
  private readonly requests: StrategyContext['requests'];
  private readonly groups: Contest[] = [];
  /** The first device of each group, which its others follow, and the capability of a group's devices. */
  private readonly firsts: Int32Array;
  private readonly capabilities: Float64Array;
  /** Devices of a group that refused the request. */
  private readonly passed: number[] = [];
  /** The two scores of the best device so far, then those of the last choice and how many devices tie for it. */
  private readonly scores: Float64Array = new Float64Array(4);
  private ties = 0;

  constructor({ score, ties }: Options, { fleet, requests }: StrategyContext) {
    this.score = score;
    this.draws = ties === 'random';
    this.fleet = fleet;
    this.requests = requests;
    const members = membersOf(fleet);
    this.firsts = Int32Array.from(members, ([first = fleet.size]) => first);
    this.capabilities = Float64Array.from(this.firsts, (first) => fleet.capability[first] ?? NaN);
    for (const { length } of members) this.groups.push(new Contest(length));
  }

  /**
   * The best of the devices that would take the request. When all would refuse, the best of those with room; when none
   * has room, a random one that is up. The refusal reported is that of the device that is picked.
   */
  pick(id: number): number {
    const { fleet } = this;
    if (this.score === 'fill') fleet.refresh();
    for (let i = fleet.look(); i >= 0; i = fleet.look()) this.rate(i);
    const taker = this.best(id, true);
    if (taker >= 0) return taker;
    const open = this.best(id, false);
    return open >= 0 ? open : anyUp(fleet, this.requests.draw[id]!);
  }

  /** The best device with room; when `asked`, only among those that would take the request. -1 when there is none. */
  private best(id: number, asked: boolean): number {
    const { groups, scores } = this;
    let best = -1;
    let ties = 0;
    for (let g = 0; g < groups.length; g++) {
      const { firsts, seconds, top } = this.settled(g);
      if (best >= 0 && (firsts[top]! - scores[0]! || seconds[top]! - scores[1]!) > 0) continue;
      const device = this.choose(g, id, asked);
      if (device < 0) continue;
      const order = best < 0 ? -1 : scores[2]! - scores[0]! || scores[3]! - scores[1]!;
      if (order > 0) continue;
      ties = order === 0 ? ties + this.ties : this.ties;
      if (order !== 0 || (this.draws && derive(this.requests.draw[id]!, g) * ties < this.ties)) best = device;
      scores[0] = scores[2]!;
      scores[1] = scores[3]!;
    }
    return best;
  }

  /** The best device of a group, or -1; sets its scores and how many tie. */
  private choose(g: number, id: number, asked: boolean): number {
    const { fleet, scores, passed } = this;
    const contest = this.settled(g);
    const begin = this.firsts[g]!;
    const { firsts, seconds, top } = contest;
    let chosen = -1;
    while (firsts[top]! < Infinity) {
      const { ties } = contest;
      const place = contest.pick(this.draws ? (this.requests.draw[id]! * ties) | 0 : 0);
      const device = begin + place;
      if (!asked || fleet.admits(device, id)) {
        chosen = device;
        scores[2] = firsts[top]!;
        scores[3] = seconds[top]!;
        this.ties = ties;
        break;
      }
      if (this.score === 'fill' && fleet.ordered) break;
      passed.push(device);
      contest.set(place, Infinity, 0);
      contest.settle();
    }
    while (passed.length > 0) this.rate(passed.pop()!);
    return chosen;
  }

  private settled(g: number): Contest {
    const contest = this.groups[g]!;
    contest.settle();
    return contest;
  }

  /** Updates the score of a device. */
  private rate(i: number): void {
    const { fleet, score } = this;
    const group = fleet.group[i]!;
    const relative = fleet.load[i]! / this.capabilities[group]!;
    let first = relative;
    let second = 0;
    if (score === 'fill') {
      first = fleet.standing[i]!;
      second = relative;
    } else if (score === 'work') {
      first = relative === 0 ? 0 : fleet.clear[i]!;
    }
    if (fleet.open[i] === 0) first = Infinity;
    this.groups[group]!.set(i - this.firsts[group]!, first, second);
  }
}
