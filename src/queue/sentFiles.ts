/** Sends logs that scenarios read to workers: the server stores them under a hash of their content. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { writeAtomically } from '../store/atomic.ts';
import { fileDigest } from '../store/sources.ts';
import { guarded } from '../store/storeError.ts';
import { messageOf } from '../executors/message.ts';
import type { Broker } from './broker.ts';
import { compressed, decompressed } from './compressed.ts';
import type { TaskFiles } from './parcel.ts';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const pathOf = (base: string, name: string): string => (isAbsolute(name) ? name : join(base, name));
const contentOf = (base: string, name: string): Buffer => {
  const path = pathOf(base, name);
  return guarded('cannot be read', path, () => readFileSync(path));
};

/** The files that are sent: those up to that many bytes. */
export function filesToSend({ base, digests }: Omit<TaskFiles, 'sent'>, largest: number): TaskFiles {
  const sent: Record<string, string> = {};
  for (const name of Object.keys(digests)) {
    const path = pathOf(base, name);
    const { size } = guarded('cannot be read', path, () => statSync(path));
    if (size <= largest) sent[name] = hashOf(contentOf(base, name));
  }
  return { base, digests, sent };
}

/** Stores them once per study, and again on a server that lost them. */
export async function sendFiles(broker: Broker, files: TaskFiles | null): Promise<void> {
  for (const [name, hash] of Object.entries(files?.sent ?? {}))
    await broker.keep(hash, () => compressed(contentOf(files!.base, name)));
}

/** The paths of a task's files on this machine, by name; or why it cannot run here. */
type FilesHere =
  | { readonly places: Readonly<Record<string, string>> }
  | { readonly error: string }
  /** The server lost a file that was sent. */
  | { readonly gone: true };

/** Files received from the server, in a temporary folder until the worker ends. */
export class ReceivedFiles {
  readonly #fetch: (hash: string) => Promise<Uint8Array | undefined>;
  readonly #coming: Map<string, Promise<string | undefined>> = new Map();
  #folder: string | undefined;

  constructor(fetch: (hash: string) => Promise<Uint8Array | undefined>) {
    this.#fetch = fetch;
  }

  /** Files that are unchanged in the folder are read there; others are fetched once. */
  async find({ digests, sent }: TaskFiles, base: string): Promise<FilesHere> {
    const places: Record<string, string> = {};
    for (const [name, digest] of Object.entries(digests)) {
      const fault = faultOf(base, name, digest);
      if (fault === undefined) continue;
      const hash = sent[name];
      if (hash === undefined) return { error: fault };
      const place = await this.#place(hash);
      if (place === undefined) return { gone: true };
      places[name] = place;
    }
    return { places };
  }

  close(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #place(hash: string): Promise<string | undefined> {
    const coming = this.#coming.get(hash) ?? this.#receive(hash);
    this.#coming.set(hash, coming);
    const place = await coming.catch((error: unknown) => {
      this.#coming.delete(hash);
      throw error;
    });
    // The next task tries again.
    if (place === undefined) this.#coming.delete(hash);
    return place;
  }

  async #receive(hash: string): Promise<string | undefined> {
    const bytes = await this.#fetch(hash);
    if (bytes === undefined) return undefined;
    const content = await decompressed(bytes);
    if (hashOf(content) !== hash) throw new Error('a log came from the queue damaged');
    this.#folder ??= mkdtempSync(join(tmpdir(), 'edgewise-worker-'));
    const place = join(this.#folder, hash);
    writeAtomically(place, content);
    return place;
  }
}

/** Why a local file cannot be used. */
function faultOf(base: string, name: string, digest: string): string | undefined {
  const path = pathOf(base, name);
  let here: string;
  try {
    here = fileDigest(base, name);
  } catch (error) {
    return `a worker has no ${path}: ${messageOf(error)}; it is too large to be sent, and edgewise worker --files DIR says where it is`;
  }
  return here === digest ? undefined : `a worker has another ${path} than there is where the study was begun`;
}
