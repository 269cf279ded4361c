/** Connects the page to its laboratory: the newest request replaces waiting ones, and one picture always gets through. */
import { painted } from './painted.ts';
import type { LabRequest, Tell } from './protocol.ts';

type Posted = Extract<LabRequest, { id: number }>;
type Unnumbered<One> = One extends unknown ? Omit<One, 'id'> : never;
/** Creates the message when it can be sent, so that it reflects the page at that time. */
type MakeRequest = (id: number) => Unnumbered<Posted>;

/** Milliseconds to wait for a worker that is in the middle of a long run. */
const PATIENCE = 2500;
const QUICK: ReadonlySet<Posted['kind']> = new Set(['run']);
/** Messages after which the page has something new to show. */
const SHOWN: ReadonlySet<Tell['kind']> = new Set(['picture', 'wrong', 'costly', 'failed']);

export class Link {
  readonly #start: () => Worker;
  readonly #hear: (tell: Tell) => void;
  #worker: Worker;
  /** A second worker, ready to replace one that does not respond. */
  #spare: Worker | null = null;
  #id = 0;
  #newest = 0;
  #shown = true;
  /** Whether the code for reading scenarios was requested: only after the first picture. */
  #isWarm = false;
  #next: MakeRequest | null = null;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  readonly #asked: Map<number, (tell: Tell) => void> = new Map();

  constructor(start: () => Worker, hear: (tell: Tell) => void) {
    this.#start = start;
    this.#hear = hear;
    this.#worker = this.#listen(start());
  }

  /** Number of the last scenario sent; other messages do not count. */
  get newest(): number {
    return this.#newest;
  }

  /** Sends it now, or after the picture of the previous one; replaces a waiting one. */
  wish(make: MakeRequest): void {
    if (this.#shown) this.#send(make);
    else {
      this.#next = make;
      this.#waiting ??= setTimeout(() => this.#replace(), PATIENCE);
    }
  }

  /** Sends a message other than a scenario, and returns its answer. */
  ask(make: MakeRequest): Promise<Tell> {
    const id = ++this.#id;
    const ask = { ...make(id), id } as Posted;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#worker.postMessage(ask);
    });
  }

  stop(): void {
    this.#next = null;
    this.#shown = true;
    this.#worker.postMessage({ kind: 'stop' } satisfies LabRequest);
  }

  #send(make: MakeRequest): void {
    const id = ++this.#id;
    this.#newest = id;
    const ask = { ...make(id), id } as Posted;
    this.#shown = !QUICK.has(ask.kind);
    this.#next = null;
    this.#worker.postMessage(ask);
  }

  #warm(): Worker {
    const worker = this.#start();
    worker.postMessage({ kind: 'warm' } satisfies LabRequest);
    return worker;
  }

  #listen(worker: Worker): Worker {
    worker.addEventListener('message', ({ data }: MessageEvent<Tell>) => {
      if (worker === this.#worker) this.#told(data);
    });
    worker.addEventListener('error', ({ message }) => {
      if (worker === this.#worker) this.#told({ kind: 'failed', id: this.#newest, message });
    });
    return worker;
  }

  #told(tell: Tell): void {
    const answer = 'id' in tell ? this.#asked.get(tell.id) : undefined;
    if (answer && 'id' in tell) {
      this.#asked.delete(tell.id);
      answer(tell);
      return;
    }
    this.#hear(tell);
    if (!SHOWN.has(tell.kind)) return;
    this.#shown = true;
    if (!this.#isWarm) {
      this.#isWarm = true;
      painted(() => this.#worker.postMessage({ kind: 'warm' } satisfies LabRequest));
    }
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    // Not during runs, which its start would slow down.
    if (tell.kind === 'picture' && tell.picture.last) this.#spare ??= this.#warm();
    if (this.#next) this.#send(this.#next);
  }

  /** Ends a worker that does not respond, and uses the spare one. */
  #replace(): void {
    this.#waiting = undefined;
    if (this.#shown || !this.#next) return;
    this.#worker.terminate();
    this.#worker = this.#listen(this.#spare ?? this.#start());
    this.#spare = null;
    this.#asked.clear();
    this.#send(this.#next);
  }
}
