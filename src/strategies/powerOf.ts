import type { Request, Strategy, StrategyContext } from '../model.ts';
import { derive } from '../kernel/random.ts';
import { Ranking } from '../kernel/ranking.ts';
import { count, plugin, type Plugin } from '../options.ts';

export const powerOf: Plugin<{ d: number }, StrategyContext, Strategy> = plugin(
  'the least loaded of d different devices drawn at random, the first drawn among equals',
  { d: count().default(2).describe('devices to look at; with as many as there are, or more, all of them') },
  ({ d }, { fleet }: StrategyContext) => {
    if (d >= fleet.size) {
      const ranking = new Ranking(fleet.size);
      return {
        pick: (request) => ranking.at(Math.floor(request.draw * ranking.ties)),
        changed: (device) => ranking.set(device, fleet.load(device)),
      };
    }
    return new PowerOf(d, fleet.size);
  },
);

class PowerOf implements Strategy {
  readonly #d: number;
  /** All devices in order; the drawn are brought to its front for the time of a pick. */
  readonly #order: Int32Array;
  readonly #places: Int32Array;

  constructor(d: number, size: number) {
    this.#d = d;
    this.#order = Int32Array.from({ length: size }, (_, i) => i);
    this.#places = new Int32Array(d);
  }

  pick: Strategy['pick'] = ({ draw }: Omit<Request, 'output'>, fleet) => {
    const order = this.#order;
    let best = -1;
    for (let k = 0; k < this.#d; k++) {
      const place = k + Math.floor((k === 0 ? draw : derive(draw, k)) * (order.length - k));
      this.#swap(k, place);
      this.#places[k] = place;
      const device = order[k]!;
      if (best < 0 || fleet.load(device) < fleet.load(best)) best = device;
    }
    // Put back, so that whom a request looks at depends on its own draw alone.
    for (let k = this.#d - 1; k >= 0; k--) this.#swap(k, this.#places[k]!);
    return best;
  };

  #swap(a: number, b: number): void {
    const order = this.#order;
    const one = order[a]!;
    order[a] = order[b]!;
    order[b] = one;
  }
}
