/**
 * The interface of a queue server between studies and workers: put, collect and work for tasks, keep and fetch for files.
 * Everything is bytes under a key that is derived from the content, so repeating an operation is harmless.
 */

/** Some seconds of work. */
export interface Task {
  readonly key: string;
  readonly body: Uint8Array;
}

/** The state of a task. `gone`: the server does not know it, after a restart or because another client has the answer. */
export type TaskState =
  | { readonly kind: 'answered'; readonly answer: Uint8Array }
  | { readonly kind: 'open' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'dead'; readonly error: string };

/** The progress of a running task. */
export interface TaskPace {
  readonly requests: number;
  readonly share: number;
}

/** Notifications, which may be lost: a task is finished or has progressed; a worker came or went. */
export type News =
  | { readonly kind: 'over'; readonly key: string }
  | ({ readonly kind: 'pace'; readonly key: string } & TaskPace)
  | { readonly kind: 'workers' };

export interface WorkerOrder {
  /** Host and process of the worker. */
  readonly name: string;
  /** Tasks at a time. */
  readonly threads: number;
  /** Runs a task. Never fails: errors are part of the answer. */
  readonly perform: (body: Uint8Array, tell: (pace: TaskPace) => void) => Promise<Uint8Array>;
  /** After it no task is begun; running ones are finished. */
  readonly signal: AbortSignal;
  /** Retries until it succeeds. */
  readonly lasting: (ask: () => Promise<unknown>) => Promise<void>;
  /** Called when a task begins and ends. */
  readonly onTask?: (began: boolean) => void;
}

export interface WorkerSeen {
  readonly name: string;
  readonly threads: number;
  /** Number of running tasks. */
  readonly busy: number;
}

/** Tasks and workers of one version of the program. */
export interface VersionSeen {
  readonly version: string;
  readonly waiting: number;
  readonly running: number;
  /** Tasks that are not retried: their workers died too often. */
  readonly dead: number;
  readonly workers: readonly WorkerSeen[];
}

export interface QueueStatus {
  /** A description of the server. */
  readonly server: string;
  /** Every version that has tasks or workers. */
  readonly versions: readonly VersionSeen[];
  /** Answers not yet collected. */
  readonly answers: number;
  /** Files stored for workers. */
  readonly files: number;
}

/** A client of a queue, for one version of the program: tasks of others are counted, but never taken. */
export interface Broker {
  /** Adds tasks. Existing ones are left as they are. */
  put(tasks: readonly Task[]): Promise<void>;
  /** The states of these tasks. Answers are removed when they are returned. */
  collect(keys: readonly string[]): Promise<ReadonlyMap<string, TaskState>>;
  /** Works on tasks until the signal. A task whose worker gives no sign of life goes to another. */
  work(work: WorkerOrder): Promise<void>;
  /** Stores a file for workers, created only if it is missing; extends its lifetime in any case. */
  keep(hash: string, make: () => Promise<Uint8Array>): Promise<void>;
  /** A stored file; undefined when it is gone. */
  fetch(hash: string): Promise<Uint8Array | undefined>;
  status(): Promise<QueueStatus>;
  /** Closes the connection. Tasks among these that were not begun are removed. */
  close(keys?: readonly string[]): Promise<void>;
}

/** How often a task is begun whose worker dies. */
export const ATTEMPTS = 4;
/** Seconds for which a worker is listed after losing its tasks: it may just be slow. */
export const LINGER = 5;
/** Seconds for which an answer or a file is stored. */
export const KEPT: number = 7 * 86_400;

/** Options of a queue client. */
export interface BrokerOptions {
  readonly version: string;
  /** Called with each notification until it is closed. */
  readonly onNews?: (news: News) => void;
}
