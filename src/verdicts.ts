/** Verdicts, each with what it means. */

/** How a cell copes, worst first: every run failed; the backlog grows; more than 1 % is refused; at most 1 %. */
export type Verdict = 'failed' | 'backlogged' | 'limited' | 'stable';

interface Meaning {
  readonly text: string;
  /** The same of people who wait for their answers: the queue cannot outgrow them. */
  readonly closed?: string;
  /** The same where clients give up. */
  readonly impatient?: string;
  readonly tone: 'bad' | 'neutral';
}

export const VERDICTS: Readonly<Record<Verdict, Meaning>> = {
  failed: { text: 'none of its runs came to an end, so that nothing is known of it', tone: 'bad' },
  backlogged: {
    text: 'work piles up at the edge, so that longer runs would show longer waits',
    closed: 'people ask for more than the edge can do, and are held back by waiting for it',
    tone: 'bad',
  },
  limited: {
    text: 'the edge refuses more than 1 % of what arrives',
    impatient: 'the edge refuses more than 1 % of what arrives, or lets it wait until clients give up',
    tone: 'neutral',
  },
  stable: { text: 'the edge keeps up and refuses at most 1 % of what arrives', tone: 'neutral' },
};
