import { beforeAll, describe, expect, test } from 'vitest';
import { demandOf } from '../../../src/studies/plan/demand.ts';
import type { Planned } from '../../../src/studies/plan/result.ts';
import { levelSentences } from '../../../src/studies/plan/report/sentences.ts';
import { sources } from '../../../src/store/sources.ts';
import { EDGE_ONLY, planned, planOf, WITH_CLOUD } from './office.ts';

const FEW = ['plan.candidates.0.count=0..2', 'plan.candidates.1.count=0', 'duration=15m'];

describe('when nothing does', () => {
  let short: Planned;
  beforeAll(async () => {
    short = await planned(planOf(EDGE_ONLY, ...FEW));
  }, 60_000);

  test('it is said how far the target would have to give way, and with that bound the fleet does', async () => {
    const { recommended, relaxations } = short.levels[0]!;
    expect(recommended).toBeNull();
    expect(relaxations).toHaveLength(1);
    const [relaxed] = relaxations;
    expect(relaxed).toMatchObject({ ask: 'attainment', bound: 0.9, sense: 'least' });
    expect(relaxed!.needed).toBeLessThan(0.9);
    const eased = await planned(planOf(EDGE_ONLY, ...FEW, `slo.target=${relaxed!.needed - 0.02}`));
    expect(eased.levels[0]!.recommended!.cost.total.mean).toBeLessThanOrEqual(
      relaxed!.fleet.cost.total.mean! + 0.5,
    );
    const said = levelSentences(short, short.levels[0]!).map(({ text }) => text);
    expect(said.join(' ')).toMatch(
      /A fleet would pass if the share of requests answered in time had to be at least \d+ % instead of 90 %: 2 × slow/,
    );
    expect(said.join(' ')).toContain('The file allows no more than 2 × slow');
  }, 60_000);

  test('the share that the cloud would have to take is one of them', async () => {
    const tight = await planned(planOf(WITH_CLOUD, ...FEW, 'plan.cloudShare=0.1 %', 'slo.target=0.5'));
    const level = tight.levels[0]!;
    expect(level.recommended).toBeNull();
    const share = level.relaxations.find(({ ask }) => ask === 'cloud.requests')!;
    expect(share.needed).toBeGreaterThan(0.001);
    expect(
      levelSentences(tight, level)
        .map(({ text }) => text)
        .join(' '),
    ).toMatch(/the cloud's share of the requests had to be at most \d+ % instead of 0\.1 %/);
  }, 60_000);

  test('nothing is said of what would have to give way where something does', async () => {
    const { levels } = await planned(planOf(EDGE_ONLY, 'plan.candidates.1.count=0..2', 'duration=15m'));
    expect(levels[0]!.recommended).not.toBeNull();
    expect(levels[0]!.relaxations).toEqual([]);
  }, 60_000);
});

describe('the busiest hour', () => {
  const demand = (...set: string[]) => {
    const scenarioFile = planOf(EDGE_ONLY, 'workload.output=10', ...set);
    return demandOf(scenarioFile.cells[0]!.scenario, { seed: 1, source: sources('/'), samples: 1 });
  };

  test('is that of a pattern with one', () => {
    const day = 'workload.arrivals={kind: bursty, rate: 100/h, peak: 5, every: 4h, for: 1h}';
    const { busiest, requests, seconds } = demand('duration=20h', 'warmup=0s', day);
    // One hour in four at five times the rate of the others: 250 and 50.
    expect((requests / seconds) * 3600).toBeGreaterThan(85);
    expect(busiest).toBeGreaterThan(230);
    expect(busiest).toBeLessThan(320);
  });

  test('is not known of less than an hour', () => {
    expect(demand('duration=50m').busiest).toBeNull();
  });
});
