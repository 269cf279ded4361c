import { describe, expect, it } from 'vitest';
import { ScenarioError } from '../../src/scenario/mistake.ts';
import { notOneFleet } from '../../src/scenario/runnable.ts';
import { read } from '../../src/scenario/read.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';
import { groupsOf, regionsOf } from '../../src/scenario/world.ts';
import { assemble } from '../../src/scenario/assemble.ts';

const TOP = `name: world
duration: 1h
workload: { arrivals: { kind: poisson, rate: 1/m }, prompt: 90, output: 90 }
fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4 }]
`;
const file = (regions: string, ...set: string[]): ScenarioFile =>
  read(`${TOP}${regions}`, { file: 'world.yaml', set });

/** What is wrong, a line each. */
function wrong(regions: string, ...set: string[]): string[] {
  try {
    file(regions, ...set);
  } catch (error) {
    if (error instanceof ScenarioError)
      return error.mistakes.map(({ line, path, message }) => `${line} ${path}: ${message}`);
    throw error;
  }
  return [];
}

const names = (scenarioFile: ScenarioFile): [string, string[]][] => {
  const regions = regionsOf(scenarioFile.cells[0]!.scenario.regions!);
  return regions.map(({ name, to }) => [name, to.map((other) => regions[other]!.name)]);
};

