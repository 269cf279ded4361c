/** One part of a study that is split over machines: its runs are kept in a folder of its own, and said to be a part. */
import { counted } from '../../kernel/words.ts';
import { shardText } from '../../experiment/shard.ts';
import type { RunFolder } from '../../store/folder.ts';
import { SHARD, type ShardFile } from '../../store/shardFile.ts';
import { codeAfter } from '../fault.ts';
import type { Done } from './order.ts';
import type { RunFlags } from '../flags/runFlags.ts';
import { build } from '../package.ts';
import { AROUND, quoted } from '../flags/typedAgain.ts';
import type { Terminal } from '../terminal/terminal.ts';

export interface ShardPart {
  readonly folder: RunFolder;
  /** Of the study. */
  readonly fingerprint: string;
  /** What to type for this part, but for --shard and --out. */
  readonly command: string;
}

/** Before the first run: whoever finds the folder knows what it is of. */
export function beginPart(part: ShardPart, flags: RunFlags): void {
  writePart(part, flags, { runs: 0, finished: false });
}

/** Says what is there and what comes next; returns the exit code. */
export function endPart(
  part: ShardPart,
  flags: RunFlags,
  { failures, progress }: Done<unknown>,
  terminal: Terminal,
): number {
  const { out, err } = terminal;
  const { folder } = part;
  const runs = progress.jobs.done - failures.length;
  const file = writePart(part, flags, { runs, finished: true });
  if (flags.json) out.write(`${JSON.stringify(file, null, 2)}\n`);
  else
    out.write(
      `Shard ${shardText(flags.shard!)} is finished: ${counted(runs, 'run')} in ${folder.path}\nWhen all ${flags.shard!.of} are there: edgewise merge DIR... --out DIR\n`,
    );
  return codeAfter(failures, err);
}

export function writePart(
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
      Object.entries(typed).filter(
        ([name, value]) => value !== undefined && name !== '$0' && !AROUND.has(name),
      ),
    ),
    command: `${command} --shard ${shardText(shard!)} --out ${quoted(folder.path)}`,
    ...state,
  };
  folder.write(SHARD, `${JSON.stringify(file, null, 2)}\n`);
  return file;
}
