/** Runs tasks of a worker in threads, apart from the connection that signals it is alive. */
import type { Executor } from '../experiment/executor.ts';
import { pack } from '../experiment/packed.ts';
import { messageOf } from '../executors/message.ts';
import type { TaskPace } from './broker.ts';
import { openParcel, packAnswers, type RunAnswer, type TaskAnswers, type Parcel } from './parcel.ts';
import { ReceivedFiles } from './sentFiles.ts';

/** Milliseconds between progress reports of a task. */
const TELL = 1000;

interface LabourOptions {
  readonly lanes: number;
  /** Creates an executor for the jobs of a task. */
  readonly executor: (where: LabourFiles) => Executor | Promise<Executor>;
  /** Fetches a file stored on the server. */
  readonly fetch: (hash: string) => Promise<Uint8Array | undefined>;
  /** Replaces the folder of the files on the machine that started the study. */
  readonly folder: string | undefined;
}

/** Where files of jobs are: the folder, and files that are elsewhere. */
interface LabourFiles {
  readonly base: string;
  readonly places: Readonly<Record<string, string>>;
}

interface Lane {
  /** The files that its executor uses. */
  where: string;
  executor: Executor | undefined;
}

/** Runs as many tasks at a time as there are lanes, each with an executor of its own. */
export class Labour {
  readonly #options: LabourOptions;
  readonly #free: Lane[];
  readonly #files: ReceivedFiles;

  constructor(options: LabourOptions) {
    this.#options = options;
    this.#free = Array.from({ length: options.lanes }, () => ({ where: '', executor: undefined }));
    this.#files = new ReceivedFiles(options.fetch);
  }

  /** The answer to a task, including errors. */
  async perform(body: Uint8Array, tell: (pace: TaskPace) => void): Promise<Uint8Array> {
    const parcel = await openParcel(body);
    const base = this.#options.folder ?? parcel.files?.base ?? '.';
    const none = (error: string, gone = false): TaskAnswers => ({
      answers: parcel.jobs.map(() => ({ error })),
      milliseconds: 0,
      gone,
    });
    const lane = this.#free.pop();
    if (!lane) throw new Error('more tasks at a time than there are lanes');
    try {
      const found = parcel.files === null ? { places: {} } : await this.#files.find(parcel.files, base);
      if ('error' in found) return await packAnswers(none(found.error));
      if ('gone' in found) return await packAnswers(none('the queue no longer has the log', true));
      const { places } = found;
      const where = JSON.stringify([base, places]);
      if (lane.executor === undefined || lane.where !== where) {
        await lane.executor?.close();
        lane.executor = await this.#options.executor({ base, places });
        lane.where = where;
      }
      return await packAnswers(await done(lane.executor, parcel, tell));
    } catch (error) {
      return packAnswers(none(messageOf(error)));
    } finally {
      this.#free.push(lane);
    }
  }

  async close(): Promise<void> {
    for (const { executor } of this.#free) await executor?.close();
    this.#files.close();
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
