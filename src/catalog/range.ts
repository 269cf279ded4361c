/** Predictions outside of what was measured. */
import type { Profile, Range } from './profile.ts';

/** Lengths a prediction is made for: what a workload's requests are between. */
export interface Asked {
  readonly prompt?: Range;
  readonly output?: Range;
  readonly batch?: Range;
}

/** A line for every length asked for that the profile's measurements do not cover; none for a profile without a range. */
export function outsideRange(profile: Profile, asked: Asked): string[] {
  const { range } = profile;
  if (!range) return [];
  const lines: string[] = [];
  const check = (what: string, wanted: Range | undefined, measured: Range): void => {
    if (!wanted || (wanted[0] >= measured[0] && wanted[1] <= measured[1])) return;
    const span = measured[0] === measured[1] ? `only ${measured[0]}` : `${measured[0]} to ${measured[1]}`;
    const asks = wanted[0] === wanted[1] ? `${wanted[0]}` : `${wanted[0]} to ${wanted[1]}`;
    lines.push(`${profile.name}: ${what} of ${asks} asked for, ${span} measured: extrapolated`);
  };
  check('prompt tokens', asked.prompt, range.prompt);
  check('output tokens', asked.output, range.output);
  check('batches', asked.batch, range.batch);
  if (asked.prompt && asked.output) {
    const longest = asked.prompt[1] + asked.output[1];
    if (longest > range.context[1])
      check('cached tokens up to', [longest, longest], [range.context[0], range.context[1]]);
  }
  return lines;
}
