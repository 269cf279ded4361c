/** What a shard's folder says of itself, so that the parts of a study can be made one: shard.json. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { guarded, StoreError } from './storeError.ts';

export const SHARD = 'shard.json';

export interface ShardFile {
  readonly schema: 'edgewise.shard/1';
  /** Of the program, with the build: other builds may give other results. */
  readonly version: string;
  /** Of the study: parts of one study have the same. */
  readonly fingerprint: string;
  /** Which part, from 1, and how many there are. */
  readonly shard: number;
  readonly of: number;
  /** What was typed, by the names of the options, `_` holding the command. */
  readonly typed: Readonly<Record<string, unknown>>;
  /** The same as a command line, to get this part again. */
  readonly command: string;
  /** Runs that are there, and whether those are all of the part. */
  readonly runs: number;
  readonly finished: boolean;
}

/** Throws in one line when the folder holds no shard. */
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
