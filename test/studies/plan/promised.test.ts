import { beforeAll, describe, expect, test } from 'vitest';
import { without } from '../../../src/studies/plan/space.ts';
import type { Planned } from '../../../src/studies/plan/result.ts';
import type { Condition } from '../../../src/studies/plan/fleetResult.ts';
import { askedLines, unequalWords } from '../../../src/studies/plan/report/asked.ts';
import { levelSentences } from '../../../src/studies/plan/report/sentences.ts';
import { planText } from '../../../src/studies/plan/report/text.ts';
import { EDGE_ONLY, levelOf, planned, planOf, WITH_CLOUD } from './office.ts';

const SMALL = ['plan.candidates.1.count=0..2', 'duration=15m'];

const passes = ({ assessed }: Pick<Condition, 'assessed'>): boolean =>
  assessed.every(({ verdict }) => verdict === 'passes');

describe('headroom', () => {
  let bare: Planned;
  let roomy: Planned;
  beforeAll(async () => {
    bare = await planned(planOf(EDGE_ONLY, ...SMALL, 'plan.headroom=0'));
    roomy = await planned(planOf(EDGE_ONLY, ...SMALL, 'plan.headroom=1'));
  }, 120_000);

  test('is a fifth when nothing is said', () => {
    expect(planOf(EDGE_ONLY).planning).toMatchObject({ headroom: 0.2, spare: 0 });
  });

  test('is a demand at which the recommended fleet was confirmed as well, with runs it shares with no search', () => {
    const { recommended, knee } = roomy.levels[0]!;
    expect(recommended!.conditions).toHaveLength(1);
    const [more] = recommended!.conditions;
    expect(more).toMatchObject({ growth: 2, missing: [0, 0] });
    expect(passes(more!)).toBe(true);
    expect(passes(recommended!)).toBe(true);
    expect(knee!.estimate).toBeGreaterThanOrEqual(2);
    expect(knee!.passesTo).toBeGreaterThanOrEqual(2);
  });

  test('takes a dearer fleet than the demand alone', () => {
    const [without, with_] = [bare, roomy].map(({ levels }) => levels[0]!.recommended!);
    expect(with_!.cost.total.mean).toBeGreaterThan(without!.cost.total.mean!);
    expect(without!.conditions).toEqual([]);
  });

  test('stands in the words, and beside the demand in the table', () => {
    expect(askedLines(roomy)).toContain('all of it at 100 % more demand (headroom) as well');
    expect(askedLines(bare).join(' ')).not.toContain('headroom');
    const text = planText(roomy, { width: 200 });
    expect(text).toMatch(/with 100 % more demand it is \d[\d.]* %, at least \d/);
    expect(text).toMatch(/^ {2}2 +\d[\d.]* %, ≥/m);
  });

  test('that is next to none is not called good', () => {
    const level = bare.levels[0]!;
    const thin = { ...level, knee: { ...level.knee!, estimate: 1.02 } };
    const [first, , third] = levelSentences(bare, thin);
    expect(first!.tone).toBe('unsure');
    expect(third!.text).toContain('next to no headroom: 2 % more demand');
    expect(levelSentences(roomy, roomy.levels[0]!)[0]!.tone).toBe('good');
  });
});

describe('a spare machine', () => {
  test('is any one of them: what is left of a fleet without so many', () => {
    expect(without([2, 1], 1)).toEqual([
      [1, 1],
      [2, 0],
    ]);
    expect(without([2, 1], 2)).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(without([1, 0], 2)).toEqual([[0, 0]]);
  });

  test('may be missing at the demand of the headroom, whichever it is', async () => {
    const one = await planned(planOf(EDGE_ONLY, ...SMALL, 'plan.spare=1', 'plan.headroom=0.1'));
    const { recommended } = one.levels[0]!;
    const kinds = recommended!.counts.filter((count) => count > 0).length;
    expect(recommended!.conditions).toHaveLength(1 + kinds);
    for (const condition of recommended!.conditions) {
      expect(condition.growth).toBeCloseTo(1.1, 9);
      expect(passes(condition)).toBe(true);
    }
    expect(recommended!.conditions.slice(1).map(({ missing }) => missing.reduce((a, b) => a + b))).toEqual(
      Array.from({ length: kinds }, () => 1),
    );
    expect(planText(one, { width: 200 })).toMatch(/with\s+any\s+one\s+machine\s+missing\s+then/);
  }, 120_000);
});

