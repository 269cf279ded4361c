import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Carried } from '../../../src/studies/capacity/result.ts';
import { estimate } from '../../../src/experiment/estimate.ts';
import type { Executor } from '../../../src/experiment/executor.ts';
import { inProcess } from '../../../src/executors/inProcess.ts';
import { capacity } from '../../../src/studies/capacity/capacity.ts';
import { root } from '../../../src/studies/capacity/looking.ts';
import { capacityFigure } from '../../../src/studies/capacity/report/figure.ts';
import { capacitySentences, loadText } from '../../../src/studies/capacity/report/words.ts';
import { capacityText } from '../../../src/studies/capacity/report/text.ts';
import { read } from '../../../src/scenario/read.ts';
import { runner } from '../../../src/store/runner.ts';
import { sources } from '../../../src/store/sources.ts';

const executor = inProcess(runner({ base: '/' }));

/** One machine, a mean service of a second, exponential: the stay is exponential too, with rate 1 - load. */
const MM1 = `
name: mm1
duration: 40m
warmup: 10m
workload:
  arrivals: { kind: poisson, rate: 0.4/s }
  prompt: { kind: constant, value: 1 }
  output: { kind: exponential, mean: 1000 }
fleet:
  - { profile: { pace: { prefill: { perToken: 0 }, step: { fixed: 0.001 } }, power: { idle: 1, prefill: 1, decode: 1 }, context: 1000000 } }
slo: { e2e: 10s, target: 90 % }
`;

function found(text: string, set: readonly string[] = [], seed = 1): Promise<Carried> {
  const scenarioFile = read(text, { file: 'box.yaml', seed, set });
  return capacity(scenarioFile, { version: '0', executor, source: sources('/') });
}

describe('the largest load of an M/M/1 queue', () => {
  // 0.9 = 1 - exp(-(1 - rate) 10 s).
  const truth = 3600 * (1 - Math.log(10) / 10);

  test('lies in its interval about 19 times in 20', async () => {
    const worlds = await Promise.all(Array.from({ length: 6 }, (_, i) => found(MM1, [], 1 + i)));
    const missed = worlds.filter(({ ci95 }) => truth < ci95![0] || truth > ci95![1]).length;
    // Of 6 with 95 %, more than two are missed twice in a thousand.
    expect(missed).toBeLessThanOrEqual(2);
    const mean = worlds.reduce((sum, { load }) => sum + load!, 0) / worlds.length;
    expect(Math.abs(mean / truth - 1)).toBeLessThan(0.01);
    for (const { ci95, load } of worlds) expect((ci95![1] - ci95![0]) / 2 / load!).toBeLessThan(0.07);
  }, 180_000);

  test('is twice as much on two machines of their own, and the same for each', async () => {
    const two = await found(MM1, ['fleet.0.count=2', 'strategy=random', 'workload.arrivals.rate=0.8/s'], 2);
    expect(two.machines).toBe(2);
    expect(two.perMachine).toBe(two.load! / 2);
    expect(two.ci95![0]).toBeLessThan(2 * truth);
    expect(two.ci95![1]).toBeGreaterThan(2 * truth);
    // The same load that is told of the fleet, less what the cloud takes.
    expect(two.kinds[0]!.each / (two.perMachine! * (1 - (two.cloudShare?.mean ?? 0)))).toBeCloseTo(1, 6);
    expect(two.kinds[0]!.utilization.mean).toBeGreaterThan(0.7);
  }, 60_000);

  test('does not hang on where the search begins', async () => {
    const [little, much] = await Promise.all(
      ['0.05/s', '3/s'].map((rate) => found(MM1, [`workload.arrivals.rate=${rate}`])),
    );
    for (const { ci95 } of [little!, much!]) {
      expect(ci95![0]).toBeLessThan(truth);
      expect(ci95![1]).toBeGreaterThan(truth);
    }
    expect(little!.today).toMatchObject({ load: 180, outcome: 'enough' });
    expect(much!.today).toMatchObject({ load: 10800, outcome: 'tooMuch' });
  }, 60_000);
});

