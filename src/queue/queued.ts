/** An executor that sends jobs to workers through a queue, in tasks, only as many at a time as keep the workers busy. */
import { BatchSize } from '../executors/batchSize.ts';
import type { Executor, ExecutorOptions, JobsRunning } from '../experiment/executor.ts';
import type { Failed, Finished, Job, JobKey } from '../experiment/job.ts';
import { unpack } from '../experiment/packed.ts';
import type { QueueAddress } from './address.ts';
import type { Broker, News, TaskPace, TaskState, Task } from './broker.ts';
import { Lasting } from './lasting.ts';
import { openAnswers, Packer, type RunAnswer, type TaskFiles } from './parcel.ts';
import { filesToSend, sendFiles } from './sentFiles.ts';
import { Watch } from './watch.ts';

interface QueuedOptions {
  readonly address: QueueAddress;
  /** Opens the queue; notifications go to the listener. */
  readonly open: (onNews: (news: News) => void) => Promise<Broker>;
  readonly version: string;
  /** Files that jobs read. */
  readonly files: Omit<TaskFiles, 'sent'> | null;
  /** Called with messages that may require action by the user. */
  readonly note: (text: string) => void;
}

/** Tasks per thread: one running and others ready. */
const AHEAD = 3;
/** Tasks while there is no worker. */
const LEAST = 4;
/** Most jobs in a task, however short they are. */
const MOST = 2000;
/** Most scenarios in a task: each has some kilobytes. */
const SCENARIOS = 500;
/** How often a task is sent again because the server lost a file. */
const LOST = 5;
/** Milliseconds of work below which tasks are not split further. */
const WORTHWHILE = 50;
/** Milliseconds between polls in the absence of notifications, and between progress reports. */
const LOOK = 5000;
const TELL = 200;

/** Throws when the server cannot be used, at once, or later when it stays away too long. */
export async function queued(options: QueuedOptions): Promise<Executor> {
  const { address, open, version, note } = options;
  const files = options.files && filesToSend(options.files, address.send);
  let hear: (news: News) => void = () => undefined;
  const broker = await open((news) => hear(news));
  const size = new BatchSize(LEAST, address.task * 1000, MOST, WORTHWHILE);
  const packer = new Packer(version, files);
  const lasting = new Lasting(address, note);
  const watch = new Watch({ broker, lasting, address, version, note });
  const send = (): Promise<void> => sendFiles(broker, files);
  try {
    await watch.look(true);
    await lasting.of(send);
  } catch (error) {
    await broker.close();
    throw error;
  }
  let left: readonly string[] = [];
  return {
    async *run(jobs, options) {
      const errand = new Errand({ broker, size, packer, lasting, watch, send });
      hear = (news) => errand.hear(news);
      try {
        yield* errand.run(jobs, options);
      } finally {
        hear = () => undefined;
        left = errand.open;
      }
    },
    close: () => broker.close(left),
  };
}

interface Parts {
  readonly broker: Broker;
  readonly size: BatchSize;
  readonly packer: Packer;
  readonly lasting: Lasting;
  readonly watch: Watch;
  /** Stores the files on the server. */
  readonly send: () => Promise<void>;
}

interface Sent {
  readonly task: Task;
  /** Jobs without their scenarios, which the task encodes more compactly. */
  readonly jobs: readonly JobKey[];
  pace: TaskPace;
  /** How often the server had lost its files. */
  lost: number;
}

