/** Splits the latency of an answer into parts that add up to it, also by when prompts of others were read on its machine. */
import { bisector } from 'd3-array';
import type { TimeParts } from './result.ts';
import type { StoryStep } from '../metrics/storySteps.ts';
import { CLOUD, type AnswerTimes, type Reason } from '../model.ts';
import { wayOf, type Stories } from '../metrics/stories.ts';

export const PARTS: readonly (keyof TimeParts)[] = [
  'queue',
  'window',
  'fault',
  'retry',
  'othersPrefill',
  'batch',
  'prefill',
  'decode',
  'cloud',
];

type Sums = { -readonly [Name in keyof TimeParts]: number };

export const nothing = (): Sums => Object.fromEntries(PARTS.map((name) => [name, 0])) as Sums;

/** The part that a wait before a retry counts as, by the reason of the last refusal. */
const WAITS: Readonly<Partial<Record<Reason, 'window' | 'fault'>>> = {
  rateLimit: 'window',
  tooLarge: 'window',
  cloudLimit: 'window',
  deviceDown: 'fault',
  cloudOutage: 'fault',
};

export interface AnsweredRequest {
  readonly arrival: number;
  readonly prompt: number;
  readonly output: number;
  /** Its path; the last step is the one that answered it. */
  readonly steps: readonly StoryStep[];
}

/** The times of the request alone on a machine. */
export type LoneTime = (by: number, prompt: number, output: number) => Pick<AnswerTimes, 'first' | 'last'>;
/** Seconds of an interval in which prompts of others were read on that machine. */
type PrefillOfOthers = (by: number, from: number, to: number) => number;

/** `until` is the end of the answer, or its first token: later steps do not count then. */
export function partsOf(
  { arrival, prompt, output, steps }: AnsweredRequest,
  until: 'e2e' | 'ttft',
  alone: LoneTime,
  reading: PrefillOfOthers,
): TimeParts {
  const parts = nothing();
  let now = arrival;
  let wait: 'window' | 'fault' | 'retry' = 'retry';
  /** When it was preempted, and how long it has waited for a slot since, in this leg. */
  let since: number | null = null;
  let paused = 0;
  for (const step of steps) {
    if (since !== null && step.kind !== 'refused')
      paused += Math.max(step.resumed ?? 0, 0) > since ? step.resumed! - since : step.end - since;
    since = step.kind === 'preempted' ? step.end : null;
    if (since !== null) continue;
    parts[wait] += step.from - now;
    now = step.end;
    wait = (step.reason === null ? undefined : WAITS[step.reason]) ?? 'retry';
    if (step.kind === 'ended') parts.fault += step.end - step.from;
    else if (step.kind === 'answered') {
      const end = until === 'ttft' ? step.firstToken! : step.end;
      if (step.by === CLOUD) parts.cloud += end - step.from;
      else {
        const own = alone(step.by, prompt, output);
        onMachine(parts, step, { end, paused: until === 'ttft' ? 0 : paused, own }, reading);
      }
    }
    paused = 0;
  }
  return parts;
}

/** Smaller parts are rounding errors. */
const TINY = 1e-9;

interface Stay {
  readonly end: number;
  readonly paused: number;
  /** The times of the request alone. */
  readonly own: ReturnType<LoneTime>;
}

function onMachine(parts: Sums, step: StoryStep, { end, paused, own }: Stay, reading: PrefillOfOthers): void {
  const start = step.start!;
  const first = step.firstToken!;
  parts.queue += start - step.from + paused;
  const worked = end - start - paused;
  const prefill = Math.min(worked, first - start, own.first);
  const decode = Math.max(0, Math.min(end - first, worked - prefill, own.last - own.first));
  parts.prefill += prefill;
  parts.decode += decode;
  const more = Math.max(0, worked - prefill - decode);
  const others = more > TINY ? Math.min(more, reading(step.by, start, end)) : 0;
  parts.othersPrefill += others;
  parts.batch += more - others;
}

export function mean(all: readonly TimeParts[]): TimeParts {
  const sums = nothing();
  for (const parts of all) for (const name of PARTS) sums[name] += parts[name];
  for (const name of PARTS) sums[name] /= Math.max(1, all.length);
  return sums;
}

export const total = (parts: TimeParts): number => PARTS.reduce((sum, name) => sum + parts[name], 0);

interface Interval {
  readonly request: number;
  readonly from: number;
  readonly to: number;
}

const began = bisector(({ from }: Interval) => from);

export class Readings {
  /** By machine, in order of arrival; sorted by start on first use. */
  private readonly intervals: Map<number, Interval[]> = new Map();
  private sorted = false;
  private longest = 0;

  add(stories: Stories, at: number): void {
    for (const { kind, by, start, firstToken, end } of wayOf(stories, at)) {
      if (by < 0 || start === null || kind === 'refused') continue;
      let those = this.intervals.get(by);
      if (those === undefined) this.intervals.set(by, (those = []));
      const to = firstToken ?? end;
      those.push({ request: stories.number, from: start, to });
      this.longest = Math.max(this.longest, to - start);
    }
  }

  /** Seconds in which prompts of other requests were read; overlaps count once. */
  of(request: number): PrefillOfOthers {
    return (by, from, to) => {
      this.sort();
      const those = this.intervals.get(by) ?? [];
      let seconds = 0;
      let until = from;
      for (let k = began.left(those, from - this.longest); k < those.length && those[k]!.from < to; k++) {
        const one = those[k]!;
        const end = Math.min(to, one.to);
        if (one.request === request || end <= until) continue;
        seconds += end - Math.max(until, one.from);
        until = end;
      }
      return seconds;
    };
  }

  private sort(): void {
    if (this.sorted) return;
    this.sorted = true;
    for (const those of this.intervals.values()) those.sort((a, b) => a.from - b.from);
  }
}
