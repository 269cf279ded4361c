/** Text about a request under the pointer: where it was, and its events. */
import { phasesOf } from '../explain/report/lanes.ts';
import { MARKS } from '../explain/report/timeline.ts';
import { clock } from './timelineView.ts';
import type { TimelineScene } from './timelineScene.ts';
import { number, seconds } from './numbers.ts';

export function wayOf({ bars, marks, timeline }: TimelineScene, request: number): string[] {
  const name = (machine: number | null): string =>
    machine === null ? 'a limit' : machine === -1 ? 'the cloud' : timeline.machines[machine]!.name;
  const told = [
    ...marks
      .filter((one) => one.request === request && one.kind !== 'cloud')
      .map(({ at, kind, machine, reason }) => ({
        at,
        text: `${clock(at)} ${MARKS[kind][0]}${kind === 'refused' ? ` by ${name(machine)}` : ''}${reason === null ? '' : `: ${reason}`}`,
      })),
    ...bars
      .filter(({ bar }) => bar.request === request)
      .map(({ bar }) => ({
        at: bar.from,
        text: `${clock(bar.from)} ${name(bar.machine)}: ${phasesOf(bar)
          .map(([state, from, to]) => `${state} ${seconds(to - from)}`)
          .join(', ')}`,
      })),
  ].toSorted((a, b) => a.at - b.at);
  return [`Request ${number(request)}`, ...told.map(({ text }) => text)];
}

/** Requests held by some of many machines. */
export function heldWords({ dense, timeline }: TimelineScene, row: number, time: number): string[] {
  const { each, columns, wide, means } = dense!;
  const column = Math.min(columns - 1, Math.max(0, Math.floor((time - timeline.from) / wide)));
  const last = Math.min(timeline.machines.length, (row + 1) * each);
  return [
    each === 1 ? `Machine ${row + 1}` : `Machines ${row * each + 1} to ${last}`,
    `${clock(time)}: ${number(means[row * columns + column]!)} requests${each === 1 ? '' : ' each'}`,
  ];
}
