/** The history of a request, step by step. */
import { REFUSED, PREEMPTED, RETURNED, COMPLETED, type Moves } from '../kernel/moves.ts';
import { reasonOf, type Reason } from '../model.ts';

/**
 * One thing that befell a request: `refused` by who was asked, `ended` early on who had taken it, `preempted` there, or
 * `answered`. Times are seconds from the start of the run.
 */
export interface StoryStep {
  readonly kind: 'refused' | 'ended' | 'preempted' | 'answered';
  /** A device index, CLOUD, or NONE for limits of the fleet and of tenants. */
  readonly by: number;
  /** Why it was refused or ended. */
  readonly reason: Reason | null;
  /** When it was taken; of a refusal when it was refused. */
  readonly from: number;
  /** When it came to a slot, and when its first token was there; null where it did not come to that. */
  readonly start: number | null;
  readonly firstToken: number | null;
  /** When it last came back to a slot that it had given up; null when it did not. */
  readonly resumed: number | null;
  readonly end: number;
  /** Tokens of the answer that were out. */
  readonly made: number;
  readonly joules: number;
  readonly dollars: number;
}

const KINDS: Readonly<Record<number, StoryStep['kind']>> = {
  [REFUSED]: 'refused',
  [PREEMPTED]: 'preempted',
  [RETURNED]: 'ended',
  [COMPLETED]: 'answered',
};

export function stepOf(moves: Moves, row: number, before: readonly StoryStep[]): StoryStep {
  const kind = KINDS[moves.kind[row]!]!;
  const by = moves.station[row]!;
  const end = moves.now[row]!;
  const reason = moves.reason[row] === 0 ? null : reasonOf(moves.reason[row]!);
  if (kind === 'refused')
    return {
      kind,
      by,
      reason,
      from: end,
      start: null,
      firstToken: null,
      resumed: null,
      end,
      made: 0,
      joules: 0,
      dollars: 0,
    };
  const reached = (time: number): number | null => (time <= end ? time : null);
  return {
    kind,
    by,
    reason,
    from: moves.admitted[row]!,
    start: reached(moves.started[row]!),
    firstToken: reached(moves.first[row]!),
    resumed: moves.resumed[row] === 0 ? null : moves.resumed[row]!,
    end,
    made: moves.made[row]!,
    // It goes on to draw: what it drew is told when the leg ends.
    joules: kind === 'preempted' ? 0 : moves.joules[row]! - moves.wasted[row]!,
    dollars:
      kind === 'preempted' ? 0 : moves.dollars[row]! - before.reduce((sum, { dollars }) => sum + dollars, 0),
  };
}
