/** What the command refuses before anything is run. */
import { expect, it } from 'vitest';
import { sensitivityFlags } from '../../../src/cli/commands/sensitivity/flags.ts';

const said = (typed: Record<string, unknown>): string => {
  try {
    sensitivityFlags(typed);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
};

const over = ['a.b=1..2', 'c.d=1..2'];

it('takes several inputs, figures and maps', () => {
  const flags = sensitivityFlags({ over, metric: 'ttft.p95', map: 'a.b,c.d', samples: '0', walks: '8' });
  expect(flags.asked).toMatchObject({
    over,
    metrics: ['ttft.p95'],
    maps: [['a.b', 'c.d']],
    samples: 0,
    walks: 8,
  });
});

it.each([
  [{}, '--over: is missing'],
  [{ over, metric: 'ttft.p59' }, 'did you mean ttft.p50?'],
  [{ over, map: 'a.b' }, 'does not name two inputs'],
  [{ over, map: 'a.b,a.b' }, 'names one input twice'],
  [{ over, map: 'a.b,c.e' }, 'did you mean c.d?'],
  [{ over, samples: '4' }, 'cannot be 4'],
  [{ over, walks: 'many' }, '0, or a whole number from 2'],
  [{ over, levels: ['5', '6'] }, 'is given more than once'],
])('%j: %s', (typed, message) => {
  expect(said(typed)).toContain(message);
});
