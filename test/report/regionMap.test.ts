/** Where the regions of a world are drawn, and how dark. */
import { describe, expect, it } from 'vitest';
import { outcomeOf, world } from '../experiment/world/worlds.ts';
import type { Findings } from '../../src/experiment/findings.ts';
import { meanWorld } from '../../src/experiment/world/regionsSummary.ts';
import type { WorldResult } from '../../src/regional.ts';
import { regionMaps, placed } from '../../src/studies/run/report/regionMap.ts';
import type { RegionKind, Scenario } from '../../src/scenario/scenario.ts';

const kind = (name: string, count: number, at: readonly [number, number] | null = null): RegionKind => ({
  name,
  count,
  at,
  own: [],
  scenario: {} as Scenario,
});

const meansOf = (findings: Findings): (WorldResult | null)[] =>
  Array.from({ length: findings.cells }, (_, cell) => meanWorld(findings.of(cell).map(([, one]) => one)));

describe('the map of a world', () => {
  it.each([
    ['one kind', [kind('a', 7)]],
    ['kinds of unlike sizes', [kind('a', 1), kind('b', 40), kind('c', 3), kind('d', 1000)]],
    ['far more than there are squares', [kind('a', 30_000), kind('b', 12)]],
    [
      'where the file says',
      [kind('a', 4, [0, 0]), kind('b', 9, [1, 0]), kind('c', 2, [3, 5]), kind('d', 1, [1, 5])],
    ],
    ['nearly in one place', [kind('a', 4, [0, 0]), kind('b', 9, [1e-9, 7]), kind('c', 9, [100, 3])]],
  ] as const)('has every region in one square, and no square over another: %s', (_, kinds) => {
    const { squares, width, height } = placed(kinds);
    const total = kinds.reduce((sum, { count }) => sum + count, 0);
    const seen = squares.flatMap(({ regions: [from, to] }) =>
      Array.from({ length: to - from }, (__, i) => from + i),
    );
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (__, i) => i));
    expect(squares.length).toBeLessThanOrEqual(2500 + kinds.length);
    for (const { x, y, x2, y2 } of squares) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect([x2 <= width, y2 <= height]).toEqual([true, true]);
    }
    const some = squares.filter((__, i) => i % Math.ceil(squares.length / 300) === 0);
    for (const [i, one] of some.entries())
      for (const other of some.slice(i + 1))
        expect(one.x2 <= other.x || other.x2 <= one.x || one.y2 <= other.y || other.y2 <= one.y).toBe(true);
  });

  it('has north above and east to the right', () => {
    const { labels, isMap } = placed([
      kind('north', 3, [0, 5]),
      kind('east', 3, [9, 2]),
      kind('here', 1, [0, 2]),
    ]);
    const [north, east, here] = labels as [(typeof labels)[0], (typeof labels)[0], (typeof labels)[0]];
    expect(isMap).toBe(true);
    expect(north.y).toBeLessThan(here.y);
    expect(east.x).toBeGreaterThan(here.x);
    expect(placed([kind('a', 1, [0, 0]), kind('b', 1)]).isMap).toBe(false);
  });

  it('numbers the squares of a kind, and lets the one that is alone fill its block', () => {
    const { squares } = placed([kind('a', 4), kind('b', 1), kind('c', 40)]);
    const widths = [squares[0]!, squares[4]!, squares[5]!].map(({ x, x2 }) => x2 - x);
    // As 40 are 7 across, fewer are 4: no square is more than twice as wide as another.
    expect(widths.map((wide) => Number((widths[2]! / wide).toFixed(2)))).toEqual([0.55, 0.55, 1]);
    const few = placed([kind('a', 4), kind('b', 1)]).squares;
    expect(few.map(({ number }) => number)).toEqual(['1', '2', '3', '4', undefined]);
    expect(few[4]!.x2 - few[4]!.x).toBeCloseTo(few[1]!.x2 - few[0]!.x, 9);
    expect(placed([kind('a', 100)]).squares[0]!.number).toBeUndefined();
    expect(placed([kind('a', 30_000), kind('b', 4)]).squares.at(-1)!.number).toBeUndefined();
  });

  it('shows what each region came to, a count as a share of what arrived there, a picture for each cell', async () => {
    const file = world(
      'regions: [{ name: a, count: 3 }, { name: b }]\nvary: { workload.arrivals.rate: [0.15, 0.3] }',
      'replications=2',
    );
    const { summary, findings } = await outcomeOf(file);
    const maps = regionMaps(file, summary, meansOf(findings));
    expect(maps.map(({ name }) => name)).toEqual([
      'regions-edge.served',
      'regions-edge.utilization',
      'regions-slo.attainment',
    ]);
    const { values } = maps[0]!.spec['data'] as {
      values: { cell: number; value: number; says: string; number?: string }[];
    };
    expect(values).toHaveLength(8);
    const means = summary.cells[1]!.regions!.each![2]!.metrics;
    const drawn = values.filter(({ cell }) => cell === 1)[2]!;
    expect(drawn.value).toBeCloseTo((100 * means['edge.served']!.mean!) / means['arrived']!.mean!, 9);
    const { layer } = (maps[0]!.spec['spec'] ?? maps[0]!.spec) as { layer: { encoding: object }[] };
    expect(JSON.stringify(layer)).toContain('"isValid(datum.number)","field":"number"');
    expect(values.map((one) => one.number)).toEqual(['1', '2', '3', undefined, '1', '2', '3', undefined]);
    expect(drawn.says).toMatch(/^a-3: [\d.]+ %$/);
  });

  it('is not drawn of one region, nor of a figure that is the same everywhere', async () => {
    const one = world('regions: [{ name: a }]');
    const { summary, findings } = await outcomeOf(one);
    expect(regionMaps(one, summary, meansOf(findings))).toEqual([]);
  });
});
