/** Times of requests on otherwise idle machines, from the devices of a run; nothing is simulated. */
import { Engine } from '../engine/engine.ts';
import type { Floor } from '../engine/fleet.ts';
import type { AnswerTimes } from '../model.ts';
import { contextOf } from './assemble.ts';
import { Unread } from './known.ts';
import { objective } from './objective.ts';
import { floorOf } from './parts.ts';
import type { FleetEntry, Scenario } from './scenario.ts';

/** Placeholder lengths, not used here. */
const ANY = { prompt: 1, output: 1 };

/** Tolerance for rounding. */
const SLACK = 1 + 1e-9;

export class Alone {
  readonly #engine: Engine;
  readonly #fleet: Floor;
  readonly #id: number;
  readonly #taken: AnswerTimes = { first: 0, last: 0, abreast: 1, share: 0, joules: 0, dollars: 0 };

  /** One machine of each kind. */
  constructor(kinds: readonly Omit<FleetEntry, 'count' | 'price'>[], scenario: Scenario) {
    this.#engine = new Engine(kinds.length);
    const context = contextOf(this.#engine, scenario, new Unread());
    const entries = kinds.map((kind) => ({ ...kind, count: 1, price: null }));
    this.#fleet = floorOf(entries, objective(scenario), { ...context, means: ANY });
    this.#id = this.#engine.requests.open();
  }

  /** Whether an idle machine of the kind meets the slo: only then can it under load. */
  inTime(kind: number, prompt: number, output: number, { ttft, e2e, tpot }: Scenario['slo']): boolean {
    const { requests } = this.#engine;
    requests.prompt[this.#id] = prompt;
    requests.output[this.#id] = output;
    if (this.#fleet.refusal(kind, this.#id) !== 0) return false;
    this.#fleet.estimate(kind, prompt, output, this.#taken);
    const { first, last } = this.#taken;
    return (
      first <= (ttft ?? Infinity) * SLACK &&
      last <= (e2e ?? Infinity) * SLACK &&
      (output <= 1 || (last - first) / (output - 1) <= (tpot ?? Infinity) * SLACK)
    );
  }
}
