/** What a worker does: tasks in threads of their own, beside the connection that says it is still at them. */
import { isAbsolute, join } from 'node:path';
import type { Executor } from '../experiment/executor.ts';
import { pack } from '../experiment/packed.ts';
import { messageOf } from '../executors/message.ts';
import { fileDigest } from '../store/sources.ts';
import type { TaskPace } from './broker.ts';
import { openParcel, packAnswers, type RunAnswer, type TaskFiles, type Parcel } from './parcel.ts';

/** Milliseconds between two words about how far a task is. */
const TELL = 1000;

export interface LabourOptions {
  readonly lanes: number;
  /** Does the jobs of one task; files are in that folder. */
  readonly executor: (base: string) => Executor | Promise<Executor>;
  /** In place of the folder that the files have where the study was begun. */
  readonly folder: string | undefined;
}

interface Lane {
  base: string;
  executor: Executor | undefined;
}

/** As many tasks at a time as there are lanes, each with an executor of its own. */
export class Labour {
  readonly #options: LabourOptions;
  readonly #free: Lane[];

  constructor(options: LabourOptions) {
    this.#options = options;
    this.#free = Array.from({ length: options.lanes }, () => ({ base: '', executor: undefined }));
  }

  /** The answer to a task, whatever happens. */
  async perform(body: Uint8Array, tell: (pace: TaskPace) => void): Promise<Uint8Array> {
    const parcel = await openParcel(body);
    const base = this.#options.folder ?? parcel.files?.base ?? '.';
    const missing = missingOf(parcel.files, base);
    if (missing !== undefined)
      return packAnswers({ answers: parcel.jobs.map(() => ({ error: missing })), milliseconds: 0 });
    const lane = this.#free.pop();
    if (!lane) throw new Error('more tasks at a time than there are lanes');
    try {
      if (lane.executor === undefined || lane.base !== base) {
        await lane.executor?.close();
        lane.executor = await this.#options.executor(base);
        lane.base = base;
      }
      return await packAnswers(await done(lane.executor, parcel, tell));
    } catch (error) {
      const said = messageOf(error);
      return packAnswers({ answers: parcel.jobs.map(() => ({ error: said })), milliseconds: 0 });
    } finally {
      this.#free.push(lane);
    }
  }

  async close(): Promise<void> {
    for (const { executor } of this.#free) await executor?.close();
  }
}

async function done(
  executor: Executor,
  { jobs }: Parcel,
  tell: (pace: TaskPace) => void,
): Promise<{ answers: readonly RunAnswer[]; milliseconds: number }> {
  const places = new Map(jobs.map((job, place) => [keyOf(job), place]));
  const answers: RunAnswer[] = [];
  const began = performance.now();
  let told = began;
  let over = 0;
  let requests = 0;
  const onRunning = (running: TaskPace): void => {
    if (performance.now() - told < TELL) return;
    told = performance.now();
    tell({ requests: requests + running.requests, share: over + running.share });
  };
  for await (const one of executor.run(jobs, { onRunning })) {
    const place = places.get(keyOf(one))!;
    if ('error' in one) answers[place] = { error: one.error };
    else {
      answers[place] = { packed: one.packed ?? pack(one.result) };
      requests += one.result.metrics['arrived'] ?? 0;
    }
    over++;
  }
  return { answers, milliseconds: performance.now() - began };
}

interface Keyed {
  readonly cell: number;
  readonly replication: number;
  readonly draw: number | null;
}

const keyOf = ({ cell, replication, draw }: Keyed): string => `${cell}/${replication}/${draw}`;

/** What is not here as it is where the study was begun. */
function missingOf(files: TaskFiles | null, base: string): string | undefined {
  for (const [name, digest] of Object.entries(files?.digests ?? {})) {
    const path = isAbsolute(name) ? name : join(base, name);
    let here: string | undefined;
    try {
      here = fileDigest(base, name);
    } catch (error) {
      return `a worker has no ${path}: ${messageOf(error)}; edgewise worker --files DIR says where it is`;
    }
    if (here !== digest) return `a worker has another ${path} than there is where the study was begun`;
  }
  return undefined;
}
