import { decodeSeconds, prefillSeconds, serviceSeconds, type Pace } from '../kernel/pace.ts';
import type { AnswerTimes, Model } from '../model.ts';
import { stepsWithin } from './steps.ts';

/** Time and energy of a request in one of several slots, each at full speed with an equal share of the board's power. */
export function estimateLane(
  { pace, power }: Model,
  lanes: number,
  prompt: number,
  output: number,
  into: AnswerTimes,
): void {
  into.first = prefillSeconds(pace, prompt);
  into.last = serviceSeconds(pace, prompt, output);
  into.abreast = lanes;
  into.share = into.last / lanes;
  into.joules = (power.prefill * into.first + power.decode * (into.last - into.first)) / lanes;
  into.dollars = 0;
}

/** Tokens of an answer produced so many seconds before its end, once the first is there. */
export function tokensOut(pace: Pace, prompt: number, output: number, left: number): number {
  const seconds = decodeSeconds(pace, prompt, output) - left;
  return 1 + stepsWithin(pace, { sequences: 1, cached: prompt + 1, seconds, most: output - 1 });
}
