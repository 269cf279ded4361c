/** What every study has in common: its runs are resumed, kept, reported and failed in one place. */
import { describe, expect, test } from 'vitest';
import { inProcess } from '../../src/executors/inProcess.ts';
import { Bench, RunFailed, Stopped, type Progress } from '../../src/experiment/bench.ts';
import { jobsOf } from '../../src/experiment/experiment.ts';
import type { Finished, Job, Keep } from '../../src/experiment/job.ts';
import { runner } from '../../src/store/runner.ts';
import { office } from './plan.ts';

const run = runner({ base: '/' });
const here = inProcess(run);
const jobs = (replications: number, keep: Keep = 'none'): Job[] => jobsOf(office(), replications, keep);

async function finishedOf(all: readonly Job[]): Promise<Finished[]> {
  const finished: Finished[] = [];
  await new Bench({ executor: here }).need(all, (one) => finished.push(one));
  return finished;
}

const counting = (
  done: Iterable<Finished>,
): { readonly done: Iterable<Finished>; readonly times: () => number } => {
  let times = 0;
  return {
    times: () => times,
    done: {
      [Symbol.iterator]() {
        times++;
        return done[Symbol.iterator]();
      },
    },
  };
};

describe('the bench', () => {
  test('runs nothing twice, and hands what was finished before to nobody who keeps it', async () => {
    const all = jobs(4);
    const before = await finishedOf(all.slice(0, 7));
    const kept: Finished[] = [];
    const taken: Finished[] = [];
    let last: Progress | undefined;
    const bench = new Bench({
      executor: here,
      done: before,
      onFinished: (one) => kept.push(one),
      onProgress: (progress) => (last = progress),
    });
    await bench.need(all, (one) => taken.push(one));
    expect(taken).toHaveLength(12);
    expect(kept).toHaveLength(5);
    expect(last!.jobs).toEqual({ done: 12, total: 12, failed: 0, before: 7 });
    expect(last!.requests).toBe(kept.reduce((sum, { result }) => sum + result.metrics['arrived']!, 0));
    expect(last!.share).toBe(1);
  });

  test('reads what was finished before once for a study that asks bit by bit', async () => {
    const all = jobs(4);
    const { done, times } = counting(await finishedOf(all));
    let fresh = 0;
    const bench = new Bench({ executor: here, done, onFinished: () => fresh++ });
    for (const job of all) await bench.need([job], () => undefined);
    expect(times()).toBe(1);
    expect(fresh).toBe(0);
  });

  test('reads it again where time series would have to be held', async () => {
    const all = jobs(2, 'fleet');
    const { done, times } = counting(await finishedOf(all));
    const taken: Finished[] = [];
    const bench = new Bench({ executor: here, done });
    await bench.need(all.slice(0, 3), (one) => taken.push(one));
    await bench.need(all.slice(3), (one) => taken.push(one));
    expect(times()).toBe(2);
    expect(taken).toHaveLength(6);
    for (const { result } of taken) expect(result.series.length).toBeGreaterThan(0);
  });

  test('runs again what it was told to forget, and what has lost its series', async () => {
    const all = jobs(2);
    const before = await finishedOf(all);
    let fresh = 0;
    const forgetful = new Bench({ executor: here, done: before, onFinished: () => fresh++ });
    await forgetful.need(all.slice(0, 2), () => undefined);
    forgetful.forget();
    await forgetful.need(all.slice(2), () => undefined);
    expect(fresh).toBe(4);
    fresh = 0;
    const summed = before.map((one): Finished => ({ ...one, summed: true }));
    await new Bench({ executor: here, done: summed, onFinished: () => fresh++ }).need(all, () => undefined);
    expect(fresh).toBe(6);
  });

  test('ends a study that needs a run that fails, and counts it for one that does not', async () => {
    const executor = inProcess((job, progress) => {
      if (job.cell === 1) throw new Error('the log ends in the middle');
      return run(job, progress);
    });
    await expect(new Bench({ executor }).need(jobs(2), () => undefined)).rejects.toThrow(RunFailed);
    const bench = new Bench({ executor });
    let fine = 0;
    for await (const over of bench.run(jobs(2), () => fine++)) expect(over.replication).toBeLessThan(2);
    expect(fine).toBe(4);
    expect(bench.failures.map(({ error }) => error)).toEqual(Array(2).fill('the log ends in the middle'));
    expect(bench.progress().jobs).toEqual({ done: 6, total: 6, failed: 2, before: 0 });
  });

  test('stops when it is told to, and says so', async () => {
    const stop = new AbortController();
    let kept = 0;
    const bench = new Bench({
      executor: here,
      signal: stop.signal,
      onFinished: () => {
        if (++kept === 3) stop.abort();
      },
    });
    await expect(bench.need(jobs(4), () => undefined)).rejects.toThrow(Stopped);
    expect(kept).toBe(3);
    expect(bench.interrupted).toBe(true);
  });

  test('says what it is at, and knows of more work than it was asked for', async () => {
    const seen: Progress[] = [];
    const bench = new Bench({ executor: here, onProgress: (progress) => seen.push(progress) });
    bench.stage = 'the search';
    bench.planned = 30;
    await bench.need(jobs(4), () => undefined);
    expect(seen.at(-1)).toMatchObject({ stage: 'the search', jobs: { done: 12, total: 30 }, share: 0.4 });
  });
});
