import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack, unpack } from '../../src/experiment/packed.ts';
import { jobsOf } from '../../src/experiment/experiment.ts';
import { runner } from '../../src/store/runner.ts';
import { replication } from './made.ts';
import { office } from './plan.ts';

test('a packed replication comes back as it was, whatever its series', () => {
  const column = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 20 });
  const quantities = fc.dictionary(fc.constantFrom('load', 'served', 'power'), column);
  const series = fc.record({ device: fc.string(), width: fc.double({ min: 0.1, max: 10 }), quantities });
  fc.assert(
    fc.property(fc.array(series, { maxLength: 4 }), (all) => {
      const before = replication({ arrived: 3 }, { series: all });
      const { text, block } = pack(before);
      expect(unpack({ text, block: block.slice() })).toEqual(before);
    }),
  );
});

test('what a job gives survives being packed', () => {
  const [job] = jobsOf(office(), 1, 'devices');
  const result = runner({ base: '/' })(job!);
  expect(result.series.length).toBe(5);
  expect(unpack(pack(result))).toEqual(result);
});
