/** One part of a study that is split over machines: its runs are kept in a folder of its own, and said to be a part. */
import { counted } from '../kernel/words.ts';
import { shardText } from '../experiment/shard.ts';
import type { Failed } from '../experiment/job.ts';
import type { Progress } from '../experiment/bench.ts';
import { plain } from '../report/format.ts';
import type { RunFolder } from '../store/folder.ts';
import { SHARD, type ShardFile } from '../store/shardFile.ts';
import { DONE, FAILED, Fault } from './fault.ts';
import type { RunFlags } from './flags.ts';
import { build } from './package.ts';
import { quoted } from './typedAgain.ts';
import { INTERRUPTED, type Terminal } from './terminal.ts';

/** Options that say where and how a part is run, not what of. */
const AROUND: readonly string[] = [
  'shard',
  'queue',
  'out',
  'workers',
  'force',
  'dry-run',
  'json',
  'quiet',
  '$0',
];

export interface ShardPart {
  readonly folder: RunFolder;
  /** Of the study. */
  readonly fingerprint: string;
  /** What to type for this part, but for --shard and --out. */
  readonly command: string;
}

/** Before the first run: whoever finds the folder knows what it is of. */
export function beginPart(part: ShardPart, flags: RunFlags): void {
  write(part, flags, { runs: 0, finished: false });
}

export interface PartDone {
  readonly failures: readonly Failed[];
  readonly interrupted: boolean;
  readonly jobs: Progress['jobs'];
}

/** Says what is there and what comes next; returns the exit code. */
export function endPart(part: ShardPart, flags: RunFlags, done: PartDone, { out, err }: Terminal): number {
  const { failures, interrupted, jobs } = done;
  const { folder } = part;
  const runs = jobs.done - failures.length;
  const file = write(part, flags, { runs, finished: !interrupted });
  if (interrupted)
    throw new Fault(
      `interrupted: ${plain(runs)} runs of shard ${shardText(flags.shard!)} are kept in ${folder.path}; the same command goes on from there`,
      INTERRUPTED,
    );
  if (flags.json) out.write(`${JSON.stringify(file, null, 2)}\n`);
  else
    out.write(
      `Shard ${shardText(flags.shard!)} is finished: ${counted(runs, 'run')} in ${folder.path}\nWhen all ${flags.shard!.of} are there: edgewise merge DIR... --out DIR\n`,
    );
  if (failures.length === 0) return DONE;
  err.write(
    `${err.paint(`${plain(failures.length)} runs failed`, 'bad')}, the first of them: ${failures[0]!.error}\n`,
  );
  return FAILED;
}

function write(
  { folder, fingerprint, command }: ShardPart,
  { shard }: RunFlags,
  state: Pick<ShardFile, 'runs' | 'finished'>,
): ShardFile {
  const { index, of, typed } = shard!;
  const file: ShardFile = {
    schema: 'edgewise.shard/1',
    version: build(),
    fingerprint,
    shard: index + 1,
    of,
    typed: Object.fromEntries(
      Object.entries(typed).filter(([name, value]) => value !== undefined && !AROUND.includes(name)),
    ),
    command: `${command} --shard ${shardText(shard!)} --out ${quoted(folder.path)}`,
    ...state,
  };
  folder.write(SHARD, `${JSON.stringify(file, null, 2)}\n`);
  return file;
}
