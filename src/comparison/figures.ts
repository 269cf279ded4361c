/** The figures that a real run and a simulated one are compared by. */
import { quantileSorted } from 'd3-array';
import { meanOf } from '../kernel/spread.ts';
import type { Answers } from '../logs/answers.ts';
import { latencyOf, type Latency } from '../logs/latencies.ts';

/** Latencies, then what the log has besides. */
const LATENCIES: readonly Latency[] = ['ttft', 'tpot', 'e2e'];

const PERCENTILES: readonly (readonly [name: string, share: number])[] = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
];

/** By name; a figure is missing where the run has nothing for it. */
export function figuresOf(answers: Answers): Map<string, number> {
  const found = new Map<string, number>();
  for (const which of LATENCIES) {
    const values = Array.from(answers.arrival, (_, k) => latencyOf(answers, which, k))
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    if (values.length === 0) continue;
    found.set(`${which}.mean`, meanOf(values));
    for (const [name, share] of PERCENTILES) found.set(`${which}.${name}`, quantileSorted(values, share)!);
  }
  const busy = busyShare(answers);
  if (busy !== null) found.set('utilization', busy);
  const refused = answers.status.filter((status) => status === 'refused').length;
  found.set('refused', refused / answers.status.length);
  return found;
}

export const isLatency = (figure: string): boolean => LATENCIES.some((name) => figure.startsWith(`${name}.`));

/** Share of the time from the first arrival to the last that somebody was being served or waited. */
function busyShare({ arrival, end, status }: Answers): number | null {
  const last = arrival.length === 0 ? 0 : arrival[arrival.length - 1]!;
  if (last === 0) return null;
  let busy = 0;
  let until = 0;
  for (let k = 0; k < arrival.length; k++) {
    if (status[k] !== 'ok' || !Number.isFinite(end[k]!)) continue;
    const from = Math.max(until, arrival[k]!);
    const to = Math.min(end[k]!, last);
    if (to > from) busy += to - from;
    until = Math.max(until, to);
  }
  return busy / last;
}

/** Share of the answered that had their first token before somebody who came earlier. */
export function overtaken({ arrival, firstToken, status }: Answers): number {
  let passed = 0;
  let all = 0;
  let earliest = Infinity;
  for (let k = arrival.length - 1; k >= 0; k--) {
    if (status[k] !== 'ok') continue;
    all++;
    if (earliest < firstToken[k]!) passed++;
    earliest = Math.min(earliest, firstToken[k]!);
  }
  return all === 0 ? 0 : passed / all;
}
