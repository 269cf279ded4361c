/**
 * Morris's screening: random walks through the cube of inputs that move one input at a time. Few runs suffice to tell
 * influential inputs from others, and linear effects from nonlinear ones and interactions.
 */
import { bootstrapInterval } from '../../kernel/bootstrap.ts';
import type { Random } from '../../kernel/random.ts';
import type { Effect } from './result.ts';
import { deviationOf, meanOf } from '../../kernel/spread.ts';

/** Levels of every input. A step is half of them, so that all levels are equally likely. */
const LEVELS = 4;
const STEP: number = LEVELS / (2 * (LEVELS - 1));

export interface Walk {
  /** One point more than inputs; each is a share of every input's range. */
  readonly points: readonly (readonly number[])[];
  /** The input that moves to the next point, and how far, with sign. */
  readonly moved: readonly { readonly input: number; readonly by: number }[];
}

/** Walks whose starts are balanced over the levels of each input, as far as their number allows. */
export function walks(count: number, inputs: number, random: Random): Walk[] {
  const low = LEVELS / 2;
  const starts = Array.from({ length: inputs }, () =>
    shuffled(
      Array.from({ length: count }, (_, i) => i % low),
      random,
    ),
  );
  return Array.from({ length: count }, (_, walk) => {
    // From the lower half upwards, or the reverse.
    const bottom = starts.map((column) => column[walk]! / (LEVELS - 1));
    const up = bottom.map(() => random.uniform() < 0.5);
    const order = shuffled(
      bottom.map((_, i) => i),
      random,
    );
    let at = bottom.map((share, i) => (up[i] ? share : share + STEP));
    const points = [at];
    const moved = order.map((input) => {
      const by = up[input] ? STEP : -STEP;
      at = at.map((share, i) => (i === input ? share + by : share));
      points.push(at);
      return { input, by };
    });
    return { points, moved };
  });
}

/** The effects of every input, from the outputs along the walks. Walks with a missing output are left out. */
export function effects(
  all: readonly Walk[],
  outputs: readonly (readonly number[])[],
  random: Random,
): Effect[] {
  const inputs = all[0]?.moved.length ?? 0;
  const found = Array.from({ length: inputs }, (): number[] => []);
  all.forEach(({ moved }, walk) => {
    const values = outputs[walk]!;
    if (!values.every(Number.isFinite)) return;
    moved.forEach(({ input, by }, step) => found[input]!.push((values[step + 1]! - values[step]!) / by));
  });
  return found.map((values) => ({
    mean: values.length > 0 ? meanOf(values) : NaN,
    size: sizeOf(values),
    size95: bootstrapInterval(values, sizeOf, random, { resamples: 1000 }),
    spread: values.length > 1 ? deviationOf(values) : NaN,
    spread95: values.length > 2 ? bootstrapInterval(values, deviationOf, random, { resamples: 1000 }) : null,
    walks: values.length,
  }));
}

function sizeOf(values: readonly number[]): number {
  return values.length === 0 ? NaN : meanOf(values.map(Math.abs));
}

function shuffled<Item>(items: Item[], random: Random): Item[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}
