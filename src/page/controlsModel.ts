/** The data of the page's controls: available choices, and the scenario's values. */

/** A model on a board that can be chosen. */
export interface MachineOffer {
  readonly name: string;
  readonly board: string;
  readonly title: string;
  readonly model: string;
  /** Tokens per second for a single request. */
  readonly speed: number;
  /** Worst error of the decode speed on held-out measurements, as a share; null when unknown. */
  readonly error: number | null;
  readonly watts: number;
  readonly idle: number;
  readonly price: number | null;
  readonly priceSource: string;
  readonly fit: string;
  readonly quality: number | null;
}

export interface Card extends MachineOffer {
  readonly count: number;
  readonly slots: number;
  readonly queue: number | null;
}

export interface LimitCard {
  readonly kind: string;
  readonly scope: string;
  readonly window: number | null;
  readonly capacity: number | null;
  readonly requests: number | null;
}

/** The mean of a distribution and its path in the scenario. */
export interface Mean {
  readonly path: string;
  readonly mean: number;
}

/** What the controls show. */
export interface ControlsModel {
  readonly name: string;
  readonly description: string;
  readonly replications: number;
  /** Measured seconds; null for a log. */
  readonly counted: number | null;
  readonly demand: 'rate' | 'people' | 'log';
  readonly file: string | null;
  /** Requests per hour, if a single number defines them; users, for a closed workload. */
  readonly rate: number | null;
  readonly people: number | null;
  readonly peak: number | null;
  readonly prompt: Mean | null;
  readonly output: Mean | null;
  readonly fleet: readonly Card[];
  readonly limits: readonly LimitCard[];
  readonly strategies: readonly string[];
  readonly varied: readonly string[];
  readonly fallback: 'cloud' | 'drop';
  readonly cloud: string | null;
  /** Dollars per million tokens, and the date of the price; null without a cloud. */
  readonly cloudPrice: { readonly input: number; readonly output: number; readonly since: string } | null;
  readonly alpha: number;
  readonly electricity: number;
  readonly slo: { readonly ttft: number | null; readonly e2e: number | null; readonly target: number };
  readonly cells: number;
  /** Approximate requests in one round of all cells; null when that requires reading a log. */
  readonly requests: number | null;
  readonly warnings: readonly string[];
}