describe('nothing to the cloud', () => {
  test('is edge only, and confirmed as any fleet is: no share of a cloud that may come near zero', async () => {
    const none = await planned(planOf(WITH_CLOUD, ...SMALL, 'plan.cloudShare=0 %'));
    const level = none.levels[0]!;
    expect(level.recommended).not.toBeNull();
    expect(none.requirements.map(({ ask }) => ask)).toEqual(['attainment']);
    expect(none).toMatchObject({ edgeOnly: true, cloud: null });
    expect([level.cloudOnly, level.breakEven]).toEqual([null, null]);
    expect(level.recommended!.cost.cloud.mean).toBe(0);
    expect(askedLines(none)).toContain('nothing goes to a cloud: what the machines refuse is lost');
    const same = await planned(planOf(EDGE_ONLY, ...SMALL));
    expect(level.recommended!.cost).toEqual(same.levels[0]!.recommended!.cost);
  }, 120_000);

  test('needs no cloud in the file, nor a plan a fleet', () => {
    const bare = EDGE_ONLY.replace(/fleet:\n {2}- .*\n/, '');
    expect(bare).not.toContain('fleet:');
    expect(planOf(bare).cells[0]!.scenario).toMatchObject({ fleet: [], cloud: null });
    const falls = bare.replace('strategy: leastQueue', 'strategy: leastQueue\nfallback: cloud');
    expect(() => planOf(falls)).toThrow('cloud is missing');
    expect(planOf(falls, 'plan.cloudShare=0').planning!.cloudShare.requests).toBe(0);
    expect(planOf(planOf(bare).text).cells).toEqual(planOf(bare).cells);
  });
});

describe('quality', () => {
  const GOOD = ['plan.candidates.1.quality=90 %', 'cloud.quality=100 %'];
  let mixed: Planned;
  beforeAll(async () => {
    mixed = await planned(planOf(WITH_CLOUD, ...SMALL, ...GOOD, 'plan.quality=85 %'));
  }, 120_000);

  test('is the Q of who answers, by how many answers each gives', async () => {
    const level = levelOf(planOf(WITH_CLOUD, ...SMALL, ...GOOD), 6);
    const { trial } = level;
    await trial.run([[1, 1]], 2);
    const run = trial.runsOf([1, 1], 1)[0]!;
    const [slow, fast] = run.devices.map(({ metrics }) => metrics['served']!);
    const cloud = run.metrics['cloud.requests']!;
    expect(Math.min(slow!, fast!, cloud)).toBeGreaterThan(0);
    const right = (0.8 * slow! + 0.9 * fast! + cloud) / (slow! + fast! + cloud);
    expect(trial.outcome([1, 1], { to: 1 }).quality.mean).toBeCloseTo(right, 12);
  });

  test('at least so much leaves no fleet that answers worse', () => {
    const { recommended, cloudOnly } = mixed.levels[0]!;
    const kept = recommended!.assessed.find(({ ask }) => ask === 'quality')!;
    expect(kept.bound).toBe(0.85);
    expect(kept.sure).toBeGreaterThanOrEqual(0.85);
    expect(recommended!.quality.mean).toBeGreaterThanOrEqual(0.85);
    expect(cloudOnly!.quality.mean).toBe(1);
    expect(mixed.kinds.map(({ quality }) => quality)).toEqual([0.8, 0.9]);
    expect(planText(mixed, { width: 200 })).toMatch(/fleet +Q +to buy/);
  });

  test('that is not the same for fleets beside each other is said', () => {
    expect(unequalWords(mixed, mixed.levels[0]!, ['slow', 'fast'])).toContain(
      'do not answer equally well: Q, the share of answers that are right, is',
    );
  });

  test('is unknown where it is, counts as wrong where it is asked for, and is said', async () => {
    const dim = await planned(
      planOf(WITH_CLOUD, ...SMALL, 'plan.quality=85 %', 'plan.candidates.0.count=0..1'),
    );
    const { recommended, cloudOnly, nearest } = dim.levels[0]!;
    expect(recommended).toBeNull();
    expect(nearest!.cause.kind).toBe('quality');
    expect(cloudOnly!.quality.mean).toBeNull();
    expect(dim.warnings.join()).toContain('the Q of openai/gpt-4o is unknown');
    expect(unequalWords(dim, dim.levels[0]!, ['slow', 'fast'])).toContain('unknown for the cloud alone');
    const text = planText(dim, { width: 200 });
    expect(text).toContain('do not answer well enough, however fast they are');
  }, 120_000);

  test('that nobody knows of anything cannot be asked for', () => {
    const unknown = EDGE_ONLY.replaceAll(', quality: 0.8', '');
    expect(() => planOf(unknown, 'plan.quality=85 %')).toThrow('cannot be shown: Q is unknown of slow/tiny');
    expect(planOf(unknown, 'plan.quality=85 %', 'plan.candidates.0.quality=0.9').planning!.quality).toBe(
      0.85,
    );
  });
});
