import type { Answers } from './answers.ts';

export type Latency = 'ttft' | 'tpot' | 'e2e';

/** Seconds of a request, or seconds a token; NaN where it was not answered or has no such latency. */
export function latencyOf(
  { arrival, output, firstToken, end, status }: Answers,
  which: Latency,
  k: number,
): number {
  if (status[k] !== 'ok') return NaN;
  if (which === 'ttft') return firstToken[k]! - arrival[k]!;
  if (which === 'e2e') return end[k]! - arrival[k]!;
  return output[k]! > 1 ? (end[k]! - firstToken[k]!) / (output[k]! - 1) : NaN;
}
