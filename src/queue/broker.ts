/**
 * What a server that stands between those who have work and those who do it has to know: put, collect and work for tasks,
 * keep and fetch for files that they read. All are bytes to it, each under a key that says what it is, so that doing one
 * twice changes nothing.
 */

/** Some seconds of work. */
export interface Task {
  readonly key: string;
  readonly body: Uint8Array;
}

/** How a task stands. Of one that is gone the server knows nothing: it was restarted, or somebody else has the answer. */
export type TaskState =
  | { readonly kind: 'answered'; readonly answer: Uint8Array }
  | { readonly kind: 'open' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'dead'; readonly error: string };

/** How far a task is that somebody works at. */
export interface TaskPace {
  readonly requests: number;
  readonly share: number;
}

/** What those who listen hear at once, and may miss: a task is over, or so far; a worker came or went. */
export type News =
  | { readonly kind: 'over'; readonly key: string }
  | ({ readonly kind: 'pace'; readonly key: string } & TaskPace)
  | { readonly kind: 'workers' };

export interface WorkerOrder {
  /** Who does it: where, and which process. */
  readonly name: string;
  /** Tasks at a time. */
  readonly threads: number;
  /** Does a task. Never fails: what goes wrong inside is an answer. */
  readonly perform: (body: Uint8Array, tell: (pace: TaskPace) => void) => Promise<Uint8Array>;
  /** No task is begun after it; those that are begun are finished. */
  readonly signal: AbortSignal;
  /** Asks until it is answered. */
  readonly lasting: (ask: () => Promise<unknown>) => Promise<void>;
  /** Called when a task is begun, and when it is over. */
  readonly onTask?: (began: boolean) => void;
}

export interface WorkerSeen {
  readonly name: string;
  readonly threads: number;
  /** Tasks it is at. */
  readonly busy: number;
}

/** Tasks and workers of one version of the program. */
export interface VersionSeen {
  readonly version: string;
  readonly waiting: number;
  readonly running: number;
  /** Tasks that are not tried again: their workers died too often. */
  readonly dead: number;
  readonly workers: readonly WorkerSeen[];
}

export interface QueueStatus {
  /** The server in a few words. */
  readonly server: string;
  /** Every version that has tasks or workers. */
  readonly versions: readonly VersionSeen[];
  /** Answers that nobody has fetched yet. */
  readonly answers: number;
  /** Files that are kept for workers. */
  readonly files: number;
}

/** One end of a queue, for one version of the program: tasks of others are never seen, but counted. */
export interface Broker {
  /** Puts tasks in. One that is there already stays as it is. */
  put(tasks: readonly Task[]): Promise<void>;
  /** How these stand. An answer that was handed out is removed. */
  collect(keys: readonly string[]): Promise<ReadonlyMap<string, TaskState>>;
  /** Does tasks until the signal says so. A task whose worker is not heard of for a while goes to another. */
  work(work: WorkerOrder): Promise<void>;
  /** Keeps a file for workers, made only when it is not there yet; in any case for as long again. */
  keep(hash: string, make: () => Promise<Uint8Array>): Promise<void>;
  /** A file that was kept; undefined when it is gone. */
  fetch(hash: string): Promise<Uint8Array | undefined>;
  status(): Promise<QueueStatus>;
  /** Gives back what it holds. Those of these tasks that nobody has begun are taken out. */
  close(keys?: readonly string[]): Promise<void>;
}

/** How often a task is begun whose worker dies. */
export const ATTEMPTS = 4;
/** Seconds that a worker is taken to be there after its tasks are another's: it may only be slow. */
export const LINGER = 5;
/** Seconds that an answer waits for somebody to fetch it, and that a file is kept. */
export const KEPT: number = 7 * 86_400;

/** What an engine is made with. */
export interface BrokerOptions {
  readonly version: string;
  /** Called from then on, until it is closed. */
  readonly onNews?: (news: News) => void;
}
