import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { inProcess } from '../../src/executors/inProcess.ts';
import { serve } from '../../src/executors/serve.ts';
import { webWorkers, type WebWorker } from '../../src/executors/webWorkers.ts';
import type { Executor, RunJob } from '../../src/experiment/executor.ts';
import { experiment, jobsOf } from '../../src/experiment/experiment.ts';
import { runJob } from '../../src/experiment/runJob.ts';
import { inMemory } from '../../src/logs/inMemory.ts';
import { read } from '../../src/scenario/read.ts';

const scenarioFile = read(
  'name: two\nduration: 30m\nreplications: 4\nworkload: { arrivals: { kind: poisson, rate: 2/m }, prompt: 90, output: 200 }\nfleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2 }]\nstrategy: random\nvary: { strategy: [random, loadAware] }',
  { file: 'two.yaml' },
);
const run: RunJob = (job) => runJob(job, { source: inMemory({}) });

/** Workers whose other end answers here: what is handed over is copied as on the way to a real one. */
class Hall {
  started = 0;
  ended = 0;
  /** The calls that workers have had, dead ones too. */
  asked = 0;
  readonly #run: (asked: number) => RunJob | null;

  constructor(run: (asked: number) => RunJob | null = () => run_) {
    this.#run = run;
  }

  start = (): WebWorker => {
    this.started++;
    const { port1, port2 } = new MessageChannel();
    const failed: ((event: { message?: string }) => void)[] = [];
    let over = false;
    port2.on('message', () => {
      const answers = this.#run(++this.asked);
      if (answers === null) failed.forEach((heard) => heard({ message: 'out of memory' }));
    });
    serve(
      {
        postMessage: (message) => port2.postMessage(message),
        addEventListener: (_, heard) => port2.on('message', (data: unknown) => heard({ data })),
      },
      (job) => {
        const answers = this.#run(this.asked);
        if (answers === null || over) throw new Error('a dead worker answers nothing');
        return answers(job);
      },
    );
    return {
      postMessage: (message) => port1.postMessage(message),
      addEventListener: ((kind: string, heard: (event: unknown) => void) => {
        if (kind === 'error') failed.push(heard);
        else port1.on('message', (data: unknown) => heard({ data }));
      }) as WebWorker['addEventListener'],
      terminate: () => {
        over = true;
        this.ended++;
        port1.close();
      },
    };
  };
}
const run_ = run;

async function summaryOf(executor: Executor): Promise<string> {
  try {
    for await (const step of experiment(scenarioFile, { executor, version: '1' }))
      if (step.kind === 'outcome') return JSON.stringify(step.outcome.summary);
  } finally {
    await executor.close();
  }
  throw new Error('no outcome');
}

describe('web workers', () => {
  test('come to the same bytes as this process, and are all ended at the end', async () => {
    const hall = new Hall();
    const made = await summaryOf(webWorkers({ start: hall.start, workers: 2 }));
    expect(made).toBe(await summaryOf(inProcess(run)));
    // Two at work and one that is warm.
    expect(hall.started).toBe(3);
    expect(hall.ended).toBe(3);
  });

  test('that are at work are ended by an abort, and the warm one takes over', async () => {
    const hall = new Hall();
    const executor = webWorkers({ start: hall.start });
    const jobs = jobsOf(scenarioFile, 4, 'devices');
    const stop = new AbortController();
    const seen: number[] = [];
    for await (const one of executor.run(jobs, { signal: stop.signal })) {
      seen.push(one.replication);
      stop.abort();
    }
    expect(seen).toHaveLength(1);
    const again: number[] = [];
    for await (const one of executor.run(jobs)) again.push('error' in one ? -1 : one.replication);
    expect(again).toHaveLength(jobs.length);
    expect(again).not.toContain(-1);
    await executor.close();
    expect(hall.ended).toBe(hall.started);
  });

  test('that die are replaced, and their job is begun again, three times at most', async () => {
    const once = new Hall((asked) => (asked === 2 ? null : run));
    expect(await summaryOf(webWorkers({ start: once.start }))).toBe(await summaryOf(inProcess(run)));
    const always = new Hall(() => null);
    const executor = webWorkers({ start: always.start });
    const [job] = jobsOf(scenarioFile, 1, 'none');
    const over = [];
    for await (const one of executor.run([job!])) over.push(one);
    expect(over).toEqual([{ cell: 0, replication: 0, draw: null, error: 'its worker died 3 times' }]);
    expect(always.asked).toBe(3);
    await executor.close();
  });
});
