/** A whole run in a process of its own, so that it can be killed: prints a line per finished job. One that is `held` waits after the first until a line comes in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const {
  built,
  scenario,
  out,
  threads,
  set = [],
  requests = false,
  held = false,
} = JSON.parse(process.argv[2]);
const load = (path) => import(pathToFileURL(join(built, path)).href);
const { read } = await load('scenario/read.js');
const { experiment } = await load('experiment/experiment.js');
const { inProcess } = await load('executors/inProcess.js');
const { workers } = await load('executors/workers.js');
const { runner, RUNNER } = await load(requests ? 'store/loggingRunner.js' : 'store/runner.js');
const { RunFolder } = await load('store/folder.js');
const { fingerprint } = await load('store/fingerprint.js');

const plan = read(readFileSync(scenario, 'utf8'), { file: scenario, set });
let folder;
let waits = held;
try {
  folder = new RunFolder(out, {
    fingerprint: fingerprint(plan, '1'),
    ...(requests && { requests: 'parquet' }),
  });
  const settings = { base: '/', ...(requests && { requests: { folder: folder.requests, form: 'parquet' } }) };
  const executor = threads > 0 ? workers({ module: RUNNER, settings, threads }) : inProcess(runner(settings));
  for await (const step of experiment(plan, {
    version: '1',
    executor,
    done: folder.done,
    sums: folder.sums,
  })) {
    if (step.kind === 'finished') {
      folder.record(step.finished);
      process.stdout.write(`${step.finished.cell}/${step.finished.replication}\n`);
      if (waits) await new Promise((resolve) => process.stdin.once('data', resolve));
      if (waits) process.stdin.destroy();
      waits = false;
    }
    if (step.kind === 'failed') process.stdout.write(`failed: ${step.failed.error}\n`);
    if (step.kind === 'outcome') folder.writeResults(plan, step.outcome);
  }
  await executor.close();
  folder.close();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(error.asked ? 2 : 1);
}
