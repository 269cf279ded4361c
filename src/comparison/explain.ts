/** What explains the error of a simulation: each thing is fitted alone, and the one that leaves least is named. */
import { meanOf } from '../kernel/spread.ts';
import { percent } from '../kernel/numbers.ts';
import type { Explanation } from './result.ts';
import type { RealLog } from '../logs/answers.ts';
import type { Pace } from '../kernel/pace.ts';
import { factsOf } from '../scenario/facts.ts';
import type { Choice, Scenario } from '../scenario/scenario.ts';
import { scaled } from '../experiment/modelError.ts';
import { figuresOf, isLatency, overtaken } from './figures.ts';
import { replay } from './replay.ts';

/** A change of a pace by one number, 0 for none. */
type Change = (pace: Pace, by: number) => Pace;

const factor = (by: number): number => Math.exp(by);

const CHANGES: Readonly<Record<'prefill' | 'step' | 'overhead', Change>> = {
  prefill: (pace, by) => ({
    ...pace,
    prefill: scaled(pace.prefill, factor(by), ['padTo', 'padShare', 'outside']),
  }),
  step: (pace, by) => ({ ...pace, step: scaled(pace.step, factor(by)) }),
  // Seconds of every request outside the engine; none that would have to be given back.
  overhead: (pace, by) => ({
    ...pace,
    prefill: { ...pace.prefill, outside: Math.max(0, (pace.prefill.outside ?? 0) + by) },
  }),
};

/** Factors beyond these are no correction but another machine. */
const WIDEST = Math.log(3);
/** Tries of each: every one halves what is left of the range, about. */
const TRIES = 14;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Mean error of the latencies without its sign, as a ratio either way. */
export function meanError(real: ReadonlyMap<string, number>, simulated: ReadonlyMap<string, number>): number {
  const errors = [...real].flatMap(([figure, value]) => {
    const other = simulated.get(figure);
    return isLatency(figure) && value > 0 && other !== undefined && other > 0
      ? [Math.abs(Math.log(other / value))]
      : [];
  });
  return errors.length === 0 ? NaN : meanOf(errors);
}

export function explanations(recorded: RealLog, scenario: Scenario, seed: number): Explanation[] {
  const real = figuresOf(recorded);
  const left = (changed: Scenario): number => meanError(real, figuresOf(replay(recorded, changed, seed)));
  const typical = real.get('ttft.p50') ?? real.get('e2e.p50') ?? 0;
  const found = (Object.keys(CHANGES) as (keyof typeof CHANGES)[]).map((what): Explanation => {
    const [low, high] = what === 'overhead' ? [-typical, 2 * typical] : [-WIDEST, WIDEST];
    const best = least((by) => left(withPace(scenario, CHANGES[what], by)), low, high);
    return { what, text: words(what, best.at), left: best.value };
  });
  // What cannot help was moved somewhere all the same.
  const without = left(scenario);
  return [...found, ...otherOrders(recorded, scenario, left)]
    .filter((one) => one.left < without)
    .sort((a, b) => a.left - b.left);
}

function withPace(scenario: Scenario, change: Change, by: number): Scenario {
  const fleet = scenario.fleet.map((entry) => ({
    ...entry,
    profile: { ...entry.profile, pace: change(entry.profile.pace, by) },
  }));
  return { ...scenario, fleet };
}

function words(what: 'prefill' | 'step' | 'overhead', by: number): string {
  if (what === 'overhead') {
    const milliseconds = Number((Math.abs(by) * 1000).toPrecision(2));
    return `${milliseconds} ms ${by < 0 ? 'less' : 'more'} for every request`;
  }
  const size = percent(Math.abs(factor(by) - 1), 2);
  return `${what === 'step' ? 'a decode step' : 'prefill'} ${size} ${by < 0 ? 'faster' : 'slower'}`;
}

/** Where the real server answered in another order than first come, first served, its other ways of working are tried. */
function otherOrders(
  recorded: RealLog,
  scenario: Scenario,
  left: (changed: Scenario) => number,
): Explanation[] {
  const share = overtaken(recorded);
  const ways = scenario.fleet.map(({ device }) => factsOf('devices', device).ways ?? []);
  const tried = (ways.find((some) => some.length > 0) ?? []).flatMap(({ name, options }) => {
    const differs = Object.entries(options).filter(([, value]) => value !== undefined);
    if (scenario.fleet.every(({ device }) => differs.every(([key, value]) => device[key] === value)))
      return [];
    const fleet = scenario.fleet.map((entry, i) =>
      ways[i]!.length > 0 ? { ...entry, device: { ...entry.device, ...options } as Choice } : entry,
    );
    return [{ name, left: left({ ...scenario, fleet }) }];
  });
  return tried.map(({ name, left: error }): Explanation => ({
    what: 'queue order',
    text: `${name}${share > 0.02 ? ` (${Math.round(share * 100)} % were answered before somebody who came earlier)` : ''}`,
    left: error,
  }));
}

/** Golden section. */
function least(
  of: (x: number) => number,
  from: number,
  to: number,
): { readonly at: number; readonly value: number } {
  let [low, high] = [from, to];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [left, right] = [of(a), of(b)];
  for (let k = 0; k < TRIES; k++) {
    if (left <= right) {
      [high, b, right] = [b, a, left];
      a = high - GOLDEN * (high - low);
      left = of(a);
    } else {
      [low, a, left] = [a, b, right];
      b = low + GOLDEN * (high - low);
      right = of(b);
    }
  }
  return left <= right ? { at: a, value: left } : { at: b, value: right };
}
