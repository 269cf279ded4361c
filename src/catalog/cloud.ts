/** What is known of a model behind an interface in the cloud. Plain JSON. */
import type { ProfileSource } from './profile.ts';

/** A delay or a speed that varies from call to call, as the scenario file writes distributions. */
export type Spread =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'lognormal'; readonly median: number; readonly p95: number }
  | { readonly kind: 'lognormal'; readonly mean: number; readonly cv: number }
  | { readonly kind: 'quantiles'; readonly at: Readonly<Record<string, number>> };

export interface CloudProfile {
  readonly name: string;
  /** Dollars per million tokens. */
  readonly price: { readonly input: number; readonly output: number };
  /** Share of answers that are right; null when not known. */
  readonly quality: number | null;
  /** The constant R of the paper's Table I; null for others. */
  readonly responsiveness: number | null;
  /** Seconds there and back over the network. */
  readonly roundTrip: Spread;
  /** Seconds from the arrival at the provider to the first token. */
  readonly ttft: Spread;
  /** Tokens per second after the first. */
  readonly decodeSpeed: Spread;
  /** Longest prompt + output in tokens. */
  readonly context: number;
  readonly sources: readonly ProfileSource[];
  readonly assumptions: readonly string[];
}