describe('how much a fleet takes', () => {
  test('is said with today beside it, and drawn', async () => {
    const carried = await found(MM1, ['duration=30m']);
    expect(carried).toMatchObject({
      schema: 'edgewise.capacity/1',
      unit: 'requests/h',
      metric: 'slo.attainment',
      target: 0.9,
      today: { load: 1440, outcome: 'enough' },
    });
    const loads = carried.curve.map(({ load }) => load);
    expect(loads).toEqual([...loads].sort((a, b) => a - b));
    expect(loads).toContain(1440);
    for (const { mean, ci95 } of carried.curve) {
      // Where every request of every run is in time, or none, there is none.
      if (ci95 === null) expect(Math.abs(mean - 0.5)).toBeCloseTo(0.5, 9);
      expect(ci95?.[0] ?? 0).toBeLessThanOrEqual(mean);
      expect(ci95?.[1] ?? 1).toBeGreaterThanOrEqual(mean);
    }
    const [answer, today] = capacitySentences(carried);
    expect(answer!.text).toMatch(
      /^The machine can serve 2,\d{3} requests an hour \(95 %: 2,\d{3} to \d,\d{3}\); today's 1,440 fit\.$/,
    );
    expect(today).toMatchObject({ tone: 'good' });
    expect(today!.text).toMatch(/^Today's load is 1,440 requests an hour: it is met \(9\d\.\d/);
    const text = capacityText(carried, { width: 100 });
    expect(text).toMatch(/^ +1,440 .*█.* today$/m);
    expect(text).toMatch(/│/);
    for (const width of [60, 80])
      for (const line of capacityText({ ...carried, slo: { ...carried.slo, ttft: 3 } }, { width }).split(
        '\n',
      ))
        expect(line.length).toBeLessThanOrEqual(width);
    const drawn = JSON.stringify(capacityFigure(carried).spec);
    expect(drawn).toContain('today 1,440');
    expect(drawn).toContain('asked: 90 %');
  }, 60_000);

  test('whose interval is wide says why where a lone request is near the slo already', async () => {
    const carried = await found(MM1, ['duration=20m']);
    const curve = carried.curve.map((level) => ({ ...level, mean: Math.min(level.mean, 0.92) }));
    const wide = { draws: 24, replications: 2, load95: [10, 400] as readonly [number, number], met: 0.5 };
    const said = (modelError: typeof wide, levels = curve): string =>
      capacitySentences({ ...carried, target: 0.9, curve: levels, modelError })
        .map(({ text }) => text)
        .join('\n');
    expect(said(wide)).toContain(
      'even a lone request is near the slo: with nobody waiting 92.0 % are in time, and 90 % are required',
    );
    expect(said({ ...wide, load95: [300, 400] })).not.toContain('a lone request');
    expect(
      said(
        wide,
        carried.curve.map((level) => ({ ...level, mean: 0.999 })),
      ),
    ).not.toContain('a lone request');
  }, 60_000);

  test('is nothing where even an idle machine is too slow', async () => {
    const slow = await found(MM1, ['slo.e2e=100ms', 'duration=20m']);
    expect(slow).toMatchObject({ load: 0, ci95: null, today: { outcome: 'tooMuch' } });
    expect(capacitySentences(slow)[0]).toMatchObject({ tone: 'bad' });
    expect(capacitySentences(slow)[0]!.text).toContain('too slow for this slo, even when nobody waits');
  }, 60_000);

  test('has no end where a cloud takes the rest, and says so', async () => {
    const cloud = ['fleet.0.queue=0', 'fallback=cloud', 'cloud={profile: openai/gpt-4o}', 'duration=20m'];
    const all = await found(MM1, [...cloud, 'slo.e2e=60s', 'slo.target=0.5']);
    expect(all).toMatchObject({ load: null, ci95: null, today: { outcome: 'enough' } });
    expect(all.notes.join()).toContain('--set fallback=drop asks of the machines alone');
    const [answer, , sent] = capacitySentences(all).map(({ text }) => text);
    expect(answer).toMatch(/^No load up to [\d,]+ requests an hour is too much\.$/);
    const share = all.today.cloudShare!.mean!;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBe(all.cloudShare!.mean);
    expect(sent).toMatch(/^At today's load [\d.]+ % of the requests go to the cloud\.$/);
    const bounded = {
      ...all,
      load: 1440.4,
      today: { ...all.today, cloudShare: { mean: 0.00002, ci95: null } },
    };
    expect(capacitySentences(bounded)[2]!.text).toMatch(
      /^At 1,440 requests an hour [\d.]+ % of the requests go to the cloud, today 0\.002 %\.$/,
    );
  }, 120_000);

  test('needs requests', async () => {
    await expect(found(MM1, ['workload.arrivals.rate=1e-9/s'])).rejects.toThrow(
      'no requests that are counted',
    );
  });
});

describe('the root of a falling function', () => {
  const options = { from: 3, step: 2, least: 0.01, most: 1e6, whole: false, close: 1.001 };
  const line = (zero: number) => (load: number) => Promise.resolve((zero - load) / zero);

  test.each([0.02, 1, 47.3, 9e5])('at %d is found from both sides', async (zero) => {
    const at = await root({ ...options, look: line(zero) });
    expect(at).toMatchObject({ at: expect.closeTo(zero, 6) as number });
    const above = await root({ ...options, from: 1e6, look: line(zero) });
    expect(above).toMatchObject({ at: expect.closeTo(zero, 6) as number });
  });

  test('of people is the most of them that are well', async () => {
    for (const zero of [1.5, 2, 17, 400.99])
      expect(await root({ ...options, least: 1, whole: true, look: line(zero) })).toMatchObject({
        at: Math.floor(zero),
        high: Math.floor(zero) + 1,
      });
  });

  test('may be outside of what is looked at', async () => {
    expect(await root({ ...options, look: line(1e9) })).toBe('above');
    expect(await root({ ...options, look: line(1e-6) })).toBe('below');
  });
});

test('people are what grows where each waits for an answer: whole ones', async () => {
  const office = MM1.replace(
    /workload:[^]*?fleet:/,
    'workload: { kind: users, count: 10, think: { kind: exponential, mean: 60s }, prompt: { kind: constant, value: 1 }, output: { kind: exponential, mean: 1000 } }\nfleet:',
  );
  const people = await found(office, ['duration=20m', 'warmup=5m']);
  expect(people).toMatchObject({ unit: 'users', today: { load: 10, outcome: 'enough' } });
  // Of 46 who ask once a minute an open queue would take no more; who waits does not ask, so that it is some more.
  expect(people.load).toBeGreaterThan(40);
  expect(people.load).toBeLessThan(75);
  for (const { load } of people.curve) expect(Number.isInteger(load)).toBe(true);
  for (const end of people.ci95!) expect(Number.isInteger(end)).toBe(true);
  expect(capacitySentences(people)[0]!.text).toMatch(
    /^The machine can serve \d\d people \(95 %: \d\d to \d\d\); today's 10 fit\.$/,
  );
}, 60_000);

describe('a log that is drawn from anew', () => {
  const base = mkdtempSync(join(tmpdir(), 'edgewise-capacity-'));
  afterAll(() => rmSync(base, { recursive: true, force: true }));
  // Four days that differ, of some 100 requests each.
  const rows = [0, 1, 2, 3].flatMap((day) =>
    Array.from({ length: 80 + 20 * day }, (_, k) => {
      // Four at a time, near each other.
      const place = k - (k % 4) * 0.8 + ((k * 7) % 5) / 9;
      const at = day * 86_400 + Math.round((place * 86_400) / (81 + 20 * day));
      return `${at},40,${300 + ((k * 13 + day) % 9) * 150}`;
    }),
  );
  writeFileSync(join(base, 'log.csv'), ['arrival,prompt,output', ...rows].join('\n'));
  const REPLAY = MM1.replace(
    /workload:[^]*?fleet:/,
    'workload: { kind: trace, file: log.csv, resample: { block: 1d } }\nfleet:',
  ).replace(/duration.*\nwarmup.*\n/, '');
  const slow = ['fleet.0.profile.pace.step.fixed=0.3', 'slo.e2e=15m'];

  test('is one sample of days, and the interval says so', async () => {
    const shares: number[] = [];
    const inner = inProcess(runner({ base }));
    const listening: Executor = {
      ...inner,
      async *run(jobs, options) {
        const all = [...jobs];
        for await (const over of inner.run(all, options)) {
          const { rateScale } = all.find(({ cell }) => cell === over.cell)!.scenario.workload;
          if ('result' in over && rateScale === 1)
            shares.push(over.result.metrics['slo.attainment'] as number);
          yield over;
        }
      },
    };
    const scenarioFile = read(REPLAY, { file: 'box.yaml', seed: 1, set: slow });
    const carried = await capacity(scenarioFile, {
      version: '0',
      executor: listening,
      source: sources(base),
    });
    expect(carried.replications).toBe(32);
    expect(shares).toHaveLength(32);
    const alone = estimate(shares).ci95!;
    const said = carried.today.ci95!;
    // As of three degrees of freedom, and with what four days leave open themselves.
    expect((said[1] - said[0]) / (alone[1] - alone[0])).toBeGreaterThan(4);
    expect(carried.ci95![0]).toBeLessThan(0.95 * carried.load!);
    // The densest hour of any day of the log has some six requests where the mean is under five.
    expect(carried.busiest).toBeGreaterThan(carried.today.load);
    expect(carried.busiest).toBeLessThan(20);
    const text = capacityText(carried, { width: 80 });
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      `in the busiest hour of a run, today's ${loadText(carried.today.load)} requests an hour are`,
    );
    expect(text).toContain('Demand: 4 recorded days, 440 requests.');
    expect(text.replaceAll('\n', ' ')).toContain('The log: CSV; times are seconds from the start of the log');
  }, 60_000);
});

describe('beside a capacity stands', () => {
  test('what makes it doubtful: lengths that nobody measured, and a profile of one or two figures', async () => {
    const long = [
      'duration=10m',
      'warmup=0s',
      'fleet.0.profile=rtx-3060/llama3.2-3b-q4',
      'workload.output=3000',
    ];
    const { warnings } = await found(MM1, [...long, 'workload.arrivals.rate=20/h', 'slo.e2e=10m']);
    expect(warnings.join('\n')).toContain('of its requests lie outside what was measured');
    expect(warnings.join('\n')).toContain('one or two figures');
    expect(warnings.join('\n')).not.toContain('p95');
  }, 60_000);

  test('nothing that is never confirmed', async () => {
    await expect(found(MM1, ['slo.target=100 %'])).rejects.toThrow(
      /slo\.target: cannot be 100 % here: no number of runs confirms/,
    );
  });
});

describe('profiles that are uncertain', () => {
  const uncertain = (sd: number): string =>
    MM1.replace('duration: 40m', 'duration: 20m').replace(
      'context: 1000000',
      `context: 1000000, uncertainty: [{ kind: scale, of: [step.fixed], sd: ${sd} }]`,
    );
  const looked = (text: string, set: readonly string[] = []): Promise<Carried> =>
    capacity(read(text, { file: 'box.yaml', set }), {
      version: '0',
      executor,
      source: sources('/'),
      modelError: {},
    });

  test('give the load an interval of its own, and leave all else as it is', async () => {
    const { modelError, elasticity, ...rest } = await looked(uncertain(0.1));
    const { modelError: none, ...exact } = await found(uncertain(0.1));
    expect(none).toBeUndefined();
    expect(rest).toEqual(exact);
    // What a machine takes is 1 / S - ln(10) / 10: with S of 0.82 and 1.22.
    const truth = (s: number): number => 3600 * (1 / s - Math.log(10) / 10);
    const [low, high] = modelError!.load95;
    expect(low).toBeGreaterThan(truth(1.22) * 0.85);
    expect(low).toBeLessThan(truth(1.1));
    expect(high).toBeGreaterThan(truth(0.9));
    expect(high).toBeLessThan(truth(0.82) * 1.15);
    expect(modelError).toMatchObject({ draws: 24, met: 1 });
    expect(elasticity!.limit!.metrics['e2e.mean']!.mean).toBeGreaterThan(
      elasticity!.today!.metrics['e2e.mean']!.mean!,
    );
    const said = capacitySentences({ ...rest, modelError: modelError!, elasticity: elasticity! })
      .map(({ text }) => text)
      .join(' ');
    expect(said).toMatch(
      /Allowing for profile error: [\d,]+ to [\d,]+ \(95 %\); today's load is met in 100 % of 24 draws/,
    );
    expect(said).toMatch(
      /At today's load 1 % more service time moves mean answers by 1\.\d %.*; at the largest it moves mean answers by [3-5]/,
    );
  }, 60_000);

  test('make an answer unclear that too few of the draws give', async () => {
    const carried = await looked(uncertain(0.3), ['workload.arrivals.rate=0.7/s']);
    expect(carried.today.outcome).toBe('unclear');
    expect(carried.modelError!.met).toBeLessThan(0.95);
    expect(
      capacitySentences(carried)
        .map(({ text }) => text)
        .join(' '),
    ).toContain('met with the profiles as they are');
  }, 60_000);

  test('that are taken as exact add nothing', async () => {
    expect(await looked(MM1)).toEqual(await found(MM1));
  }, 60_000);
});
