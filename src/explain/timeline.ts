/** A stretch of a run in detail: where requests were, refusals, and the fill of windows; and the stretch in which most happens. */
import { LANES, type Timeline, type TimelineBar, type TimelineMark, type TimelineSample } from './result.ts';
import { wayOf, type Stories } from '../metrics/stories.ts';
import type { StoryStep } from '../metrics/storySteps.ts';
import { CLOUD, NONE } from '../model.ts';
import type { Setting } from '../scenario/assemble.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { rerun } from './rerun.ts';

/** The stretch to record. */
export interface TimelineOptions {
  /** Seconds from the start of the run. */
  readonly from: number;
  readonly to: number;
  /** Number of steps at which windows and failures are sampled; 240 by default. */
  readonly steps?: number;
}

const STEPS = 240;

/**
 * A stretch of a run: legs of requests at each machine with their phases; refusals, and requests sent to the cloud; the
 * fill of windows. `timelineFigure` draws it.
 */
export function timelineOf(
  scenario: Scenario,
  setting: Setting,
  { from, to, steps = STEPS }: TimelineOptions,
): Timeline {
  const bars: TimelineBar[] = [];
  const marks: TimelineMark[] = [];
  const samples: TimelineSample[] = [];
  let came = 0;
  const machines = scenario.fleet.reduce((sum, { count }) => sum + count, 0);
  const times =
    machines > LANES ? [] : Array.from({ length: steps + 1 }, (_, k) => from + ((to - from) * k) / steps);
  const base = rerun(scenario, setting, {
    hear: (stories, at) => {
      const { arrival, end } = stories;
      if (arrival[at]! >= from && arrival[at]! < to) came++;
      if (arrival[at]! < to && end[at]! >= from) told(stories, at);
    },
    sample: {
      times,
      take: ({ engine, parts: { fleet } }) => {
        const { limiter } = fleet;
        if (limiter) for (let i = 0; i < fleet.size; i++) limiter.look(i);
        samples.push({
          at: engine.clock[0]!,
          fill: limiter && Array.from({ length: fleet.size }, (_, i) => limiter.fill[i]!),
          up: Array.from(fleet.up, (up) => up === 1),
        });
      },
    },
  });

  function told(stories: Stories, at: number): void {
    const request = stories.number;
    let given: number | null = null;
    for (const step of wayOf(stories, at)) {
      note(request, step);
      if (step.kind === 'refused') continue;
      const bar = barOf(request, step, given);
      given = step.kind === 'preempted' ? step.end : null;
      if (bar.from < to && bar.end > from) bars.push(bar);
    }
  }

  function note(request: number, { kind, by, reason, from: taken, end }: StoryStep): void {
    const machine = by === NONE ? null : by === CLOUD ? -1 : by;
    const add = (what: TimelineMark['kind'], at: number): void => {
      if (at >= from && at < to) marks.push({ request, at, kind: what, machine, reason });
    };
    if (kind === 'refused') return add('refused', end);
    if (by === CLOUD) add('cloud', taken);
    if (kind === 'ended') add(reason === 'timeout' ? 'left' : 'lost', end);
  }

  const kinds = scenario.fleet.flatMap(({ count, slots }) => new Array<number>(count).fill(slots));
  return {
    from,
    to,
    machines: base.names.map((name, i) => ({ name, slots: kinds[i]! })),
    came,
    bars,
    marks,
    samples,
  };
}

/** After a preemption it waited again. */
function barOf(request: number, step: StoryStep, given: number | null): TimelineBar {
  const { by, kind, from, start, firstToken, end, resumed } = step;
  const back = given === null ? start : resumed !== null && resumed > given ? resumed : null;
  return {
    request,
    machine: by === CLOUD ? -1 : by,
    from: given ?? from,
    start: back,
    firstToken: back === null || firstToken === null ? null : Math.max(back, firstToken),
    end,
    ended: kind === 'answered' ? 'answered' : kind === 'preempted' ? 'preempted' : 'ended',
  };
}

type Stretch = Pick<TimelineOptions, 'from' | 'to'>;

/** Steps per length of the stretch when searching. */
const PARTS = 4;
/** A refusal counts as much as so many requests in the system. */
const REFUSAL = 10;
/** Its ends are rounded to so many seconds, to be easy to type. */
const ROUND = 10;

/** From a timeline of the whole run: the stretch of so many seconds with most refusals and requests in the system. */
export function busiest({ from, to, bars, marks }: Timeline, seconds: number): Stretch {
  if (seconds >= to - from) return { from, to };
  const step = seconds / PARTS;
  const columns = Math.max(PARTS, Math.ceil((to - from) / step));
  const weights = new Float64Array(columns);
  const at = (time: number): number => Math.min(columns - 1, Math.max(0, Math.floor((time - from) / step)));
  for (const bar of bars) {
    const last = at(bar.end);
    for (let k = at(bar.from); k <= last; k++) {
      const begin = from + k * step;
      weights[k]! += Math.max(0, Math.min(bar.end, begin + step) - Math.max(bar.from, begin)) / step;
    }
  }
  for (const mark of marks) if (mark.kind === 'refused') weights[at(mark.at)]! += REFUSAL / PARTS;
  let best = 0;
  let [sum, most] = [0, -1];
  for (let k = 0; k < columns; k++) {
    sum += weights[k]! - (weights[k - PARTS] ?? 0);
    if (k >= PARTS - 1 && sum > most * (1 + 1e-9)) [best, most] = [k - PARTS + 1, sum];
  }
  const begin = Math.min(from + best * step, to - seconds);
  const rounded = Math.max(from, Math.floor(begin / ROUND) * ROUND);
  return { from: rounded, to: Math.min(to, rounded + seconds) };
}
