/** One process at a time writes a folder. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { codeOf, guarded, StoreError } from './storeError.ts';

const NAME = '.lock';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system counts it; tells a process from a later one with its number. */
  readonly began: string;
}

/**
 * Takes the folder or throws. A lock whose process is gone is taken over. A process on another machine cannot be
 * asked whether it lives: its lock stands until someone removes the file.
 */
export function lock(folder: string): () => void {
  const path = join(folder, NAME);
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), began: began(process.pid) });
  for (let attempt = 0; attempt < 5; attempt++) {
    if (guarded('cannot be written', folder, () => create(path, mine))) return held(path, mine);
    const theirs = read(path);
    if (theirs === undefined) continue;
    const holder = parse(theirs);
    if (holder && lives(holder))
      throw new StoreError(
        `${folder}: process ${holder.pid}${holder.host === hostname() ? '' : ` on ${holder.host}`} is writing to it` +
          (holder.host === hostname() ? '' : `; if that is over, remove ${path}`),
      );
    takeAway(path, theirs);
  }
  throw new StoreError(`${folder}: other processes keep taking it; try again`);
}

/** Gives it back when it is called, at the latest when the process ends by itself. */
function held(path: string, mine: string): () => void {
  const release = (): void => {
    process.off('exit', release);
    if (read(path) === mine) rmSync(path, { force: true });
  };
  process.on('exit', release);
  return release;
}

/** Makes the lock with its content at once, so that nobody reads an empty one. False when there is one. */
function create(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    return createUnlinked(path, content, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** For file systems that have no links: a reader may then see the lock empty for an instant, and wait. */
function createUnlinked(path: string, content: string, cause: unknown): boolean {
  if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(cause) ?? '')) throw cause;
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a dead process's lock, unless another process has been quicker and it is now that one's. */
function takeAway(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path);
  } catch {
    // Gone already, or taken: the next attempt sees.
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    if (typeof value?.pid !== 'number' || typeof value.host !== 'string') return undefined;
    return { pid: value.pid, host: value.host, began: value.began ?? '' };
  } catch {
    return undefined;
  }
}

function lives(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  const fields = stat(holder.pid);
  // Killed, and not yet asked after by the process that started it: it writes nothing any more.
  if (fields[STATE] === 'Z' || fields[STATE] === 'X') return false;
  const now = fields[STARTED] ?? '';
  return now === '' || holder.began === '' || now === holder.began;
}

/** The start time the Linux kernel gives a process, in its ticks since boot; empty elsewhere. */
function began(pid: number): string {
  return stat(pid)[STARTED] ?? '';
}

/** Where they are in what the Linux kernel tells of a process, counted behind its name. */
const STATE = 0;
const STARTED = 19;

function stat(pid: number): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
