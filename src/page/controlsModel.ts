/** What can be chosen on the page, and the scenario as its controls show it. */

/** A model on a board that can be chosen. */
export interface MachineOffer {
  readonly name: string;
  readonly board: string;
  readonly title: string;
  readonly model: string;
  /** Tokens a second, alone. */
  readonly speed: number;
  /** Worst error of the decode speed on measurements it was not fitted to, as a share; null where it is not known. */
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

/** The mean of a distribution and where it is written. */
export interface Mean {
  readonly path: string;
  readonly mean: number;
}

/** What the controls show: the scenario as it was read. */
export interface ControlsModel {
  readonly name: string;
  readonly description: string;
  readonly replications: number;
  /** Seconds that are counted; null for a log. */
  readonly counted: number | null;
  readonly demand: 'rate' | 'people' | 'log';
  readonly file: string | null;
  /** Requests an hour, where one number says it; people, where they wait for answers. */
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
  /** Dollars for a million tokens, and since when; null where there is no cloud. */
  readonly cloudPrice: { readonly input: number; readonly output: number; readonly since: string } | null;
  readonly alpha: number;
  readonly electricity: number;
  readonly slo: { readonly ttft: number | null; readonly e2e: number | null; readonly target: number };
  readonly cells: number;
  /** Requests of one round of all cells, about; null where that takes reading a log. */
  readonly requests: number | null;
  readonly warnings: readonly string[];
}
