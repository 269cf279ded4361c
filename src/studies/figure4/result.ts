/** The outcome of a claim in one of the settings it is about. */
import type { Estimate } from '../../results.ts';
import type { Expectation } from '../../expected.ts';

export interface ClaimCase {
  readonly cell: number;
  readonly outcome: Expectation['outcome'];
  readonly detail: string;
  /** Change from the setting it is compared with; null without a comparison, or when it is unknown. */
  readonly change: Estimate | null;
  /** Whether the change is in the metric's own unit; else it is relative to the other mean. */
  readonly own: boolean;
  /** Distance of the interval from no difference, in the direction of the claim. */
  readonly margin: number;
}
