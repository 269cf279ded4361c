/** A worker of a queue, from its start to its end. */
import { availableParallelism, hostname } from 'node:os';
import { resolve } from 'node:path';
import { workers } from '../../../executors/workers.ts';
import { counted, list } from '../../../kernel/words.ts';
import type { Broker } from '../../../queue/broker.ts';
import { Labour } from '../../../queue/labour.ts';
import { Lasting } from '../../../queue/lasting.ts';
import { openQueue } from '../../../queue/open.ts';
import { RUNNER } from '../../../store/runner.ts';
import type { Typed } from '../../command.ts';
import { DONE } from '../../fault.ts';
import { readFlags } from '../../flags/readFlags.ts';
import { build } from '../../package.ts';
import { queueAddress } from '../../flags/queueAddress.ts';
import type { Terminal } from '../../terminal/terminal.ts';

interface WorkerFlags {
  readonly threads: number;
  readonly files: string | undefined;
  /** Seconds without a task after which it ends. */
  readonly idle: number;
  readonly quiet: boolean;
}

export async function runWorker(typed: Typed, terminal: Terminal): Promise<number> {
  const { out, err } = terminal;
  const address = queueAddress(typed, 'worker');
  const { threads, files, idle, quiet } = workerFlags(typed);
  const version = build();
  const say = (text: string): void => {
    if (!quiet) err.write(`${err.paint(text, 'quiet')}\n`);
  };
  const broker = await openQueue(address, { version });
  const lasting = new Lasting(address, say);
  const name = `${hostname()}/${process.pid}`;
  const labour = new Labour({
    lanes: threads,
    folder: files === undefined ? undefined : resolve(files),
    executor: (where) => workers({ module: RUNNER, settings: where, threads: 1 }),
    fetch: (hash) => lasting.of(() => broker.fetch(hash)),
  });
  const stop = new AbortController();
  const restore = terminal.onInterrupt(() => {
    stop.abort();
    say('ends after the tasks it is at; once more ends it now');
  });
  let broken: unknown;
  let tasks = 0;
  let busy = 0;
  let since = performance.now();
  const others = new Others(version, say);
  let looking = false;
  // The server is asked for its state now and then: that is how one that is gone is noticed.
  const look = setInterval(
    () => {
      if (busy === 0 && performance.now() - since > idle * 1000) stop.abort();
      if (looking || stop.signal.aborted) return;
      looking = true;
      lasting
        .of(() => others.look(broker), stop.signal)
        .catch((error: unknown) => {
          broken = error;
          stop.abort();
        })
        .finally(() => (looking = false));
    },
    Math.min(address.lock, address.wait / 2, idle / 2) * 1000,
  );
  try {
    say(`${name}: version ${version}, ${counted(threads, 'thread')}, asks ${address.shown} for work`);
    await others.look(broker);
    const worked = broker.work({
      name,
      threads,
      signal: stop.signal,
      perform: (body, tell) => labour.perform(body, tell),
      lasting: async (ask) => {
        await lasting.of(ask);
      },
      onTask: (began) => {
        busy += began ? 1 : -1;
        if (!began) tasks++;
        since = performance.now();
      },
    });
    // Whose server is gone need not wait until it has said goodbye to it.
    await Promise.race([worked, gone(stop.signal, () => broken)]);
    if (broken !== undefined) throw broken;
    out.write(`${name}: ${counted(tasks, 'task')} done\n`);
    return DONE;
  } finally {
    clearInterval(look);
    restore();
    await labour.close();
    await broker.close();
  }
}

/** Ends when there is nobody left to work for; never when it was told to stop. */
function gone(signal: AbortSignal, broken: () => unknown): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      if (broken() !== undefined) resolve();
    });
  });
}

/** Tasks of other versions, which this worker leaves alone: said once. */
class Others {
  readonly #version: string;
  readonly #say: (text: string) => void;
  #told = '';

  constructor(version: string, say: (text: string) => void) {
    this.#version = version;
    this.#say = say;
  }

  async look(broker: Broker): Promise<void> {
    const { versions } = await broker.status();
    const waiting = versions.filter((one) => one.version !== this.#version && one.waiting > 0);
    const text = list(waiting.map(({ version, waiting: tasks }) => `${version} (${tasks})`));
    if (text !== '' && text !== this.#told)
      this.#say(
        `tasks of other versions wait there: ${text}; this worker is of version ${this.#version} and leaves them alone`,
      );
    this.#told = text;
  }
}

function workerFlags(typed: Typed): WorkerFlags {
  return readFlags(typed, (read) => ({
    threads: read.whole('threads', 1, 1024) ?? availableParallelism(),
    files: read.text('files', 'a folder'),
    idle: read.seconds('idle') ?? Infinity,
    quiet: read.on('quiet'),
  }));
}
