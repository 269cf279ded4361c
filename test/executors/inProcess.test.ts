import { expect, test } from 'vitest';
import { inProcess } from '../../src/executors/inProcess.ts';
import { jobsOf } from '../../src/experiment/experiment.ts';
import type { Failed, Finished } from '../../src/experiment/job.ts';
import { runner } from '../../src/store/runner.ts';
import { replication } from '../experiment/made.ts';
import { office } from '../experiment/plan.ts';

const scenarioFile = office();

test('jobs run in the order they are given', async () => {
  const order: string[] = [];
  for await (const one of inProcess(runner({ base: '/' })).run(jobsOf(scenarioFile, 2, 'none')))
    order.push(`${one.replication}/${one.cell}`);
  expect(order).toEqual(['0/0', '0/1', '0/2', '1/0', '1/1', '1/2']);
});

test('the event loop turns between jobs, so that a signal is heard', async () => {
  const stop = new AbortController();
  let begun = 0;
  const slow = inProcess(() => {
    if (++begun === 2) setTimeout(() => stop.abort(), 0);
    // Longer than a timer of nought may take to be due.
    const until = performance.now() + 5;
    while (performance.now() < until);
    return replication({});
  });
  const over: (Finished | Failed)[] = [];
  for await (const one of slow.run(jobsOf(scenarioFile, 100, 'none'), { signal: stop.signal }))
    over.push(one);
  expect(over.length).toBeGreaterThan(1);
  expect(over.length).toBeLessThan(10);
});

test('a long job says how far it is', async () => {
  const [job] = jobsOf(office({ set: ['duration=2d', 'workload.arrivals.rate=2/s'] }), 1, 'none');
  const shares: number[] = [];
  const requests: number[] = [];
  const run = runner({ base: '/' });
  run(job!, (count, share) => {
    requests.push(count);
    shares.push(share);
  });
  expect(requests).toEqual(requests.map((_, i) => (i + 1) * 16384));
  expect(requests.length).toBeGreaterThan(15);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBeGreaterThan(0.9);
});

test('a job that throws is reported and the rest goes on', async () => {
  const executor = inProcess((job) => {
    if (job.cell === 1) throw new RangeError('no such trace');
    return replication({});
  });
  const over: (Finished | Failed)[] = [];
  for await (const one of executor.run(jobsOf(scenarioFile, 1, 'none'))) over.push(one);
  expect(over.map((one) => ('error' in one ? one.error : 'done'))).toEqual(['done', 'no such trace', 'done']);
});
