import type { Fleet, Strategy, StrategyContext } from '../model.ts';
import { derive } from '../kernel/random.ts';
import { IntegerRanking } from '../kernel/ranking.ts';
import { count, plugin, type Plugin } from '../options.ts';
import { leastUp } from './upOnly.ts';

export const powerOf: Plugin<{ d: number }, StrategyContext, Strategy> = plugin(
  'the least loaded of d different devices drawn at random; ties go to the first drawn',
  { d: count().default(2).describe('devices to compare; all of them if there are no more') },
  ({ d }, { fleet, requests }: StrategyContext) => {
    if (d < fleet.size) return new PowerOf(d, fleet, requests);
    const ranking = new IntegerRanking(fleet.size);
    return {
      pick(id) {
        for (let i = fleet.look(); i >= 0; i = fleet.look()) ranking.set(i, fleet.load[i]!);
        const draw = requests.draw[id]!;
        const picked = ranking.at(Math.floor(draw * ranking.ties));
        return fleet.up[picked] === 1 ? picked : leastUp(fleet, draw, picked);
      },
    };
  },
);

class PowerOf implements Strategy {
  private readonly d: number;
  private readonly fleet: Fleet;
  private readonly requests: StrategyContext['requests'];
  /** All devices in order; drawn devices are swapped to the front during a pick. */
  private readonly order: Int32Array;
  private readonly places: Int32Array;

  constructor(d: number, fleet: Fleet, requests: StrategyContext['requests']) {
    this.d = d;
    this.fleet = fleet;
    this.requests = requests;
    this.order = Int32Array.from({ length: fleet.size }, (_, i) => i);
    this.places = new Int32Array(fleet.size);
  }

  pick(id: number): number {
    const { order } = this;
    const { load, up } = this.fleet;
    const draw = this.requests.draw[id]!;
    let best = -1;
    let k = 0;
    // Devices that are down do not count among the d.
    for (let left = this.d; left > 0 && k < order.length; k++) {
      const place = k + Math.floor((k === 0 ? draw : derive(draw, k)) * (order.length - k));
      this.swap(k, place);
      this.places[k] = place;
      const device = order[k]!;
      if (up[device] === 0) continue;
      left--;
      if (best < 0 || load[device]! < load[best]!) best = device;
    }
    const first = order[0]!;
    // Undo the swaps, so that a pick depends on its own draw alone.
    while (--k >= 0) this.swap(k, this.places[k]!);
    return best < 0 ? first : best;
  }

  private swap(a: number, b: number): void {
    const { order } = this;
    const one = order[a]!;
    order[a] = order[b]!;
    order[b] = one;
  }
}
