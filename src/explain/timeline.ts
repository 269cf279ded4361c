/** A stretch of a run in detail: where requests were, refusals, and the fill of windows. */
import { LANES, type Timeline, type TimelineBar, type TimelineMark, type TimelineSample } from './result.ts';
import { wayOf, type Stories } from '../metrics/stories.ts';
import { type StoryStep } from '../metrics/storySteps.ts';
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
