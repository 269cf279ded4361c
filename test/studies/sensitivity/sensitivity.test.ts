import { describe, expect, it } from 'vitest';
import { inProcess } from '../../../src/executors/inProcess.ts';
import type { Executor } from '../../../src/experiment/executor.ts';
import { valueAt } from '../../../src/studies/sensitivity/input.ts';
import { readInputs } from '../../../src/studies/sensitivity/over.ts';
import { scenarioAt, sized } from '../../../src/studies/sensitivity/size.ts';
import { office } from '../../experiment/plan.ts';
import { OVERS, run, SMALL, study } from './small.ts';

const once = study();

/** Everything at once and the last first, as no sensible executor does it. */
const backwards: Executor = {
  async *run(jobs, options) {
    const found = [];
    for await (const one of inProcess(run).run([...jobs].toReversed(), options)) found.push(one);
    yield* found.sort((a, b) => b.replication - a.replication);
  },
  close: () => Promise.resolve(),
};

describe('a study', () => {
  it('is the same, to the byte, in whatever order its runs come in', async () => {
    const other = await study({}, office(), OVERS, backwards);
    expect(JSON.stringify(other.result)).toBe(JSON.stringify((await once).result));
  });

  it('goes on from what was finished, and comes to the same', async () => {
    const { finished, result } = await once;
    const half = JSON.parse(JSON.stringify(finished.slice(0, finished.length / 2))) as typeof finished;
    const other = await study({ done: half });
    expect(other.finished).toHaveLength(finished.length - half.length);
    expect(JSON.stringify(other.result)).toBe(JSON.stringify(result));
  });

  it('runs every point once, with as many runs as it said', async () => {
    const scenarioFile = office();
    const { design, runs } = sized(scenarioFile, readInputs(scenarioFile, OVERS), SMALL);
    const keys = design.points.map(({ values }) => values.join(' '));
    expect(new Set(keys).size).toBe(keys.length);
    expect((await once).finished).toHaveLength(runs);
  });

  it('gives a point what the same scenario gives by itself, with the same seeds', async () => {
    const scenarioFile = office();
    const inputs = readInputs(scenarioFile, OVERS);
    const { design, responses } = await once;
    for (const place of [0, 7, design.points.length - 1]) {
      const scenario = scenarioAt(scenarioFile, inputs, design.points[place]!, 1);
      const alone = run({
        cell: 0,
        replication: 1,
        draw: null,
        seed: scenarioFile.seed,
        scenario,
        keep: 'fleet',
      });
      expect(responses.values(place, 1, 'cloud.tokens')[1]).toBe(alone.metrics['cloud.tokens']);
    }
  });

  it('tries whole machines only', async () => {
    for (const { values } of (await once).design.points) expect(Number.isInteger(values[1])).toBe(true);
  });

  it('finds that more machines and fewer requests mean less for the cloud', async () => {
    const { curves } = (await once).result;
    const ends = (input: number): number[] => {
      const { at } = curves.find((one) => one.input === input && one.metric === 'cloud.tokens')!;
      return [at[0]!.mean!, at.at(-1)!.mean!];
    };
    const [few, many] = ends(1) as [number, number];
    const [quiet, busy] = ends(2) as [number, number];
    expect(many).toBeLessThan(few / 2);
    expect(busy).toBeGreaterThan(3 * quiet);
  });

  it('judges a claim at every one of its points', async () => {
    const { claims } = (await once).result;
    const [claim] = claims!.claims;
    expect(claim!.outcomes).toHaveLength(8);
    const { holds, even, undecided, fails } = claim!.shares;
    expect(holds + even + undecided + fails).toBeCloseTo(1, 12);
    for (const { bins } of claim!.bins) expect(bins.reduce((sum, { points }) => sum + points, 0)).toBe(8);
  });

  it('leaves out what failed, and says how much that was', async () => {
    const failing = inProcess((job) => {
      if (job.scenario.fleet[0]!.count === 6) throw new Error('six is too many');
      return run(job);
    });
    const { result, failures } = await study({ walks: 0, claims: 0, maps: [] }, office(), OVERS, failing);
    expect(result.design.failed).toBe(failures.length);
    expect(failures[0]!.error).toContain('six is too many');
    expect(result.outputs[0]!.sample!.rows).toBeLessThan(8);
  });

  it('ends early when told to', async () => {
    const stop = new AbortController();
    stop.abort();
    expect((await study({ signal: stop.signal })).interrupted).toBe(true);
  });

  it('leaves cells alone that have no such number', async () => {
    const scenarioFile = office({
      vary: [
        'workload.arrivals={ steady: { kind: poisson, rate: 0.5/s }, bursty: { kind: bursty, rate: 0.5/s, peak: 4, every: 60s, for: 20s } }',
      ],
    });
    const { result } = await study({ maps: [], claims: 0 }, scenarioFile, ['workload.arrivals.peak=1..8']);
    const steady = result.cells.findIndex((labels) => labels['workload.arrivals'] === 'steady');
    expect(result.inputs[0]!.cells).not.toContain(steady);
    const { at } = result.curves.find(({ cell }) => cell === steady)!;
    expect(new Set(at.map(({ mean }) => mean)).size).toBe(1);
    expect(result.inputs[0]!.base).toBe(4);
  });
});