describe('regions of a file', () => {
  it('have what they say, else what the file says at its top; what is varied is varied in all', () => {
    const made = file(
      `strategy: random
limits: [{ kind: slidingWindow, window: 60s, requests: 10 }]
regions:
  - { name: north, count: 2 }
  - name: south
    at: [1, 2.5]
    fleet: [{ profile: agx-orin-64gb/qwen2.5-3b-q4, count: 3 }]
    limits: [{ kind: slidingWindow, window: 30s, requests: 5 }]
vary:
  strategy: [random, roundRobin]
  limits.0.requests: [1, 2]`,
    );
    expect(made.cells).toHaveLength(4);
    const { regions, fleet } = made.cells[3]!.scenario;
    const [north, south] = regions!;
    expect(north!.scenario).toMatchObject({
      strategy: { kind: 'roundRobin' },
      limits: [{ window: 60, requests: 2 }],
    });
    expect(south!.scenario).toMatchObject({
      strategy: { kind: 'roundRobin' },
      limits: [{ window: 30, requests: 2 }],
    });
    expect(south!.at).toEqual([1, 2.5]);
    expect(fleet.map(({ count, profile }) => [count, profile.board])).toEqual([
      [2, 'orin-nano-8gb'],
      [3, 'agx-orin-64gb'],
    ]);
  });

  it('are written out with nothing left to defaults, and read again are the same', () => {
    const made = file(
      `strategy: random
regions:
  - { name: north, count: 2, overflow: { to: [south], delay: 40ms } }
  - { name: south, fallback: cloud, cloud: { profile: openai/gpt-4o }, slo: { ttft: 3s } }
vary: { fleet.0.count: [1, 2] }`,
    );
    const again = read(made.text, { file: 'again.yaml' });
    expect(again.text).toBe(made.text);
    expect(again.cells).toEqual(made.cells);
  });

  it('may say all for themselves', () => {
    const all = `regions:
  - { name: a, workload: { arrivals: { kind: poisson, rate: 1/m }, prompt: 9, output: 9 }, fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4 }] }`;
    const made = read(`name: w\nduration: 1h\n${all}`, { file: 'w.yaml' });
    expect(read(made.text, { file: 'again.yaml' }).cells).toEqual(made.cells);
  });

  it('ask whom they name: a region, the one of the same number, or the next of their own kind', () => {
    const made = file(`regions:
  - { name: north, count: 2, overflow: { to: [south, hub], delay: 1s } }
  - { name: south, count: 2, overflow: { to: [south, north-2], delay: 1s } }
  - { name: hub, overflow: { to: [lone-3], delay: 1s } }
  - { name: lone, count: 3 }`);
    expect(names(made)).toEqual([
      ['north-1', ['south-1', 'hub']],
      ['north-2', ['south-2', 'hub']],
      ['south-1', ['south-2', 'north-2']],
      ['south-2', ['south-1', 'north-2']],
      ['hub', ['lone-3']],
      ['lone-1', []],
      ['lone-2', []],
      ['lone-3', []],
    ]);
    expect(groupsOf(regionsOf(made.cells[0]!.scenario.regions!))).toEqual([[0, 1, 2, 3, 4, 7], [5], [6]]);
  });

  it.each([
    ['regions: []', '5 regions: is empty'],
    ['regions: { north: 1 }', '5 regions: is not a list'],
    ['regions: [north]', '5 regions.0: is not a region'],
    ['regions: [{ count: 2 }]', '5 regions.0: name is missing'],
    ['regions: [{ name: a, cuont: 2 }]', '5 regions.0: there is no cuont here'],
    ['regions: [{ name: a, warmup: 2s }]', '5 regions.0: there is no warmup here'],
    ['regions: [{ name: a }, { name: a }]', '5 regions.1.name: two regions are called a'],
    ['regions: [{ name: a, count: 2 }, { name: a-2 }]', '5 regions.1.name: two regions are called a-2'],
    [
      'regions: [{ name: a, overflow: { to: [b, c, b], delay: 1s } }, { name: b }, { name: c }]',
      '5 regions.0.overflow.to.2: is named twice',
    ],
    ['regions: [{ name: a-2 }, { name: a, count: 2 }]', '5 regions.1.name: two regions are called a-2'],
    ['regions: [{ name: a, count: 200000 }]', '5 regions: are 200,000 regions'],
    [
      'regions:\n  - { name: a }\n  - { name: b, fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: -1 }] }',
      '7 regions.1.fleet.0.count: cannot be -1',
    ],
    ['regions:\n  - { name: a, fallback: cloud }', '6 : cloud is missing: fallback sends requests there'],
    [
      'regions: [{ name: a, overflow: { to: [b], delay: 0s } }, { name: b }]',
      '5 regions.0.overflow.delay: must be above 0: regions are simulated apart for as long as a request is on its way, and without a way each would have to know at once what the others do',
    ],
    [
      'regions: [{ name: a, overflow: { to: [c], delay: 1s } }, { name: b }]',
      '5 regions.0.overflow.to.0: no region is called c',
    ],
    [
      'regions: [{ name: a, overflow: { to: [a], delay: 1s } }]',
      '5 regions.0.overflow.to.0: is the region itself',
    ],
    [
      'regions: [{ name: a, count: 2, overflow: { to: [a-1], delay: 1s } }]',
      '5 regions.0.overflow.to.0: is one of these regions itself',
    ],
    [
      'regions: [{ name: a, count: 2, overflow: { to: [b], delay: 1s } }, { name: b, count: 3 }]',
      '5 regions.0.overflow.to.0: is 3 regions, and these are 2: which of them is meant?',
    ],
    ['overflow: { to: [a], delay: 1s }', '5 overflow: is between regions, and there are none'],
    [
      'regions: [{ name: a }]\nplan: { candidates: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, price: 1, count: 1..2 }] }',
      '6 plan: does not go with regions: a fleet is planned for one of them',
    ],
    [
      'metrics: { tenants: 4 }\nregions: [{ name: a }]',
      '5 metrics.tenants: does not go with regions: tenants have figures of their own in one fleet',
    ],
    [
      'patience: { firstToken: 3s }\nregions: [{ name: a, overflow: { to: [b], delay: 1s } }, { name: b }]',
      '6 regions.0.overflow: does not go with patience for the first token: of a request that another region works on it is not known at home before the answer is there',
    ],
  ])('that are wrong are told where they are: %s', (regions, said) => {
    expect(wrong(regions)).toContain(said);
  });

  it('may be called like one of several where there is only one, or where there are fewer', () => {
    const made = file('regions: [{ name: a }, { name: a-1 }, { name: b-3 }, { name: b, count: 2 }]');
    expect(names(made).map(([name]) => name)).toEqual(['a', 'a-1', 'b-3', 'b-1', 'b-2']);
  });

  it('that name another wrongly are told which there are, and not themselves', () => {
    const hints = (to: string): (string | null)[] => {
      try {
        file(
          `regions: [{ name: harbour, overflow: { to: [${to}], delay: 1s } }, { name: hills }, { name: farm }]`,
        );
      } catch (error) {
        const [first] = (error as ScenarioError).mistakes;
        return [first!.allowed, first!.nearest];
      }
      return [];
    };
    expect(hints('harbour')).toEqual(['hills, farm', null]);
    expect(hints('hils')).toEqual(['hills, farm', 'hills']);
  });

  it('are warned of a way to others on which no answer comes in time', () => {
    const warned = (delay: string, more = ''): readonly string[] =>
      file(
        `regions: [{ name: a, overflow: { to: [b], delay: ${delay}${more} } }, { name: b }]`,
        'slo.ttft=10s',
      ).warnings;
    expect(warned('10h')).toEqual([
      'regions.0.overflow.delay: the way there and back takes 20 h and the run 60 min: nothing that another region answers comes back within it',
    ]);
    expect(warned('5s')).toEqual([
      'regions.0.overflow.delay: the way there and back takes 10 s, and the slo asks for the first token within 10 s: nothing that another region answers can meet it',
    ]);
    expect(warned('4s')).toEqual([]);
    expect(warned('10h', ', asks: false')).toEqual([]);
    const shared = file('overflow: { to: [a], delay: 2h }\nregions: [{ name: a, count: 2 }]');
    expect(shared.warnings.map((one) => one.split(':')[0])).toContain('overflow.delay');
  });

  it('are for a run alone: what takes one fleet says so', () => {
    const made = file('regions: [{ name: a }]');
    expect(notOneFleet(made)).toContain('edgewise run takes all of them; here, write a file');
    expect(notOneFleet(file(''))).toBeNull();
    const source = (): never => {
      throw new RangeError('there are no files here');
    };
    expect(() => assemble(made.cells[0]!.scenario, { seed: 1, replication: 0, source })).toThrow(
      'world has regions',
    );
  });
});
