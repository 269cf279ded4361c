/**
 * Bounds that no fleet can beat, whatever the strategy: no machine works for more seconds than there are, and a machine
 * of a kind takes at least so many seconds for a request. In the best case a fleet gets the requests that take least.
 * Which kind serves which request is left open: every request counts at the kind where it takes the smallest part of
 * that kind's mean.
 */
import { bisectRight, cumsum } from 'd3-array';
import { Alone } from '../../scenario/alone.ts';
import { factsOf } from '../../scenario/facts.ts';
import { boundOf } from '../../scenario/queue.ts';
import type { Candidate, Planning, Scenario } from '../../scenario/scenario.ts';
import { deviationOf, meanOf } from '../../kernel/spread.ts';
import { JOULES_PER_KWH } from '../../kernel/units.ts';
import { busySeconds, hardwareCost, MONTH } from './cost.ts';
import type { Demand, Sample } from './demand.ts';
import type { Counts } from './space.ts';

interface Bound {
  /** No run costs less per month, except by chance in a few runs, which is allowed for. */
  readonly cost: number;
  /** No run attains more. */
  readonly attainment: number;
  /** The cloud gets no smaller share of the requests. */
  readonly cloudShare: number;
}

/** Standard errors added for safety, since the bounds come from samples too. */
const CAUTION = 3;

export class Bounds {
  readonly #planning: Planning;
  readonly #scenario: Scenario;
  readonly #demand: Demand;
  /** Mean least seconds of a request by kind: the weights for capacity. */
  readonly #means: readonly number[];
  readonly #alone: Alone;
  /** By the set of kinds present: the requests of each sample in ascending order, as running sums. */
  readonly #orders: Map<string, readonly Order[]> = new Map();

  constructor(planning: Planning, scenario: Scenario, demand: Demand) {
    this.#planning = planning;
    this.#scenario = scenario;
    this.#demand = demand;
    this.#alone = new Alone(planning.candidates, scenario);
    this.#means = planning.candidates.map((kind) => {
      let sum = 0;
      let count = 0;
      for (const { prompt, output, count: n } of demand.samples)
        for (let i = 0; i < n; i++, count++) sum += leastSeconds(kind, prompt[i]!, output[i]!);
      return count > 0 && sum > 0 ? sum / count : 1;
    });
  }

  /** Upper bound for the throughput, in average requests per second. */
  capacity(counts: Counts): number {
    return this.#planning.candidates.reduce(
      (sum, kind, i) => sum + (counts[i]! * kind.slots) / this.#means[i]!,
      0,
    );
  }

  of(counts: Counts): Bound {
    const { samples } = this.#demand;
    const each = samples.map((sample, i) => this.#one(counts, sample, this.#order(counts)[i]!));
    const cautious = (of: (bound: Bound) => number, sign: 1 | -1): number => {
      const values = each.map(of);
      const mean = meanOf(values);
      if (values.length < 2) return mean;
      return mean + (sign * CAUTION * deviationOf(values)) / Math.sqrt(values.length);
    };
    return {
      cost: cautious(({ cost }) => cost, -1),
      attainment: Math.min(
        1,
        cautious(({ attainment }) => attainment, 1),
      ),
      cloudShare: Math.max(
        0,
        cautious(({ cloudShare }) => cloudShare, -1),
      ),
    };
  }

  #one(counts: Counts, sample: Sample, order: Order): Bound {
    const { candidates, cloudShare: allowed } = this.#planning;
    const { slo, cloud, fallback, metrics } = this.#scenario;
    const { seconds } = this.#demand;
    const sum = (of: (kind: Candidate) => number): number =>
      candidates.reduce((total, kind, i) => (counts[i]! > 0 ? total + counts[i]! * of(kind) : total), 0);
    const capacity = this.capacity(counts);
    const slots = sum((kind) => kind.slots);
    const held = sum((kind) => kind.slots + boundOf(kind.queue));
    const n = Math.max(1, sample.count);
    const served = slots === 0 ? 0 : Math.min(n, bisectRight(order.all, capacity * seconds) + held);
    const late = slo.e2e ?? slo.ttft;
    const more = slo.e2e === null ? slots : 0;
    const inTime =
      late === null || slots === 0
        ? served
        : Math.min(
            served,
            bisectRight(order.timely, capacity * (seconds + late)) + more,
            order.timely.length,
          );
    const sent = cloud !== null && fallback === 'cloud' ? (allowed.requests ?? 1) : 0;
    const spill = sent > 0 && !this.#demand.closed ? Math.max(0, n - served) : 0;
    const dollars = order.dollars[Math.min(sample.count, spill) - 1] ?? 0;
    // No requests: attainment is 1, and nothing goes to the cloud. In a closed workload a slower fleet gets fewer requests,
    // so none of these is certain to arrive.
    const nobody = sample.count === 0 || this.#demand.closed;
    const resting = sum(({ profile: { power } }) => Math.min(power.idle, power.prefill, power.decode));
    return {
      cost:
        hardwareCost(this.#planning, counts) +
        (resting * MONTH * metrics.electricity) / JOULES_PER_KWH +
        (dollars * busySeconds(this.#planning)) / seconds,
      attainment: nobody ? 1 : inTime / n + sent,
      cloudShare: nobody ? 0 : spill / n,
    };
  }

  #order(counts: Counts): readonly Order[] {
    const key = counts.map((count) => (count > 0 ? 1 : 0)).join('');
    let orders = this.#orders.get(key);
    if (!orders) {
      const kinds = this.#planning.candidates.flatMap((kind, i) =>
        counts[i]! > 0 ? [{ kind, place: i, mean: this.#means[i]! }] : [],
      );
      orders = this.#demand.samples.map((sample) => ordered(sample, kinds, this.#scenario, this.#alone));
      this.#orders.set(key, orders);
    }
    return orders;
  }
}

interface Order {
  /** Running sums of the least parts of a mean request: of all, and of those that an idle machine serves in time. */
  readonly all: Float64Array;
  readonly timely: Float64Array;
  /** Running sum of the cloud's prices, from the cheapest. */
  readonly dollars: Float64Array;
}

function ordered(
  { count, prompt, output }: Sample,
  kinds: readonly { readonly kind: Candidate; readonly place: number; readonly mean: number }[],
  { cloud, slo }: Scenario,
  alone: Alone,
): Order {
  const all = new Float64Array(count);
  const dollars = new Float64Array(count);
  const timely: number[] = [];
  for (let i = 0; i < count; i++) {
    const [p, o] = [prompt[i]!, output[i]!];
    let least = Infinity;
    let fast = false;
    for (const { kind, place, mean } of kinds) {
      least = Math.min(least, leastSeconds(kind, p, o) / mean);
      fast ||= alone.inTime(place, p, o, slo);
    }
    all[i] = least;
    if (fast) timely.push(least);
    const fits = cloud !== null && p + o <= cloud.profile.context;
    dollars[i] = fits ? (p * cloud.profile.price.input + o * cloud.profile.price.output) / 1e6 : 0;
  }
  return { all: running(all), timely: running(Float64Array.from(timely)), dollars: running(dollars) };
}

/** Of the values in ascending order. */
const running = (values: Float64Array): Float64Array => cumsum(values.sort());

/** The least seconds of a slot for a request; undefined where the device does not define it. */
function leastSeconds(
  { profile: { pace }, device, slots }: Candidate,
  prompt: number,
  output: number,
): number {
  return factsOf('devices', device).least?.(pace, slots, prompt, output) ?? 0;
}
