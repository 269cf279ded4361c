/** When prompts were read on each machine, to determine the delay they cause for others. */
import { wayOf, type Stories } from '../metrics/stories.ts';
import type { PrefillOfOthers } from './parts.ts';

interface Interval {
  readonly request: number;
  readonly from: number;
  readonly to: number;
}

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
      for (let k = firstAfter(those, from - this.longest); k < those.length && those[k]!.from < to; k++) {
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

/** The index of the first one that began no earlier. */
function firstAfter(those: readonly Interval[], time: number): number {
  let [low, high] = [0, those.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (those[middle]!.from < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
