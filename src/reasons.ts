/** Why requests are refused, in words. */
import type { Reason } from './kernel/codes.ts';

interface Words {
  /** Over a column. */
  readonly heading: string;
  /** Who does it: `turned away by the limits of the scenario`. */
  readonly by: string;
}

export const REASON_WORDS: Readonly<Record<Reason, Words>> = {
  rateLimit: { heading: 'rate limit', by: 'the limits of the scenario' },
  queueFull: { heading: 'queue full', by: 'full queues' },
  noDevice: { heading: 'no device', by: 'a fleet without machines' },
  deviceDown: { heading: 'device down', by: 'machines that are down' },
  tooLarge: { heading: 'larger than its limit', by: 'limits that are smaller than a request' },
  contextLimit: { heading: 'context too long', by: 'machines whose context is too short' },
  timeout: { heading: 'timeout', by: 'clients who give up' },
  cloudLimit: { heading: 'limit of the cloud', by: 'the limits of the cloud' },
  cloudOutage: { heading: 'cloud down', by: 'a cloud that is down' },
};

/** What a column of a reason is called; one that nobody knows goes by its name. */
export const reasonHeading = (name: string): string =>
  Object.hasOwn(REASON_WORDS, name) ? REASON_WORDS[name as Reason].heading : name;
