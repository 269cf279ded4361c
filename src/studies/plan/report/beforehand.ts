/** What is reported about a plan's runs before they start. */

import { ASKS } from '../../../asks.ts';
import type { Replicating } from '../result.ts';
import { rounded } from '../../../report/format.ts';
import { amountOf, times } from './words.ts';

/** `first` includes the limits, which are the same for every level of demand. */
export function beforehandWords(growth: number, made: Replicating, first: boolean): string {
  const { replications, most, requests, about, ask, margin, misses, capped } = made;
  const limits = `From ${replications} to ${most} runs of each fleet in question, until it is decided whether it passes, and at most ${rounded(requests, 0)} simulated requests at a level of demand; the one that is chosen runs again, on requests of its own.\n`;
  const count = rounded(about, about < 1000 ? 0 : -2);
  const far = ASKS[ask].amount !== 'share' ? amountOf(ask, margin) : `${rounded(margin * 100, 2)} points`;
  const takes =
    ask !== 'days'
      ? `by ${ASKS[ask].subject}, a fleet that is better than its bound by ${far} takes about ${count} runs`
      : misses !== null && misses < 0
        ? `${count} days are too few to show the share with 95 % confidence, even if none misses`
        : `a fleet that misses half as often as it may takes about ${count} days, of which ${misses} may miss`;
  return `${first ? limits : ''}demand × ${times(growth)}: ${takes}${capped ? ', more than there may be' : ''}`;
}
