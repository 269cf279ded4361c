import { derive } from '../kernel/random.ts';
import { CLOUD, type AnswerTimes, type Objective, type Strategy, type StrategyContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';
import { earliest } from './earliest.ts';
import { blank, Outlook } from './outlook.ts';

export const deadline: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  'the device expected to meet the slo with the least electricity, for an answer of the mean length; the cloud if none is, or if it meets the slo for less',
  {},
  (_, context: StrategyContext) => {
    if (context.slo === null) throw new RangeError('deadline needs an slo: ttft, e2e or tpot');
    return new Deadline(context, context.slo);
  },
);

class Deadline implements Strategy {
  readonly #outlook: Outlook;
  readonly #slo: Objective;
  readonly #fleet: StrategyContext['fleet'];
  readonly #answer: number;
  readonly #tariff: number;
  readonly #cloud: StrategyContext['cloud'];
  readonly #requests: StrategyContext['requests'];
  readonly #there: AnswerTimes = blank();

  constructor(context: StrategyContext, slo: Objective) {
    this.#outlook = new Outlook(context);
    this.#slo = slo;
    this.#fleet = context.fleet;
    this.#answer = context.means.output;
    this.#tariff = context.tariff;
    this.#cloud = context.cloud;
    this.#requests = context.requests;
  }

  accepted(id: number, i: number): void {
    this.#outlook.accepted(id, i);
  }

  released(id: number, i: number): void {
    this.#outlook.released(id, i);
  }

  pick(id: number): number {
    this.#outlook.consider(id);
    const cloud = this.#cloud;
    const draw = this.#requests.draw[id]!;
    const device = this.#cheapest(draw);
    if (cloud === null) return device >= 0 ? device : earliest(this.#outlook, draw, this.#fleet);
    if (device < 0) return CLOUD;
    const there = this.#there;
    cloud.estimate(this.#requests.prompt[id]!, this.#answer, there);
    return there.dollars < this.#dollars && this.#meets(0, there) ? CLOUD : device;
  }

  /** Cost of the request on the device found last. */
  #dollars = 0;

  /** The cheapest device that meets the slo, and of equally cheap ones the one done soonest; -1 when none meets it. */
  #cheapest(draw: number): number {
    const outlook = this.#outlook;
    let best = -1;
    let least = Infinity;
    let done = Infinity;
    let ties = 0;
    for (let g = 0; g < outlook.groups; g++) {
      const there = outlook.estimates[g]!;
      const device = outlook.soonest(g, draw, true);
      const { wait, ties: others } = outlook.found;
      if (device < 0 || !this.#meets(wait, there)) continue;
      const dollars = there.joules * this.#tariff;
      const order = dollars - least || wait + there.last - done;
      if (order > 0) continue;
      ties = order === 0 ? ties + others : others;
      if (order !== 0 || derive(draw, g) * ties < others) best = device;
      least = dollars;
      done = wait + there.last;
    }
    this.#dollars = least;
    return best;
  }

  #meets(wait: number, { first, last }: AnswerTimes): boolean {
    const { ttft, e2e, tpot } = this.#slo;
    const paced = tpot === Infinity || last - first <= tpot * (this.#answer - 1);
    return wait + first <= ttft && wait + last <= e2e && paced;
  }
}