describe('an input', () => {
  const [window, count] = readInputs(office(), ['limits.0.window=10s..10m:log', 'fleet.0.count=1..4']);

  it('reads its range in the units of the file, and its own value from it', () => {
    expect(window).toMatchObject({
      name: 'window',
      low: 10,
      high: 600,
      unit: 's',
      base: 60,
      logarithmic: true,
    });
    expect(count).toMatchObject({ name: 'board count', low: 1, high: 4, base: 4, whole: true });
  });

  it('is drawn by ratios, or in whole numbers that are equally likely', () => {
    expect(valueAt(window!, 0.5)).toBeCloseTo(Math.sqrt(6000), 6);
    expect([valueAt(window!, 0), valueAt(window!, 1)]).toEqual([10, 600]);
    const drawn = Array.from({ length: 400 }, (_, i) => valueAt(count!, (i + 0.5) / 400));
    for (const machines of [1, 2, 3, 4]) expect(drawn.filter((one) => one === machines)).toHaveLength(100);
  });
});

describe('a range that cannot be is a mistake that says why:', () => {
  const said = (...overs: string[]): string => {
    try {
      readInputs(office(), overs);
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing';
  };

  it.each([
    ['limits.0.windw=10s..60s', 'there is no windw in limits.0', 'did you mean window?'],
    ['limit.0.window=10s..60s', 'there is no limit in a scenario', 'did you mean limits?'],
    ['strategy=1..2', 'strategy is not a single value, not a number', 'allowed: the path of a number'],
    ['limits.0.kind=1..2', 'limits.0.kind is "slidingWindow", not a number', 'allowed: the path of a number'],
    ['limits.0.window=60s..10s', 'the range is empty: 60s is not below 10s', 'PATH=LOW..HIGH'],
    ['limits.0.window=60s..60s', 'the range is empty', 'PATH=LOW..HIGH'],
    ['warmup=0s..60s:log', 'a range with :log cannot start at 0s', 'allowed: above 0'],
    ['limits.0.window=10q..60s', 'cannot be 10q', 'allowed: a duration above 0'],
    ['limits.0.window=-5s..60s', 'cannot be -5s', 'allowed: a duration above 0'],
    ['limits.0.window=60s', 'is not a range', 'PATH=LOW..HIGH'],
    ['limits.0.capacity=0.5..1:int', 'whole numbers', '^^^'],
    ['fleet.0.count=1.5..4', 'whole', '^^^'],
    ['limits.0.window=10s..60s:lag', 'lag', '^^^'],
  ])('%s', (over, message, more) => {
    expect(said(over)).toContain(message);
    expect(said(over)).toContain(more);
    expect(said(over)).toContain(`--over ${over}`);
  });

  it('given twice', () => {
    expect(said('limits.0.window=1s..2s', 'limits.0.window=1s..3s')).toContain(
      'limits.0.window is given twice',
    );
  });

  it('all of them at once', () => {
    expect(said('a=1..2', 'limits.0.window=2s..1s')).toContain('2 mistakes');
  });
});
