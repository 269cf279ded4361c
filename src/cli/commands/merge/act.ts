/** The parts of a study put into one folder, and the command they are parts of typed again, with nothing left to run. */
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { keyText, type Finished } from '../../../experiment/job.ts';
import { plain } from '../../../report/format.ts';
import { RunFolder } from '../../../store/folder.ts';
import { JOURNAL, readJournal } from '../../../store/journal.ts';
import { lock } from '../../../store/lock.ts';
import { readShard, type ShardFile } from '../../../store/shardFile.ts';
import { LEFT } from '../../../studies/kinds.ts';
import type { Command, Typed } from '../../command.ts';
import { Fault } from '../../fault.ts';
import { several } from '../../flags/readFlags.ts';
import { build } from '../../package.ts';
import { quoted } from '../../flags/typedAgain.ts';
import type { Terminal } from '../../terminal/terminal.ts';

interface Part extends ShardFile {
  readonly folder: string;
}

/** Missing parts that are named, each with its command. */
const NAMED = 8;

export async function runMerge(
  typed: Typed,
  terminal: Terminal,
  commands: readonly Command[],
): Promise<number> {
  const out = typed['out'];
  if (typeof out !== 'string' || out.trim() === '')
    throw new Fault('edgewise merge: --out DIR is missing: the folder of the whole');
  const folders = new Map(several(typed, 'dir').map((folder) => [resolve(folder), folder]));
  const parts = [...folders.values()].map((folder): Part => ({ ...readShard(folder), folder }));
  const [first] = parts;
  if (!first) throw new Fault('edgewise merge: no folder was named');
  refuseOthers(parts);
  refuseMissing(parts);
  const command = commandOf(first, commands);
  const unlock = parts.map(({ folder }) => lock(folder));
  try {
    gather(parts, out, typed['force'] === true);
  } finally {
    for (const open of unlock) open();
  }
  const { scenario, workers, json, quiet } = typed;
  return command.act(
    {
      ...first.typed,
      ...(scenario !== undefined && { file: scenario }),
      ...(workers !== undefined && { workers }),
      json,
      quiet,
      out,
      merged: first.fingerprint,
    },
    terminal,
    commands,
  );
}

function commandOf({ typed, folder }: Part, commands: readonly Command[]): Command {
  const [name] = typed['_'] as readonly unknown[];
  const command = commands.find((one) => one.name === name);
  if (!command) throw new Fault(`${folder}: is a part of a command that is not there: ${String(name)}`);
  return command;
}

/** Only parts of one study, made by this program, make a whole. */
function refuseOthers(parts: readonly Part[]): void {
  const here = build();
  const [first] = parts;
  for (const { folder, version, fingerprint, of, command } of parts) {
    if (version !== here)
      throw new Fault(
        `${folder}: was made by version ${version}, and this is ${here}: parts of different versions are not mixed; make it again by this one:\n  ${command}`,
      );
    if (fingerprint !== first!.fingerprint)
      throw new Fault(
        `${folder}: is a part of another study than ${first!.folder}:\n  ${command}\n  ${first!.command}`,
      );
    if (of !== first!.of)
      throw new Fault(
        `${folder}: is one of ${plain(of)} parts, ${first!.folder} one of ${plain(first!.of)}: parts of one whole are as many`,
      );
  }
}

function refuseMissing(parts: readonly Part[]): void {
  const { of, typed: _typed, command, folder: _folder, shard } = parts[0]!;
  const finished = new Set(parts.filter((part) => part.finished).map((part) => part.shard));
  const lacking = Array.from({ length: of }, (_, i) => i + 1).filter((one) => !finished.has(one));
  if (lacking.length === 0) return;
  const begun = new Map(parts.map((part) => [part.shard, part]));
  const anew = command.slice(0, command.lastIndexOf(` --shard ${shard}/${of} --out `));
  const lines = lacking.slice(0, NAMED).map((one) => {
    const part = begun.get(one);
    return part
      ? `${one}/${of} is not finished: ${part.command}`
      : `${one}/${of} is missing: ${anew} --shard ${one}/${of} --out ${quoted(`part-${one}`)}`;
  });
  const more = lacking.length > NAMED ? `\n  and ${plain(lacking.length - NAMED)} more` : '';
  throw new Fault(
    `${plain(lacking.length)} of ${plain(of)} parts ${lacking.length === 1 ? 'is' : 'are'} not there yet:\n  ${lines.join('\n  ')}${more}`,
  );
}

/** The runs of all parts into one journal. What two parts have is the same, or something is wrong with one of them. */
function gather(parts: readonly Part[], out: string, force: boolean): void {
  const folder = new RunFolder(out, { fingerprint: parts[0]!.fingerprint, force, left: LEFT });
  try {
    const there = new Map<string, { readonly of: string; readonly what: string }>();
    for (const finished of folder.done) there.set(keyText(finished), { of: out, what: digest(finished) });
    for (const part of parts)
      for (const finished of readJournal(join(part.folder, JOURNAL))) {
        const key = keyText(finished);
        const what = digest(finished);
        const earlier = there.get(key);
        if (earlier === undefined) {
          folder.record(finished);
          there.set(key, { of: part.folder, what });
        } else if (earlier.what !== what)
          throw new Fault(
            `${part.folder} and ${earlier.of} disagree about the same run (${key}): one of them is damaged, or was made on a machine that computes otherwise`,
          );
      }
  } finally {
    folder.close();
  }
}

function digest({ result }: Finished): string {
  const { metrics, parts } = result;
  return createHash('sha1')
    .update(JSON.stringify([metrics, parts]))
    .digest('base64')
    .slice(0, 12);
}
