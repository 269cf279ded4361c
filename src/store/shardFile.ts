/** The description of a shard in its folder, used to merge a study's parts: shard.json. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { guarded, StoreError } from './storeError.ts';

export const SHARD = 'shard.json';

export interface ShardFile {
  readonly schema: 'edgewise.shard/1';
  /** Version and build of the program: other builds may give other results. */
  readonly version: string;
  /** Identifies the study: equal for all its shards. */
  readonly fingerprint: string;
  /** The number of the shard, from 1, and of how many. */
  readonly shard: number;
  readonly of: number;
  /** The options given, with the command as `_`. */
  readonly typed: Readonly<Record<string, unknown>>;
  readonly command: string;
  /** Number of runs stored, and whether the shard is complete. */
  readonly runs: number;
  readonly finished: boolean;
}

/** Throws an error of one line when the folder contains no shard. */
export function readShard(folder: string): ShardFile {
  const path = join(folder, SHARD);
  if (!existsSync(folder)) throw new StoreError(`${folder}: there is no such folder`, true);
  if (!existsSync(path))
    throw new StoreError(
      `${folder}: holds no part of a study (no ${SHARD}): parts are made by edgewise run FILE --shard 3/16 --out DIR`,
      true,
    );
  const text = guarded('cannot be read', path, () => readFileSync(path, 'utf8'));
  let file: Partial<ShardFile> | null;
  try {
    file = JSON.parse(text) as Partial<ShardFile> | null;
  } catch {
    throw new StoreError(`${path}: is not JSON`, true);
  }
  if (file?.schema !== 'edgewise.shard/1')
    throw new StoreError(`${path}: schema is ${JSON.stringify(file?.schema)}, not "edgewise.shard/1"`, true);
  return file as ShardFile;
}
