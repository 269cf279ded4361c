/** A study split over machines that know nothing of each other: which of its jobs each of them does. */

/** Of every `of` jobs the one at `index`, from 0. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Whether the job at this place of the whole list is one of the shard's; all are when there is none. */
export function isIn(place: number, shard: Shard | undefined): boolean {
  return shard === undefined || place % shard.of === shard.index;
}

/** `3/16`, as it is typed. */
export function shardText({ index, of }: Shard): string {
  return `${index + 1}/${of}`;
}

/** `-3-of-16`, for the folder of a part; nothing of the whole. */
export function shardEnding(shard: Shard | undefined): string {
  return shard === undefined ? '' : `-${shard.index + 1}-of-${shard.of}`;
}

/** How many of these a shard has, about. */
export function shareOf(count: number, shard: Shard | undefined): number {
  return Math.ceil(count / (shard?.of ?? 1));
}

/** What `3/16` says; undefined when that is no shard. */
export function parseShard(text: string): Shard | undefined {
  const [, first, of] = /^\s*(\d{1,6})\s*\/\s*(\d{1,6})\s*$/.exec(text) ?? [];
  const shard = { index: Number(first) - 1, of: Number(of) };
  return shard.index >= 0 && shard.index < shard.of ? shard : undefined;
}
