import fc from 'fast-check';
import { expect, it } from 'vitest';
import { table, wrap, type Column } from '../../src/report/table.ts';
import { expectationList, summaryTable, warningList } from '../../src/report/summaryTable.ts';
import { figure4Sample, plainSample, wideSample } from './sample.ts';

const column = (heading: string, cells: string[], unit = ''): Column => ({ heading, unit, cells });

it('figures and their intervals line up below each other', () => {
  const cells = [
    ['1,248', '± 12'],
    ['9', '± 3'],
  ] as const;
  expect(table([{ heading: 'served', unit: '', cells }], { width: 80, keys: 0 })).toBe(
    ['    served', '──────────', '1,248 ± 12', '    9 ± 3'].join('\n'),
  );
});

it('a table wider than the screen is folded, its key said again', () => {
  const keys: Column = { ...column('cell', ['a', 'b']), align: 'left' };
  const wide = table([keys, column('one', ['1111111111', '2']), column('two', ['3', '4'], 's')], {
    width: 18,
    keys: 1,
  });
  expect(wide.split('\n\n')).toHaveLength(2);
  expect(wide.split('\n\n').map((block) => block.split('\n').at(-1))).toEqual([
    'b              2',
    'b       4',
  ]);
});

it('no line of a folded table is wider than the screen, unless one column is', () => {
  const word = fc
    .string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' })
    .map((text) => text.replaceAll(/\s/g, '_'));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 40, max: 120 }),
      (columns, width) => {
        const lines = table([column('key', ['k']), ...columns.map(([head, cell]) => column(head, [cell]))], {
          width,
          keys: 1,
        });
        expect(Math.max(...lines.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
      },
    ),
  );
});

it('wrapping loses no word and adds none', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }),
      fc.integer({ min: 11, max: 60 }),
      (words, width) => {
        const wrapped = wrap(words.join(' '), width, '  ');
        expect(wrapped.split(/\s+/).filter((word) => word !== '')).toEqual(words);
        for (const line of wrapped.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      },
    ),
  );
});

it('wrapping leaves a per cent sign beside its number', () => {
  expect(wrap('met in all of 100 % of them', 17)).toBe('met in all of\n100 % of them');
});

it('the table of a run has a row for each cell, with units and intervals', () => {
  const [head, units, , ...rows] = summaryTable(figure4Sample().summary, { width: 96 })
    .split('\n\n')[0]!
    .split('\n');
  expect(head).toMatch(/^arrivals +strategy +load +verdict +arrived +served +rejected/);
  expect(units).toMatch(/% +≠ +≠ k tokens +≠ \$$/);
  expect(rows).toHaveLength(6);
  expect(rows[5]).toMatch(/^bursty +loadAware +83 +limited +1,6\d\d ± 1\d +1,2\d\d ± 1\d +36\d ± 1\d/);
});

it('a run of one cell has one row and no interval', () => {
  const text = summaryTable(plainSample().summary);
  expect(text).not.toContain('±');
  expect(text).toContain('1,532');
});

it('of fifty cells the first are shown, and where the rest is', () => {
  const text = summaryTable(wideSample().summary, { width: 100, rest: 'out/wide/runs.csv has them all' });
  expect(text.split('\n')).toHaveLength(3 + 21 + 1);
  expect(text).toContain('… and 29 more cells: out/wide/runs.csv has them all');
});

it('an expectation is said with its outcome, a warning with its cells', () => {
  const { summary } = figure4Sample();
  const cells = summary.cells.map((cell, i) =>
    i === 1 ? { ...cell, warnings: ['too few requests'] } : cell,
  );
  expect(expectationList(summary).split('\n')[0]).toBe(
    'holds      under bursts loadAware redirects fewer tokens than random',
  );
  expect(warningList({ ...summary, cells })).toBe('warning too few requests (steady, weighted)');
  // What one says always and another now and then is one warning.
  const twice = cells.map((cell, i) => ({
    ...cell,
    warnings: i < 2 ? ['too long', `too long${i === 0 ? '' : ' (not in every replication)'}`].slice(i) : [],
  }));
  expect(warningList({ ...summary, cells: twice })).toBe(
    'warning too long (not in every replication) (steady, random; steady, weighted)',
  );
});

it('a name with an escape in it cannot colour the screen', () => {
  const { summary } = figure4Sample();
  const cells = summary.cells.map((cell) => ({
    ...cell,
    vary: { ...cell.vary, strategy: `\u001b[31m${String(cell.vary['strategy'])}` },
  }));
  expect(summaryTable({ ...summary, cells })).not.toContain('\u001b');
});
