/** What is known of a model behind an interface in the cloud. Plain JSON. */
import type { CloudModel } from '../model.ts';
import type { ProfileSource } from './profile.ts';

/** A model in a cloud: prices, latencies and their sources. Plain JSON. */
export interface CloudProfile extends CloudModel {
  /** Share of answers that are right; null when not known. */
  readonly quality: number | null;
  /** The constant R of the paper's Table I; null for others. */
  readonly responsiveness: number | null;
  /** Since when the price holds, or when it was looked up; missing where nobody says. */
  readonly priced?: string;
  readonly sources: readonly ProfileSource[];
  readonly assumptions: readonly string[];
}
