import { expect, it } from 'vitest';
import { readFlags, type FlagReader } from '../../../src/cli/flags/readFlags.ts';
import type { Typed } from '../../../src/cli/command.ts';
import { ScenarioError } from '../../../src/scenario/mistake.ts';

const said = (typed: Typed, make: (read: FlagReader) => unknown): readonly string[] => {
  try {
    readFlags(typed, make);
    return [];
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.message.split('\n');
  }
};

it('a name is known in capitals too, and of one that is not known the nearest is offered', () => {
  const processor = (read: FlagReader) => read.among('processor', ['cpu', 'gpu', 'npu']);
  expect(readFlags({ processor: 'GPU' }, processor)).toBe('gpu');
  expect(readFlags({}, processor)).toBeUndefined();
  expect(said({ processor: 'gpus' }, processor).join('\n')).toContain('did you mean gpu');
});

it('whole numbers may be written as 1e6, and have a least and a most', () => {
  const workers = (read: FlagReader) => read.whole('workers', 1, 1024);
  expect(readFlags({ workers: '1e3' }, workers)).toBe(1000);
  for (const wrong of ['0', '1025', '1.5', '-1', 'many', ''])
    expect(said({ workers: wrong }, workers).join('\n')).toContain('a whole number from 1 to 1024');
});

it('everything that is wrong is said at once, also that an option is given twice', () => {
  const lines = said({ seed: ['1', '2'], out: ' ', target: '0' }, (read) => [
    read.whole('seed', 0),
    read.text('out', 'a folder'),
    read.share('target', 'a share above 0', (share) => share > 0),
  ]);
  expect(lines[0]).toBe('--seed: is given more than once');
  expect(lines.filter((line) => /^--(out|target): cannot be/.test(line))).toHaveLength(2);
  expect(lines.at(-1)).toBe('3 mistakes');
});
