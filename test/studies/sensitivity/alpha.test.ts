import { alphaFigures } from '../../../src/studies/sensitivity/report/alpha.ts';
import { describe, expect, it } from 'vitest';
import { office } from '../../experiment/plan.ts';
import { study } from './small.ts';

const NOTHING_ELSE = { walks: 0, samples: 0, side: 0, claims: 0, levels: 3 };
const at = (alpha: number) =>
  study({ ...NOTHING_ELSE, maps: [] }, office({ set: [`metrics.alpha=${alpha}`] }), [
    'limits.0.window=10s..5m:log',
  ]);
const half = at(0.5);

describe('the curves over alpha', () => {
  it.each([0, 0.3, 1])('are at alpha %f what runs with that alpha give', async (alpha) => {
    const { alpha: found } = (await half).result;
    const { responses, design } = await at(alpha);
    for (const { cell, platform, measure, at: points } of found.lines) {
      const before = platform === 'all' ? '' : `${platform}.`;
      const simulated = responses.mean(design.base, cell, `${before}${measure}`);
      const drawn = points.find((one) => Math.abs(one.alpha - alpha) < 1e-9)!;
      expect(drawn.mean / simulated, `${measure} of ${platform} in cell ${cell}`).toBeCloseTo(1, 9);
    }
    expect(found.lines).toHaveLength(3 * 3 * 2);
  });

  it('have the best at both ends of alpha as the curves do, and no crossing where that is the same', async () => {
    const { contests, lines } = (await half).result.alpha;
    for (const { measure, where, crossings, stretches } of contests.filter(
      (one) => one.between === 'platforms',
    )) {
      const cell = (await half).result.cells.findIndex((labels) => labels['strategy'] === where['strategy']);
      const best = (end: number): string =>
        lines
          .filter((one) => one.cell === cell && one.measure === measure)
          .reduce((a, b) => (b.at.at(end)!.mean > a.at.at(end)!.mean ? b : a)).platform;
      expect(stretches[0]!.best).toBe(best(0));
      expect(stretches.at(-1)!.best).toBe(best(-1));
      expect(crossings.length === 0).toBe(stretches.length === 1);
    }
  });

  it('have regions whose winner is the one that runs with that alpha put first', async () => {
    const { regions, cells } = (await half).result;
    const { responses, design } = await at(0.25);
    const [curve] = design.curves;
    for (const { measure, alphas, winners } of regions) {
      const place = alphas.findIndex((alpha) => Math.abs(alpha - 0.25) < 1e-9);
      winners.forEach((row, value) => {
        const means = cells.map((_, cell) => responses.mean(curve!.points[value]!, cell, measure));
        const best = cells[means.indexOf(Math.max(...means))]!['strategy'];
        const won = row[place]!;
        expect(won.best).toBe(best);
        const [first, second] = [...means].sort((a, b) => b - a);
        expect(won.margin! / (first! - second!)).toBeCloseTo(1, 6);
      });
    }
  });
});

it('says who is best, in as few sentences as there are answers', async () => {
  const { sentences } = (await half).result;
  expect(sentences).toContain(
    "Of edge, cloud and both, at the file's own values, the edge is best by mean PCR at every alpha in every cell.",
  );
});

it('does not call the edge the best of one where nobody knows how good the cloud is', async () => {
  const { result } = await study(
    { ...NOTHING_ELSE, maps: [] },
    office({ set: ['cloud.profile=openai/gpt-4o-mini'] }),
    ['limits.0.window=10s..5m:log'],
  );
  expect(result.alpha.contests.filter(({ between }) => between === 'platforms')).toEqual([]);
  const said = result.sentences.join('\n');
  expect(said).not.toContain('the edge is best');
  expect(said).toContain('the quality of the answers of the cloud is not known');
});

it('holds no contest of edge and cloud where the edge answers everything, since the edge is then both', async () => {
  const { result } = await study(
    { ...NOTHING_ELSE, maps: [] },
    office({
      set: ['workload.arrivals.rate=2/m', 'vary={}', 'expect=[]', 'limits=[]', 'strategy=leastQueue'],
    }),
    ['slo.ttft=1s..2s'],
  );
  expect(result.alpha.lines.map(({ platform }) => platform)).toContain('all');
  expect(result.alpha.contests.filter(({ between }) => between === 'platforms')).toEqual([]);
  expect(result.sentences.join('\n')).not.toContain('edge, cloud and both');
  expect(alphaFigures(result)[0]!.title).toMatch(/over alpha: edge and both$/);
});
