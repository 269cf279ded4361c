/** Encodes jobs and results as bytes: a task has several jobs that share scenarios, and one answer. */
import { createHash } from 'node:crypto';
import type { Job } from '../experiment/job.ts';
import type { Packed } from '../experiment/packed.ts';
import { Texts } from '../executors/texts.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Task } from './broker.ts';
import { compressed, decompressed } from './compressed.ts';

/** The content of a task. */
export interface Parcel {
  /** The folder to which file names are relative, and digests of the files; null when no job reads one. */
  readonly files: TaskFiles | null;
  readonly jobs: readonly Job[];
}

export interface TaskFiles {
  readonly base: string;
  /** Digests by name. */
  readonly digests: Readonly<Record<string, string>>;
  /** Hashes of the files stored on the server, by name. */
  readonly sent: Readonly<Record<string, string>>;
}

export type RunAnswer = { readonly packed: Packed } | { readonly error: string };

/** The results of all jobs of a task, in order. */
export interface TaskAnswers {
  readonly answers: readonly RunAnswer[];
  /** Time taken by the jobs. */
  readonly milliseconds: number;
  /** Set when nothing was done because a sent file is gone from the server. */
  readonly gone?: boolean;
}

interface Written {
  readonly files: TaskFiles | null;
  readonly scenarios: readonly string[];
  readonly jobs: readonly (Omit<Job, 'scenario'> & { readonly at: number })[];
}

/** The header of an answer, before its texts and blocks. */
interface Head {
  readonly milliseconds: number;
  readonly gone?: boolean;
  /** Sizes of text and block; or an error message. */
  readonly parts: readonly (readonly [text: number, block: number] | string)[];
}

/** Encodes tasks; each scenario is written only once. */
export class Packer {
  readonly #texts: Texts = new Texts();
  readonly #version: string;
  readonly #files: TaskFiles | null;

  constructor(version: string, files: TaskFiles | null) {
    this.#version = version;
    this.#files = files;
  }

  async task(jobs: readonly Job[]): Promise<Task> {
    const places = new Map<Scenario, number>();
    const written = jobs.map(({ scenario, ...job }) => {
      if (!places.has(scenario)) places.set(scenario, places.size);
      return { ...job, at: places.get(scenario)! };
    });
    const scenarios = [...places.keys()].map((scenario) => this.#texts.of(scenario));
    const text = JSON.stringify({ files: this.#files, scenarios, jobs: written } satisfies Written);
    const key = createHash('sha256').update(`${this.#version}\n${text}`).digest('hex').slice(0, 40);
    return { key, body: await compressed(text) };
  }
}

export async function openParcel(body: Uint8Array): Promise<Parcel> {
  const { files, scenarios, jobs } = JSON.parse((await decompressed(body)).toString()) as Written;
  const parsed = scenarios.map((text) => JSON.parse(text) as Scenario);
  return { files, jobs: jobs.map(({ at, ...job }) => ({ ...job, scenario: parsed[at]! })) };
}

export async function packAnswers({ answers, milliseconds, gone }: TaskAnswers): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  const parts = answers.map((answer): Head['parts'][number] => {
    if ('error' in answer) return answer.error;
    const text = Buffer.from(answer.packed.text);
    const { block } = answer.packed;
    pieces.push(text, Buffer.from(block.buffer, block.byteOffset, block.byteLength));
    return [text.length, block.length];
  });
  const head = Buffer.from(JSON.stringify({ milliseconds, parts, ...(gone && { gone }) } satisfies Head));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(head.length);
  return compressed(Buffer.concat([size, head, ...pieces]));
}

export async function openAnswers(bytes: Uint8Array): Promise<TaskAnswers> {
  const all = await decompressed(bytes);
  let at = 4 + all.readUInt32LE(0);
  const { milliseconds, parts, gone = false } = JSON.parse(all.toString('utf8', 4, at)) as Head;
  const answers = parts.map((part): RunAnswer => {
    if (typeof part === 'string') return { error: part };
    const text = all.toString('utf8', at, at + part[0]);
    at += part[0];
    // A copy, since the numbers have to be aligned.
    const block = new Float32Array(part[1]);
    new Uint8Array(block.buffer).set(all.subarray(at, at + block.byteLength));
    at += block.byteLength;
    return { packed: { text, block } };
  });
  return { answers, milliseconds, gone };
}
