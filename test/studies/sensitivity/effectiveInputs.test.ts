import { describe, expect, it } from 'vitest';
import { readInputs } from '../../../src/studies/sensitivity/over.ts';
import { usualRows, sized } from '../../../src/studies/sensitivity/size.ts';
import { sentences } from '../../../src/studies/sensitivity/sentences.ts';
import type { SensitivityNeeds } from '../../../src/studies/sensitivity/sensitivity.ts';
import { office } from '../../experiment/plan.ts';
import { study } from './small.ts';

// What is promised to the users changes nothing that happens.
const OVERS = ['limits.0.window=10s..5m:log', 'slo.ttft=1s..4s', 'workload.arrivals.rate=0.2/s..1/s'];
const SOME = { walks: 4, samples: 8, maps: [], claims: 0, metrics: ['cloud.tokens'] };
const screened = study(SOME, office(), OVERS);

describe('an input without any effect in the screening', () => {
  it('is left at its own value for the indices, and named', async () => {
    const { result, design } = await screened;
    expect(result.design.fixed).toEqual([1]);
    expect(design.mixed).toHaveLength(2);
    for (const place of [...design.a, ...design.b, ...design.mixed.flat()])
      expect(design.points[place]!.values[1]).toBe(2);
    expect(result.outputs[0]!.indices!.map((one) => one === null)).toEqual([false, true, false]);
    expect(result.sentences.join(' ')).toContain('In the screening ttft shows no effect');
    // Figures are called by words in sentences.
    expect(result.sentences.join(' ')).toMatch(/The number of tokens redirected to the cloud .*depends/);
    expect(result.sentences.join(' ')).not.toContain('cloud.tokens');
  });

  it('is not said to matter most where it would explain several times the variance', async () => {
    const { result } = await screened;
    const outputs = result.outputs.map((output) => ({
      ...output,
      indices: output.indices!.map((one) => one && { ...one, total: 2.4 * one.total }),
    }));
    const said = sentences({ ...result, outputs }).join(' ');
    expect(said).toContain('from 8 rows it is undecided what it depends on most');
    expect(said).not.toContain('depends most on');
  });

  it('takes part when asked for, and has no share then', async () => {
    const { result } = await study({ ...SOME, keepAll: true }, office(), OVERS);
    expect(result.design.fixed).toEqual([]);
    expect(result.outputs[0]!.indices![1]).toMatchObject({ total: 0 });
  });

  it('takes part when a figure that depends on it is looked at', async () => {
    const { result } = await study({ ...SOME, metrics: ['cloud.tokens', 'slo.attainment'] }, office(), OVERS);
    expect(result.design.fixed).toEqual([]);
  });

  it('is left out again when the study goes on from what was finished', async () => {
    const { finished, result } = await screened;
    for (const part of [0.2, 0.9]) {
      const done = finished.slice(0, Math.floor(part * finished.length));
      const other = await study({ ...SOME, done }, office(), OVERS);
      expect(JSON.stringify(other.result)).toBe(JSON.stringify(result));
    }
  });

  it('is asked about anew when a run of the screening is missing: what follows may be of other points', async () => {
    const { finished, result } = await screened;
    const [, ...others] = finished;
    const done = others.map((one, i) =>
      i < others.length - 5 ? one : { ...one, result: { ...one.result, metrics: { 'cloud.tokens': 1e9 } } },
    );
    const other = await study({ ...SOME, done }, office(), OVERS);
    expect(JSON.stringify(other.result)).toBe(JSON.stringify(result));
  });

  it('is kept with two inputs, where there is nothing to be gained', async () => {
    const { result } = await study(SOME, office(), OVERS.slice(0, 2));
    expect(result.design.fixed).toEqual([]);
  });
});

describe('a map of two inputs', () => {
  const two = study({ walks: 0, samples: 0, levels: 0, claims: 0, side: 3, maps: 'all' }, office(), [
    OVERS[0]!,
    OVERS[2]!,
  ]);

  it("tells a point from the file's own values, but not those from themselves", async () => {
    const { result, design } = await two;
    const map = result.maps.find(({ metric, cell }) => metric === 'cloud.tokens' && cell === 0)!;
    const own = design.points[design.base]!.values;
    const [i, j] = own.map((value, k) => map.values[k]!.indexOf(value)) as [number, number];
    expect(map.at[i]![j]!.told).toBe(false);
    expect(map.at[0]!.at(-1)!.told).toBe(true);
    expect(map.at[0]!.at(-1)!.ci95).not.toBeNull();
  });

  it('has a margin wherever it has a winner, that its interval covers', async () => {
    const { winners } = (await two).result;
    const all = winners.flatMap((one) => one.winners.flat()).filter((one) => one !== null);
    expect(all.length).toBeGreaterThan(10);
    for (const { margin, margin95, told } of all) {
      expect(margin).toBeGreaterThanOrEqual(0);
      if (margin95) expect(margin95[0]).toBeLessThanOrEqual(margin!);
      if (told && margin95) expect(margin95[0]).toBeGreaterThan(0);
    }
  });

  it('is made of two inputs without being asked for, of more only when asked for', () => {
    const scenarioFile = office();
    const maps = (overs: readonly string[], more: Partial<SensitivityNeeds> = {}): number =>
      sized(scenarioFile, readInputs(scenarioFile, overs), more).design.maps.length;
    expect(maps(OVERS.slice(0, 2))).toBe(1);
    expect(maps(OVERS)).toBe(0);
    expect(maps(OVERS, { maps: 'all' })).toBe(3);
    expect(maps(OVERS.slice(0, 2), { side: 0 })).toBe(0);
  });
});

it('rows are fewer the longer the runs are, and always a power of two', () => {
  const rows = ['1m', '10m', '10h', '100d'].map((duration) =>
    usualRows(office({ set: [`duration=${duration}`] }), 3, 3),
  );
  expect(rows).toEqual([...rows].sort((a, b) => b - a));
  expect(rows[0]).toBe(512);
  expect(rows.at(-1)).toBe(64);
  for (const count of rows) expect(Number.isInteger(Math.log2(count))).toBe(true);
});
