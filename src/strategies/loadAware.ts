import { z } from 'zod';
import type { Fleet, Request, Strategy, StrategyContext } from '../model.ts';
import { Agenda } from '../kernel/agenda.ts';
import { Contest } from '../kernel/contest.ts';
import { derive } from '../kernel/random.ts';
import { plugin, type Plugin } from '../options.ts';

interface Options {
  score: 'fill' | 'load' | 'work';
  ties: 'random' | 'lowest';
}

export const loadAware: Plugin<Options, StrategyContext, Strategy> = plugin(
  'the device whose window is emptiest, then the least loaded for its capability; never one that would refuse while another would not',
  {
    score: z
      .enum(['fill', 'load', 'work'])
      .default('fill')
      .describe(
        'least window fill, then (waiting + running) / capability; only the latter; or the work left in seconds',
      ),
    ties: z
      .enum(['random', 'lowest'])
      .default('random')
      .describe('among equals: by a random draw of the request, or the lowest index'),
  },
  (options, { fleet }: StrategyContext) => new LoadAware(options, fleet),
);

/** Interchangeable devices compete in a tree of their own, so that one that refuses speaks for all that are fuller. */
class LoadAware implements Strategy {
  readonly #options: Options;
  readonly #groups: Contest[] = [];
  readonly #members: number[][] = [];
  readonly #place: Int32Array;
  /** When a window next empties by itself; what is past is brought up to date before a pick. */
  readonly #expiries: Agenda;

  constructor(options: Options, fleet: Fleet) {
    this.#options = options;
    this.#place = new Int32Array(fleet.size);
    this.#expiries = new Agenda(fleet.size);
    for (let i = 0; i < fleet.size; i++) {
      const members = (this.#members[fleet.group(i)] ??= []);
      this.#place[i] = members.push(i) - 1;
    }
    for (const members of this.#members) this.#groups.push(new Contest(members.length));
    for (let i = 0; i < fleet.size; i++) this.changed(i, fleet, 0);
  }

  changed(i: number, fleet: Fleet, now: number): void {
    const { score } = this.#options;
    const relative = fleet.load(i) / fleet.capability(i);
    let first = relative;
    let second = 0;
    if (score === 'fill') {
      // Asked even of a device that is full: it is what takes the past out of its window.
      first = fleet.fill(i, now);
      second = relative;
    } else if (score === 'work') {
      first = relative === 0 ? 0 : fleet.clear(i);
    }
    if (!fleet.open(i)) first = Infinity;
    this.#groups[fleet.group(i)]!.set(this.#place[i]!, first, second);
    if (score === 'fill') this.#expiries.set(i, fleet.expires(i));
  }

  /**
   * The best of those that would take the request. When all would refuse, the best of those with room, as if it would
   * not; when none has room, whichever the draw says. What is reported is the refusal of the device that is picked.
   */
  pick(request: Omit<Request, 'output'>, fleet: Fleet): number {
    const expiries = this.#expiries;
    while (expiries.time <= request.at) this.changed(expiries.first, fleet, request.at);
    const taker = this.#best(request, fleet, true);
    if (taker >= 0) return taker;
    const open = this.#best(request, fleet, false);
    return open >= 0 ? open : Math.floor(request.draw * fleet.size);
  }

  /** The score behind the last choice. */
  readonly #found: { first: number; second: number; ties: number } = { first: 0, second: 0, ties: 0 };

  /** The best with room, of those that would take the request if they are `asked`; -1 when there is none. */
  #best(request: Omit<Request, 'output'>, fleet: Fleet, asked: boolean): number {
    let best = -1;
    let first = Infinity;
    let second = 0;
    let ties = 0;
    for (let g = 0; g < this.#groups.length; g++) {
      const contest = this.#groups[g]!;
      if (contest.first > first || (contest.first === first && contest.second > second)) continue;
      const device = this.#choose(g, request, fleet, asked);
      if (device < 0) continue;
      const other = this.#found;
      const order = other.first - first || other.second - second;
      if (order > 0) continue;
      ties = order === 0 ? ties + other.ties : other.ties;
      const wins =
        order !== 0 || (this.#options.ties === 'random' && derive(request.draw, g) * ties < other.ties);
      if (wins) best = device;
      first = other.first;
      second = other.second;
    }
    return best;
  }

  /** The best of a group, or -1. */
  #choose(g: number, request: Omit<Request, 'output'>, fleet: Fleet, asked: boolean): number {
    const contest = this.#groups[g]!;
    const members = this.#members[g]!;
    let passed: number[] | null = null;
    let chosen = -1;
    while (contest.first < Infinity) {
      const ties = contest.ties;
      const place = contest.pick(this.#options.ties === 'random' ? Math.floor(request.draw * ties) : 0);
      const device = members[place]!;
      if (!asked || fleet.admits(device)) {
        chosen = device;
        this.#found.first = contest.first;
        this.#found.second = contest.second;
        this.#found.ties = ties;
        break;
      }
      if (this.#options.score === 'fill' && fleet.ordered(device)) break;
      (passed ??= []).push(device);
      contest.set(place, Infinity, 0);
    }
    if (passed) for (const device of passed) this.changed(device, fleet, request.at);
    return chosen;
  }
}
