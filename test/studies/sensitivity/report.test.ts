import { expect, it } from 'vitest';
import { drawFigure } from '../../../src/render/figure.ts';
import { sensitivityFigures } from '../../../src/studies/sensitivity/report/figures.ts';
import { sides } from '../../../src/studies/sensitivity/report/inputAxis.ts';
import { OVERS, study } from './small.ts';
import { office } from '../../experiment/plan.ts';

const loads =
  'workload.arrivals={ steady: { kind: poisson, rate: 0.5/s }, bursty: { kind: bursty, rate: 0.5/s, peak: 4, every: 60s, for: 20s } }';

const studies = {
  'three strategies': study({ metrics: ['cloud.tokens', 'slo.attainment'] }),
  'strategies under two loads': study({ metrics: ['edge.rejected'], walks: 0 }, office({ vary: [loads] })),
  'one cell, one input': study(
    { maps: [], claims: 0 },
    office({ vary: ['strategy=random'], text: single() }),
    [OVERS[0]!],
  ),
} as const;

/** The office with one strategy: nothing to compare, and so nothing to expect. */
function single(): string {
  return `
name: office
duration: 10m
workload: { arrivals: { kind: poisson, rate: 0.5/s }, prompt: { kind: constant, value: 80 }, output: { kind: constant, value: 120 } }
fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2, queue: 2 }]
limits: [{ kind: slidingWindow, window: 60s, capacity: 0.8 }]
strategy: random
`;
}

it.each(Object.keys(studies) as (keyof typeof studies)[])(
  'every figure of %s is drawn without a warning, under a name of its own',
  async (name) => {
    const figures = sensitivityFigures((await studies[name]).result);
    expect(new Set(figures.map((one) => one.name)).size).toBe(figures.length);
    expect(figures.length).toBeGreaterThan(5);
    for (const { spec, title, name: file } of figures) {
      const { svg } = await drawFigure(spec, (message) => {
        throw new Error(`${file}: ${message}`);
      });
      expect(/.{0,60}(?:NaN|undefined|Infinity).{0,20}/.exec(svg)?.[0], file).toBeUndefined();
      expect(title).not.toBe('');
    }
  },
);

it('what was not asked for has no figure', async () => {
  const { result } = await study({ walks: 0, samples: 0, levels: 0, maps: [], claims: 0 });
  for (const { name } of sensitivityFigures(result)) expect(name).toMatch(/^alpha-/);
});

it('the fields of a map cover the range without gaps', () => {
  const input = {
    path: 'a',
    name: 'a',
    low: 1,
    high: 100,
    logarithmic: true,
    whole: false,
    unit: '',
    base: 5,
    cells: [0],
  };
  const covered = sides([1, 10, 100], input);
  expect(covered[0]![0]).toBe(1);
  expect(covered.at(-1)![1]).toBe(100);
  covered.slice(1).forEach(([from], i) => expect(from).toBe(covered[i]![1]));
});
