/** The outcome of every request, reported in the order of arrival. Memory follows the longest stay, never the total. */
import { ACCEPTED, ARRIVED, COMPLETED, LEFT, LOST, REFUSED, STRIDE, type Moves } from '../kernel/moves.ts';
import { CLOUD, CLOUD_LIMIT, DEVICE_DOWN, TIMEOUT, type Listener } from '../model.ts';
import { stepOf, type StoryStep } from './storySteps.ts';

/** How a request ended: its code here is its place. */
type StoryOutcome = 'edge' | 'cloud' | 'dropped' | 'failed' | 'abandoned';
export const OUTCOMES = 'edge cloud dropped failed abandoned'.split(' ') as readonly StoryOutcome[];

const ROWS = 256;

/**
 * Columns by place; a place is good while `tell` is called. Of a request that one place took at once and answered
 * there are no steps: its columns say all.
 */
export class Stories implements Listener {
  number = 0;
  readonly steps: Map<number, StoryStep[]> = new Map();
  tenant: Float64Array = new Float64Array(ROWS);
  arrival: Float64Array = new Float64Array(ROWS);
  prompt: Float64Array = new Float64Array(ROWS);
  output: Float64Array = new Float64Array(ROWS);
  /** Requests in the system when it came, itself among them. */
  inFlight: Float64Array = new Float64Array(ROWS);
  /** Who answered it. */
  by: Float64Array = new Float64Array(ROWS);
  /** A place in OUTCOMES; -1 while it is in the system. */
  outcome: Int8Array = new Int8Array(ROWS);
  /** Why it was first refused, or ended without an answer; 0 when neither. */
  reason: Uint8Array = new Uint8Array(ROWS);
  /** Of an answer: when it came to a slot, and when its first token was there. */
  started: Float64Array = new Float64Array(ROWS);
  first: Float64Array = new Float64Array(ROWS);
  /** When it was answered, or its client left it, or it was given up. */
  end: Float64Array = new Float64Array(ROWS);
  joules: Float64Array = new Float64Array(ROWS);
  dollars: Float64Array = new Float64Array(ROWS);
  attempts: Float64Array = new Float64Array(ROWS);
  private readonly tell: (stories: Stories, at: number) => void;
  private size = ROWS;
  /** The first that has not been told, and the next that comes. */
  private base = 0;
  private next = 0;
  private inside = 0;

  constructor(tell: (stories: Stories, at: number) => void) {
    this.tell = tell;
    this.outcome.fill(-1);
  }

  moved(moves: Moves): void {
    const { end, kind } = moves;
    for (let row = 0; row < end; row += STRIDE)
      switch (kind[row]) {
        case ARRIVED:
          this.arrived(moves, row);
          break;
        case ACCEPTED:
          break;
        case COMPLETED:
        case LOST:
          this.ended(moves, row);
          break;
        default:
          this.befell(moves, row);
      }
  }

  private arrived(moves: Moves, row: number): void {
    if (this.next - this.base === this.size) this.grow();
    const at = this.next++ & (this.size - 1);
    this.tenant[at] = moves.tenant[row]!;
    this.arrival[at] = moves.arrival[row]!;
    this.prompt[at] = moves.prompt[row]!;
    this.output[at] = moves.output[row]!;
    this.inFlight[at] = ++this.inside;
    this.outcome[at] = -1;
    this.reason[at] = 0;
    this.end[at] = NaN;
  }

  private befell(moves: Moves, row: number): void {
    const number = moves.number[row]!;
    const at = number & (this.size - 1);
    const now = moves.now[row]!;
    if (moves.kind[row] === LEFT) {
      this.end[at] = now;
      return;
    }
    if (this.reason[at] === 0 && moves.kind[row] === REFUSED) this.reason[at] = moves.reason[row]!;
    let steps = this.steps.get(number);
    if (steps === undefined) this.steps.set(number, (steps = []));
    steps.push(stepOf(moves, row, steps));
  }

  private ended(moves: Moves, row: number): void {
    const number = moves.number[row]!;
    const at = number & (this.size - 1);
    const answered = moves.kind[row] === COMPLETED;
    const by = moves.station[row]!;
    const reason = moves.reason[row]!;
    this.inside--;
    this.by[at] = by;
    this.outcome[at] = answered ? (by === CLOUD ? 1 : 0) : reason === TIMEOUT ? 4 : by === CLOUD ? 3 : 2;
    if (!answered && this.reason[at] === 0) this.reason[at] = reason;
    this.started[at] = answered ? moves.started[row]! : NaN;
    this.first[at] = answered ? moves.first[row]! : NaN;
    if (Number.isNaN(this.end[at]!)) this.end[at] = moves.now[row]!;
    this.joules[at] = moves.joules[row]!;
    this.dollars[at] = moves.dollars[row]!;
    this.attempts[at] = moves.attempts[row]!;
    if (answered && this.steps.size > 0) {
      const steps = this.steps.get(number);
      if (steps !== undefined) steps.push(stepOf(moves, row, steps));
    }
    while (this.base < this.next) {
      const first = this.base & (this.size - 1);
      if (this.outcome[first] === -1) return;
      this.number = this.base;
      this.tell(this, first);
      if (this.steps.size > 0) this.steps.delete(this.base);
      this.base++;
    }
  }

  /** Twice the room; whoever is in it goes to the place that its number has there. */
  private grow(): void {
    const size = 2 * this.size;
    const { base, next } = this;
    const mask = this.size - 1;
    const moved = <Column extends Float64Array | Int8Array | Uint8Array>(
      from: Column,
      to: Column,
    ): Column => {
      for (let number = base; number < next; number++) to[number & (size - 1)] = from[number & mask]!;
      return to;
    };
    const doubles = (from: Float64Array): Float64Array => moved(from, new Float64Array(size));
    this.tenant = doubles(this.tenant);
    this.arrival = doubles(this.arrival);
    this.prompt = doubles(this.prompt);
    this.output = doubles(this.output);
    this.inFlight = doubles(this.inFlight);
    this.by = doubles(this.by);
    this.outcome = moved(this.outcome, new Int8Array(size).fill(-1));
    this.reason = moved(this.reason, new Uint8Array(size));
    this.started = doubles(this.started);
    this.first = doubles(this.first);
    this.end = doubles(this.end);
    this.joules = doubles(this.joules);
    this.dollars = doubles(this.dollars);
    this.attempts = doubles(this.attempts);
    this.size = size;
  }
}

/** The status in a log: answered, refused, broken off by a fault, or abandoned by its client. */
export function statusOf(outcome: number, reason: number): 'ok' | 'refused' | 'error' | 'cancelled' {
  if (outcome <= 1) return 'ok';
  if (outcome === 4) return 'cancelled';
  return outcome === 3
    ? reason === CLOUD_LIMIT
      ? 'refused'
      : 'error'
    : reason === DEVICE_DOWN
      ? 'error'
      : 'refused';
}

/** The whole way of the request at that place. */
export function wayOf(stories: Stories, at: number): readonly StoryStep[] {
  const steps = stories.steps.get(stories.number);
  if (steps !== undefined) return steps;
  if (stories.outcome[at]! > 1) return [];
  return [
    {
      kind: 'answered',
      by: stories.by[at]!,
      reason: null,
      from: stories.arrival[at]!,
      start: stories.started[at]!,
      firstToken: stories.first[at]!,
      resumed: null,
      end: stories.end[at]!,
      made: stories.output[at]!,
      joules: stories.joules[at]!,
      dollars: stories.dollars[at]!,
    },
  ];
}
