/** Watches the workers of a queue: it is an error when there is none for too long. */
import { counted, list } from '../kernel/words.ts';
import { StoreError } from '../store/storeError.ts';
import type { QueueAddress } from './address.ts';
import type { Broker, QueueStatus } from './broker.ts';
import type { Lasting } from './lasting.ts';

interface WatchOptions {
  readonly broker: Broker;
  readonly lasting: Lasting;
  readonly address: QueueAddress;
  readonly version: string;
  readonly note: (text: string) => void;
}

export class Watch {
  readonly #options: WatchOptions;
  /** Threads of all workers of this version. */
  threads = 0;
  isDue = false;
  /** When there was last a worker, or one became necessary. */
  #since: number;
  #told: string | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#since = performance.now();
  }

  /** A worker came or went. */
  due(): void {
    this.isDue = true;
  }

  /** Milliseconds until the next check. */
  get every(): number {
    const { wait, lock } = this.#options.address;
    return Math.min(lock, this.threads === 0 ? wait / 4 : lock) * 1000;
  }

  async look(first: boolean, signal?: AbortSignal): Promise<void> {
    const { broker, lasting, address, version } = this.#options;
    this.isDue = false;
    const status = await lasting.of(() => broker.status(), signal);
    if (!status) return;
    const own = status.versions.find((one) => one.version === version)?.workers ?? [];
    this.threads = own.reduce((sum, { threads }) => sum + threads, 0);
    if (own.length > 0 || first) this.#since = performance.now();
    const absent = own.length === 0;
    if (absent && performance.now() - this.#since >= address.wait * 1000)
      throw new StoreError(
        `${address.shown}: no worker of version ${version} for ${+address.wait.toPrecision(3)} s${others(status, version)}; start one: edgewise worker --queue URL. What came back is kept where the command keeps its results, and the same command goes on from there`,
      );
    this.#say(
      absent
        ? `no worker of version ${version} yet${others(status, version)}; edgewise worker --queue URL starts one`
        : `${counted(own.length, 'worker')}, ${counted(this.threads, 'thread')}`,
    );
  }

  /** Reports a state once, until it changes. */
  #say(text: string): void {
    if (text === this.#told) return;
    this.#told = text;
    this.#options.note(`${this.#options.address.shown}: ${text}`);
  }
}

/** Workers that are there but do not take these tasks. */
function others({ versions }: QueueStatus, version: string): string {
  const found = versions.filter((one) => one.version !== version && one.workers.length > 0);
  if (found.length === 0) return '';
  return `, but of ${list(found.map((one) => `${one.version} (${one.workers.length})`))}`;
}
