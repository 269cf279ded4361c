/** Poisson traffic for fleets of serial machines, and what becomes of it. */
import { lognormal } from '../../src/kernel/distributions.ts';
import { createStreams } from '../../src/kernel/random.ts';
import { COMPLETED, STRIDE } from '../../src/kernel/moves.ts';
import type { Listener } from '../../src/model.ts';
import { makeModel } from './context.ts';
import { assembleSmall, MEANS, run, type Entry, type How, type Small } from './fleet.ts';
import type { Visit } from './traffic.ts';

/** So many machines with one slot and room for all, that read and decode at these speeds: 1 takes a second on average. */
export function machine(speed: number, count = 1, reading: number = speed): Entry {
  const prefill = { perToken: 0.2 / MEANS.prompt / reading };
  const step = { fixed: 0.8 / (MEANS.output - 1) / speed };
  return { model: makeModel({ prefill, step }), slots: 1, queue: Infinity, count, limits: [] };
}

/** The same requests for every fleet, as long as `number`, `rate`, `cv` and `seed` are. */
export function drawn(setting: { number: number; rate: number; cv: number; seed?: number }): Visit[] {
  const { number, rate, cv, seed = 1 } = setting;
  const stream = createStreams(seed, 0);
  const [gaps, prompts, outputs, draws] = ['gaps', 'prompts', 'outputs', 'draws'].map(stream);
  const length = (mean: number, from: typeof gaps): number =>
    Math.max(1, Math.round(lognormal(mean, cv).sample(from!)));
  let at = 0;
  return Array.from({ length: number }, () => ({
    at: (at += gaps!.exponential() / rate),
    tenant: 0,
    prompt: length(MEANS.prompt, prompts),
    output: length(MEANS.output, outputs),
    stay: 0,
    draw: draws!.uniform(),
  }));
}

export interface Answered {
  readonly ttft: number;
  readonly e2e: number;
  readonly by: number;
}

/** What became of each request that was answered. */
export function answers(
  small: Pick<Small, 'fleet' | 'traffic'>,
  strategy: How['strategy'],
): readonly Answered[] {
  const all: Answered[] = [];
  const listener: Listener = {
    moved({ end, kind, arrival, first, now, station }) {
      for (let row = 0; row < end; row += STRIDE) {
        if (kind[row] !== COMPLETED) continue;
        const since = arrival[row]!;
        all.push({ ttft: first[row]! - since, e2e: now[row]! - since, by: station[row]! });
      }
    },
  };
  const world: Small = { ...small, gates: [], cloud: null, fallback: 'drop' };
  run(assembleSmall(world, { strategy, listeners: [listener] }));
  return all;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
