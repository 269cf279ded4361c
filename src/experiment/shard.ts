/** Splits a study between machines that do not communicate: which jobs each of them runs. */

/** Every `of`-th job, starting at `index` from 0. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Whether the job at this position of the full list belongs to the shard; true without a shard. */
export function isIn(place: number, shard: Shard | undefined): boolean {
  return shard === undefined || place % shard.of === shard.index;
}

/** `3/16`, as in the option. */
export function shardText({ index, of }: Shard): string {
  return `${index + 1}/${of}`;
}

/** `-3-of-16`, a suffix for the folder; empty without a shard. */
export function shardEnding(shard: Shard | undefined): string {
  return shard === undefined ? '' : `-${shard.index + 1}-of-${shard.of}`;
}

/** Approximate number of these in a shard. */
export function shareOf(count: number, shard: Shard | undefined): number {
  return Math.ceil(count / (shard?.of ?? 1));
}

/** Parses `3/16`; undefined when it is not a shard. */
export function parseShard(text: string): Shard | undefined {
  const [, first, of] = /^\s*(\d{1,6})\s*\/\s*(\d{1,6})\s*$/.exec(text) ?? [];
  const shard = { index: Number(first) - 1, of: Number(of) };
  return shard.index >= 0 && shard.index < shard.of ? shard : undefined;
}
