/** The figures of several runs together, from their sums: those of a world from its regions. */
import { Coarse } from '../kernel/coarse.ts';
import { JOULES_PER_KWH } from '../kernel/units.ts';
import type { RegionSums } from '../regional.ts';
import { worth } from './basis.ts';
import { DEFINITIONS } from './definitions.ts';
import type {
  AnsweredBy,
  AnswerFigures,
  Counted,
  CountedAnswers,
  Statistic,
} from './definitions/definition.ts';
import { ANSWER_SUMS, SPREADS, SUMS, type RunSum } from './regionSums.ts';

/** How the runs are judged, the same for all. */
export interface MergedJudgement {
  readonly alpha: number;
  readonly electricity: number;
  readonly includeIdle: boolean;
}

const PLACES: ReadonlyMap<string, number> = new Map(SUMS.map((name, place) => [name, place]));
const PERCENTILES: Readonly<Record<(typeof SPREADS)[number], readonly (50 | 95 | 99)[]>> = {
  ttft: [50, 95, 99],
  tpot: [95],
  e2e: [50, 95, 99],
};

/** Weighted sums over runs. The order of addition matters for the last digit. */
export class Merged {
  readonly #numbers: Float64Array = new Float64Array(SUMS.length);
  readonly #spreads: readonly Coarse[] = Array.from({ length: 2 * SPREADS.length }, () => new Coarse());

  add({ numbers, spreads }: RegionSums, weight = 1): void {
    numbers.forEach((value, place) => (this.#numbers[place]! += weight * (value ?? NaN)));
    spreads.forEach((numbersOf, k) => this.#spreads[k]!.add(numbersOf, weight));
  }

  merge(other: Merged, weight = 1): void {
    other.#numbers.forEach((value, place) => (this.#numbers[place]! += weight * value));
    other.#spreads.forEach((spread, k) => this.#spreads[k]!.merge(spread, weight));
  }

  sum(name: RunSum): number {
    return this.#numbers[PLACES.get(name)!]!;
  }

  /** Offered load: arriving work, divided by capability; null without capability. */
  get offeredLoad(): number | null {
    const load = this.sum('offered') / this.sum('capability');
    return Number.isFinite(load) ? load : null;
  }

  /** Every figure that runs like these have. */
  figures(judgement: MergedJudgement): Record<string, number | null> {
    const run = this.#counted(judgement);
    return Object.fromEntries(
      DEFINITIONS.filter(({ when }) => when === undefined || when(run.metrics.options)).map(
        ({ name, of }) => {
          const value = of(run);
          return [name, value !== null && Number.isFinite(value) ? value : null];
        },
      ),
    );
  }

  #counted({ alpha, electricity, includeIdle }: MergedJudgement): Counted {
    const of = (name: RunSum): number => this.sum(name);
    const devices = of('devices');
    const seconds = of('seconds') / of('runs');
    const [edge, cloud] = [this.#answers('edge'), this.#answers('cloud')];
    const drawn = edge.joules + cloud.joules + of('vainJoules') + of('guestJoules');
    const idle = of('idle');
    const paid = (drawn + (includeIdle ? idle : 0)) * (electricity / JOULES_PER_KWH) + of('hardware');
    const billed = edge.dollars + cloud.dollars + of('vainDollars');
    const arrivals = of('arrivals');
    const part = (
      dollars: number,
      responses: number,
      requests: number,
      parts: readonly ('edge' | 'cloud')[],
    ): AnswerFigures => ({
      latency: this.#latencies(parts),
      within: {},
      worth: worth(
        alpha,
        dollars,
        responses,
        requests,
        parts.map((one) => (one === 'edge' ? edge : cloud)),
      ),
    });
    const parts: Readonly<Record<AnsweredBy, AnswerFigures>> = {
      '': part(paid + billed, edge.count + cloud.count, arrivals, ['edge', 'cloud']),
      edge: part(paid, edge.count, edge.count, ['edge']),
      cloud: part(billed, cloud.count, cloud.count, ['cloud']),
    };
    return {
      metrics: {
        options: {
          group: { length: devices },
          objective: of('hasObjective') > 0 ? {} : null,
          also: {
            retries: of('hasRetries') > 0,
            abandoned: of('hasAbandoned') > 0,
            lost: of('hasLost') > 0,
            overflow: of('hasOverflow') > 0,
          },
          asked: of('hasUsers') > 0 ? of('offered') : null,
          down: {
            devices: of('hasDown') > 0 ? () => NaN : null,
            cloud: of('hasCloudDown') > 0 ? () => (1 - of('cloudAvailability') / of('runs')) * seconds : null,
          },
        },
        edge,
        cloud,
        occupancy: { waited: of('queued') },
        arrivals,
        judged: of('judged'),
        rejected: of('rejected'),
        dropped: of('dropped'),
        failed: of('failed'),
        abandoned: of('abandoned'),
        retries: of('retries'),
        lostJoules: of('lostJoules'),
        waited: of('waited'),
        sent: of('sent'),
        taken: of('taken'),
      },
      seconds,
      paid,
      billed,
      drawn,
      idle,
      utilization: { devices, mean: of('utilization') / devices, squares: of('squares') },
      average: (name) => {
        if (name === 'windowFill') return of('filled') > 0 ? of('windowFill') / of('filled') : null;
        if (devices === 0) return null;
        return of(name === 'slotOccupancy' ? 'slotOccupancy' : 'availability') / devices;
      },
      parts,
    };
  }

  #answers(part: 'edge' | 'cloud'): CountedAnswers & Record<(typeof ANSWER_SUMS)[number], number> {
    const values = ANSWER_SUMS.map((name) => [name, this.#numbers[PLACES.get(`${part}.${name}`)!]!] as const);
    return {
      ...(Object.fromEntries(values) as Record<(typeof ANSWER_SUMS)[number], number>),
      within: null,
    };
  }

  #latencies(parts: readonly ('edge' | 'cloud')[]): AnswerFigures['latency'] {
    const of = (name: (typeof SPREADS)[number]): AnswerFigures['latency'][typeof name] => {
      const spread = new Coarse();
      const first = SPREADS.indexOf(name);
      for (const part of parts) spread.merge(this.#spreads[(part === 'edge' ? 0 : SPREADS.length) + first]!);
      if (spread.count === 0) return {};
      const all: Partial<Record<Statistic, number>> = { mean: spread.mean };
      for (const p of PERCENTILES[name]) all[`p${p}`] = spread.quantile(p / 100);
      return all;
    };
    return { ttft: of('ttft'), tpot: of('tpot'), e2e: of('e2e') };
  }
}
