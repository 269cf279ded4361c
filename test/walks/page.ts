/**
 * A page of the documentation that is made of commands, and what they print. In its source
 *
 *     <!-- file: mine.yaml -->            the next block is a file, written before the commands that follow
 *     ```sh                               lines that begin with `edgewise` are run, in order
 *     <!-- prints: from .. to -->         the next block is what the last of them printed, from the first line with
 *                                         `from` in it to the line before the next with `to` in it; the end when left out
 *     <!-- elsewhere -->                  the next block is run by the reader on another machine, or not at all
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { edgewise } from '../cli/captured.ts';

export interface Ran {
  readonly command: string;
  readonly code: number;
  /** Both streams: what is said, then what is told beside it. */
  readonly printed: string;
}

const BLOCK = /((?:<!-- [^\n]*? -->\n+)?)```(\w*)\n([\s\S]*?)```/g;
/** What a page runs is the same with one worker, and a test has no others to spare. */
const WORKS = /^(?:run|figure4|plan|sensitivity|capacity)$/;

/** Runs a page in a folder that holds what its commands name, and returns it with what they print now. */
export async function played(
  text: string,
  folder: string,
): Promise<{ readonly text: string; readonly ran: readonly Ran[] }> {
  const ran: Ran[] = [];
  const written: string[] = [];
  let last = 0;
  for (const match of text.matchAll(BLOCK)) {
    const [whole, note, language, body] = match as unknown as [string, string, string, string];
    const [, about, detail] = /<!-- (\w+)(?:: (.*?))? -->/.exec(note) ?? [];
    written.push(text.slice(last, match.index));
    last = match.index + whole.length;
    if (about === 'file') {
      const path = join(folder, detail!);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, body);
    } else if (language === 'sh' && about !== 'elsewhere')
      for (const command of commandsOf(body)) ran.push(await runs(command, folder));
    const excerpt = about === 'prints' ? excerptOf(ran.at(-1), detail!) : null;
    written.push(excerpt === null ? whole : `${note}\`\`\`${language}\n${excerpt}\n\`\`\``);
  }
  return { text: [...written, text.slice(last)].join(''), ran };
}

function commandsOf(body: string): string[] {
  return body
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/\s+# .*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

async function runs(command: string, folder: string): Promise<Ran> {
  const [program, ...args] = wordsOf(command);
  if (program !== 'edgewise') {
    const printed = execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
    return { command, code: 0, printed };
  }
  const more = WORKS.test(args[0]!) && !args.includes('--dry-run') ? ['--workers', '1'] : [];
  const { code, out, err } = await edgewise([...args, ...more], 100);
  return { command, code, printed: `${out}${err}` };
}

/** As a shell parts them, as far as a page needs it: quotes keep blanks together. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, one: string | undefined, other: string) => one ?? other),
  );
}

function excerptOf(ran: Ran | undefined, range: string): string {
  if (!ran) throw new Error(`nothing was run that could print ${range}`);
  const [from, to] = range.split(' .. ') as [string, string | undefined];
  const lines = ran.printed.split('\n');
  const start = lines.findIndex((line) => line.includes(from));
  if (start < 0) throw new Error(`${ran.command} prints no "${from}":\n${ran.printed}`);
  const rest = lines.slice(start + 1).findIndex((line) => to !== undefined && line.includes(to));
  if (to !== undefined && rest < 0)
    throw new Error(`${ran.command} prints no "${to}" after "${from}":\n${ran.printed}`);
  const shown = lines.slice(start, to === undefined ? undefined : start + 1 + rest);
  return shown
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}
