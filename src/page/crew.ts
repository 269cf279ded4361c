/** Additional workers for studies with thousands of runs: the laboratory's script under another name. */
import { inProcess } from '../executors/inProcess.ts';
import { serve, type Channel } from '../executors/serve.ts';
import { webWorkers, type WebWorker } from '../executors/webWorkers.ts';
import type { Executor } from '../experiment/executor.ts';
import { runJob } from '../experiment/runJob.ts';
import { inMemory, type Files } from '../logs/inMemory.ts';
import { Logs } from '../logs/logs.ts';

const NAME = 'crew';
const MOST = 8;

/** Whether this worker is one of them: it then runs jobs, with the files sent to it. */
export function isCrew(line: Channel): boolean {
  if (self.name !== NAME) return false;
  let logs = new Logs(inMemory({}));
  let source = inMemory({});
  line.addEventListener('message', ({ data }) => {
    if (typeof data !== 'object' || data === null || !('files' in data)) return;
    source = inMemory(data.files as Files);
    logs = new Logs(source);
  });
  serve(line, (job) => runJob(job, { source, logs }));
  return true;
}

/** One per core. A page without a server has none: its script has no address. */
export function crew(files: Files): Executor {
  const cores = Math.min(MOST, navigator.hardwareConcurrency || 1);
  if (cores < 2 || !location.protocol.startsWith('http')) {
    const source = inMemory(files);
    const logs = new Logs(source);
    return inProcess((job) => runJob(job, { source, logs }));
  }
  const start = (): WebWorker => {
    const worker = new Worker(location.href, { type: 'module', name: NAME });
    worker.postMessage({ files });
    return worker;
  };
  return webWorkers({ start, workers: cores });
}
