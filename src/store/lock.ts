/** A lock on a folder: only one process at a time writes there. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { codeOf, guarded, StoreError } from './storeError.ts';

const NAME = '.lock';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** The start time of the process according to the system: identifies it together with its number. */
  readonly began: string;
}

/**
 * Locks the folder or throws. The lock of a process that has ended is taken over. Whether a process on another machine
 * is alive is unknown: its lock stays until someone removes the file.
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

/** Releases the lock when called, at the latest when the process ends by itself. */
function held(path: string, mine: string): () => void {
  const release = (): void => {
    process.off('exit', release);
    if (read(path) === mine) rmSync(path, { force: true });
  };
  process.on('exit', release);
  return release;
}

/** Creates the lock together with its content, so that it is never read empty. False when there is one already. */
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

/** For file systems without links: the lock may be empty for an instant, and readers wait. */
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

/** Removes a dead process's lock, unless another process has taken over already. */
function takeAway(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path);
  } catch {
    // Removed or taken over meanwhile: the next attempt finds out.
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
  // A zombie: killed, but not yet waited for by its parent; it does not write any more.
  if (fields[STATE] === 'Z' || fields[STATE] === 'X') return false;
  const now = fields[STARTED] ?? '';
  return now === '' || holder.began === '' || now === holder.began;
}

/** The start time of a process from the Linux kernel, in ticks since boot; empty on other systems. */
function began(pid: number): string {
  return stat(pid)[STARTED] ?? '';
}

/** Positions of these fields in /proc/PID/stat, counted after the name. */
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
