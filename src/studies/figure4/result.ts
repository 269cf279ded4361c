/** What becomes of a claim in one of the settings it is about. */
import type { Estimate } from '../../results.ts';
import type { Expectation } from '../../expected.ts';

export interface ClaimCase {
  readonly cell: number;
  readonly outcome: Expectation['outcome'];
  readonly detail: string;
  /** From the setting it is compared with; null where nothing is compared, or that is not known. */
  readonly change: Estimate | null;
  /** Whether the change is in the figure's own unit; else it is a share of the other's mean. */
  readonly own: boolean;
  /** How far the interval is from no difference, in the sense of the claim. */
  readonly margin: number;
}