/** A task that was sent. */
class Errand {
  readonly #parts: Parts;
  readonly #sent: Map<string, Sent> = new Map();
  /** Tasks reported as finished. */
  #heard: Set<string> = new Set();
  #wake: () => void = () => undefined;
  #woken = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Tasks without an answer. */
  get open(): readonly string[] {
    return [...this.#sent.keys()];
  }

  hear(news: News): void {
    if (news.kind === 'workers') this.#parts.watch.due();
    else {
      const sent = this.#sent.get(news.key);
      if (!sent) return;
      if (news.kind === 'pace') {
        sent.pace = news;
        return;
      }
      this.#heard.add(news.key);
    }
    this.#ring();
  }

  async *run(
    jobs: Iterable<Job>,
    { signal, onRunning }: ExecutorOptions = {},
  ): AsyncGenerator<Finished | Failed> {
    const { broker, size, lasting, watch } = this.#parts;
    const fresh = jobs[Symbol.iterator]();
    size.left = Array.isArray(jobs) ? jobs.length : Infinity;
    const ring = (): void => this.#ring();
    const tell = onRunning && setInterval(() => onRunning(this.#running()), TELL);
    signal?.addEventListener('abort', ring);
    const stopped = (): boolean => signal?.aborted === true;
    try {
      let looked = performance.now();
      for (;;) {
        if (stopped()) return;
        const room = Math.max(LEAST, AHEAD * watch.threads);
        size.seats = room;
        await this.#send(fresh, room - this.#sent.size, signal);
        if (this.#sent.size === 0) return;
        const every = Math.min(LOOK, watch.every);
        if (this.#heard.size === 0) await this.#waited(looked + every - performance.now());
        if (stopped()) return;
        const due = performance.now() - looked >= every;
        if (due) looked = performance.now();
        if (due || watch.isDue) await watch.look(false, signal);
        const keys = due ? this.open : [...this.#heard].filter((key) => this.#sent.has(key));
        this.#heard = new Set();
        if (keys.length === 0) continue;
        const found = await lasting.of(() => broker.collect(keys), signal);
        if (found) yield* this.#taken(found, signal);
      }
    } finally {
      clearInterval(tell);
      signal?.removeEventListener('abort', ring);
    }
  }

  /** Sends tasks, as many as there is room for. */
  async #send(fresh: Iterator<Job>, room: number, signal: AbortSignal | undefined): Promise<void> {
    const { broker, size, packer, lasting } = this.#parts;
    const tasks: Task[] = [];
    while (tasks.length < room) {
      const jobs: Job[] = [];
      const most = size.now();
      const scenarios = new Set<Job['scenario']>();
      while (jobs.length < most && scenarios.size < SCENARIOS) {
        const next = fresh.next();
        if (next.done === true) break;
        jobs.push(next.value);
        scenarios.add(next.value.scenario);
      }
      if (jobs.length === 0) break;
      const task = await packer.task(jobs);
      const keys = jobs.map(({ cell, replication, draw }) => ({ cell, replication, draw }));
      this.#sent.set(task.key, { task, jobs: keys, pace: { requests: 0, share: 0 }, lost: 0 });
      tasks.push(task);
    }
    if (tasks.length > 0) await lasting.of(() => broker.put(tasks), signal);
  }

  async *#taken(
    found: ReadonlyMap<string, TaskState>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Finished | Failed> {
    const { broker, size, lasting, send } = this.#parts;
    const again: Task[] = [];
    for (const [key, state] of found) {
      const sent = this.#sent.get(key)!;
      const { task, jobs } = sent;
      if (state.kind === 'gone') again.push(task);
      else if (state.kind === 'dead') {
        this.#sent.delete(key);
        for (const job of jobs) yield overOf(job, { error: state.error });
      } else if (state.kind === 'answered') {
        const { answers, milliseconds, gone } = await openAnswers(state.answer);
        if (gone && ++sent.lost < LOST) {
          again.push(task);
          continue;
        }
        this.#sent.delete(key);
        size.learn(answers.length, milliseconds);
        for (const [i, answer] of answers.entries()) yield overOf(jobs[i]!, answer);
      }
    }
    if (again.length === 0) return;
    // The server was restarted, or another client took the answer.
    await lasting.of(send, signal);
    await lasting.of(() => broker.put(again), signal);
  }

  #running(): JobsRunning {
    let requests = 0;
    let share = 0;
    for (const { pace } of this.#sent.values()) {
      requests += pace.requests;
      share += pace.share;
    }
    return { requests, share };
  }

  #ring(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Waits for a notification, up to a timeout. */
  async #waited(milliseconds: number): Promise<void> {
    if (!this.#woken && milliseconds > 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#wake = () => undefined;
    this.#woken = false;
  }
}

function overOf({ cell, replication, draw }: JobKey, answer: RunAnswer): Finished | Failed {
  if ('error' in answer) return { cell, replication, draw, error: answer.error };
  const { packed } = answer;
  return { cell, replication, draw, result: unpack(packed), packed };
}
