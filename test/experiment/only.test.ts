/** A study that has measured what it reads comes to the same as one for which everything was measured. */
import { expect, it } from 'vitest';
import { inProcess } from '../../src/executors/inProcess.ts';
import { capacity } from '../../src/studies/capacity/capacity.ts';
import type { Executor } from '../../src/experiment/executor.ts';
import { planning } from '../../src/studies/plan/planning.ts';
import { read } from '../../src/scenario/read.ts';
import { runner } from '../../src/store/runner.ts';
import { sources } from '../../src/store/sources.ts';
import { WITH_CLOUD } from '../studies/plan/office.ts';

/** What was asked of the runs, and with `whole` everything measured whatever is asked. */
function watched(whole: boolean): { readonly executor: Executor; readonly asked: Set<string> } {
  const run = runner({ base: '/' });
  const asked = new Set<string>();
  const executor = inProcess(({ only, ...job }) => {
    asked.add(JSON.stringify(only));
    return run(whole ? job : { ...job, only });
  });
  return { executor, asked };
}

/** Both ways, and that it asked for less than everything. */
async function bothWays(study: (executor: Executor) => Promise<unknown>): Promise<void> {
  const [some, all] = [watched(false), watched(true)];
  expect(JSON.stringify(await study(some.executor))).toBe(JSON.stringify(await study(all.executor)));
  expect([...some.asked]).toHaveLength(1);
  expect(some.asked).toEqual(all.asked);
  expect(JSON.parse([...some.asked][0]!)).toMatchObject({
    figures: expect.arrayContaining(['arrived']) as unknown,
  });
}

const SMALL = [
  'warmup=1m',
  'duration=8m',
  'plan.mostRuns=8',
  'plan.candidates.0.count=0..2',
  'plan.candidates.1.count=0..2',
];
const options = { version: '0', source: sources('/') };

it.each([
  [
    'attainment, quality, percentiles and a budget',
    ['plan.p95.ttft=20s', 'plan.p95.tpot=1s', 'plan.quality=0.5', 'plan.budget=9000'],
  ],
  ['days that are good', ['plan.per=day', 'plan.days=80 %', 'plan.p95.e2e=60s']],
])(
  'a plan: %s',
  async (_, set) => {
    const scenarioFile = read(WITH_CLOUD, { file: 'plan.yaml', set: [...SMALL, ...set] });
    await bothWays((executor) =>
      planning(scenarioFile, { ...options, executor, modelError: { draws: 2, replications: 2 } }),
    );
  },
  60_000,
);

it('a capacity', async () => {
  const scenarioFile = read(WITH_CLOUD, { file: 'fleet.yaml', set: [...SMALL, 'warmup=0s', 'duration=4m'] });
  await bothWays((executor) => capacity(scenarioFile, { ...options, executor }));
}, 60_000);
