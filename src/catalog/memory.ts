/** Whether a model and its cache fit a board. */
import type { Model } from '../model.ts';

const GB = 1e9;

/** Null when the weights and the cache of so many tokens fit; else a line that says by how much they do not. */
export function misfit(model: Pick<Model, 'name' | 'memory'>, tokens = 0): string | null {
  const { weights, kvPerToken, usable } = model.memory;
  const needed = weights + tokens * kvPerToken;
  if (needed <= usable) return null;
  const cache = tokens > 0 ? ` with a cache of ${tokens} tokens` : '';
  return `${model.name} does not fit${cache}: it needs ${gigabytes(needed)}, the board leaves ${gigabytes(usable)}, ${gigabytes(needed - usable)} too little`;
}

/** Throws that line when the model does not fit. */
export function fits(model: Pick<Model, 'name' | 'memory'>, tokens = 0): void {
  const problem = misfit(model, tokens);
  if (problem !== null) throw new RangeError(problem);
}

function gigabytes(bytes: number): string {
  return `${(bytes / GB).toFixed(2)} GB`;
}
