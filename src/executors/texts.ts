import type { Scenario } from '../scenario/scenario.ts';

/** How many are kept, of tens of kilobytes each. */
const MOST = 256;

/** Scenarios as JSON, those asked for last kept: many jobs share one. */
export class Texts {
  readonly #known: Map<Scenario, string> = new Map();

  of(scenario: Scenario): string {
    const known = this.#known.get(scenario);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST) this.#known.clear();
    const text = JSON.stringify(scenario);
    this.#known.set(scenario, text);
    return text;
  }
}
