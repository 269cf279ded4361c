import { expect, it } from 'vitest';
import { inShort } from '../../src/report/inShort.ts';
import { figure4Sample, plainSample } from './sample.ts';

const { summary } = figure4Sample();

it('begins with what was expected, counting what is undecided', () => {
  expect(inShort(summary)[0]).toEqual({
    text: '1 of 2 expectations holds, 1 cannot be told from its interval.',
    tone: 'unsure',
  });
});

it('a failed expectation is not hidden among those that hold', () => {
  const expectations = [...summary.expectations, { text: 'c', outcome: 'fails' as const, details: [] }];
  expect(inShort({ ...summary, expectations })[0]).toEqual({
    text: '1 of 3 expectations holds, 1 fails, 1 cannot be told from its interval.',
    tone: 'bad',
  });
});

it('says cannot tell where the interval covers zero, and never as a result', () => {
  const open = inShort(summary).filter(({ text }) => text.includes('annot tell yet'));
  expect(open.length).toBeGreaterThan(0);
  expect(open.every(({ tone }) => tone === 'unsure')).toBe(true);
});

it('tells the largest difference under each load before the second largest', () => {
  const certain = inShort(summary).filter(({ tone }) => tone === 'good');
  expect(certain[0]!.text).toMatch(/steady, loadAware redirects/);
  expect(certain[1]!.text).toMatch(/bursty, loadAware redirects/);
});

it('compares what one can choose, not the demand', () => {
  const demand = {
    ...summary.comparisons[0]!,
    axis: 'workload.arrivals',
    text: 'bursty redirects more than steady',
  };
  const told = inShort({ ...summary, comparisons: [demand, ...summary.comparisons] });
  expect(told.map(({ text }) => text)).not.toContain('bursty redirects more than steady.');
});

it('a backlog is a warning', () => {
  const cells = summary.cells.map((cell) => ({ ...cell, verdict: 'backlogged' as const }));
  expect(inShort({ ...summary, cells })).toContainEqual({
    text: 'All cells are backlogged at an offered load of 83 %: work piles up at the edge, so that longer runs would show longer waits.',
    tone: 'bad',
  });
});

it('a single run says what it is', () => {
  expect(inShort({ ...plainSample().summary, expectations: [] })).toEqual([
    {
      text: 'The run is limited at an offered load of 83 %: the edge refuses more than 1 % of what arrives.',
      tone: 'neutral',
    },
  ]);
});
