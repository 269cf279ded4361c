import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/engine/engine.ts';
import { Findings } from '../../../src/experiment/findings.ts';
import { runRegions } from '../../../src/experiment/world/runRegions.ts';
import { World } from '../../../src/experiment/world/world.ts';
import { inMemory } from '../../../src/logs/inMemory.ts';
import type { Replication } from '../../../src/results.ts';
import { ARRIVED, STRIDE } from '../../../src/kernel/moves.ts';
import { meanOf } from '../../../src/kernel/spread.ts';
import type { AnswerTimes } from '../../../src/model.ts';
import type { RegionResult } from '../../../src/regional.ts';
import { asked, contextOf, type Setting } from '../../../src/scenario/assemble.ts';
import { partsOf } from '../../../src/scenario/parts.ts';
import type { ScenarioFile } from '../../../src/scenario/scenario.ts';
import { oracleOfRegions, type OracleRegion, type OracleRequest } from '../../oracle/regions.ts';
import { outcomeOf, world } from './worlds.ts';

const source = (): never => {
  throw new RangeError('there are no files here');
};
const SETTING: Setting = { seed: 7, replication: 0, source };

/** The regions of the first job, side by side. */
function parts(file: ScenarioFile, window?: number): readonly RegionResult[] {
  const [job] = new World(file, new Findings(file.cells.length), true).jobs(1);
  const { regions, others } = job!.world!;
  return runRegions([job!.scenario, ...others], regions, { ...SETTING, seed: file.seed }, window).parts!;
}

const of = (region: RegionResult, name: string): number => region.metrics[name]!;
const sum = (regions: readonly RegionResult[], name: string): number =>
  regions.reduce((all, region) => all + of(region, name), 0);

const BUSY = 'workload: { arrivals: { kind: poisson, rate: 0.5/s }, prompt: 100, output: 150 }';

/** The requests of each region with how long they take, from the parts of the simulator that are tested elsewhere. */
function oracleRegions(file: ScenarioFile): OracleRegion[] {
  const [job] = new World(file, new Findings(1), true).jobs(1);
  const { regions, others } = job!.world!;
  return regions.map(({ name, scenario: place, to, delay }): OracleRegion => {
    const scenario = [job!.scenario, ...others][place]!;
    const setting = { ...SETTING, seed: `${file.seed} ${name}` };
    const [entry] = scenario.fleet;
    const { fleet } = partsOf(scenario, contextOf(new Engine(entry!.count), scenario, setting));
    const times = {} as AnswerTimes;
    const requests: OracleRequest[] = [];
    asked(scenario, setting, {
      moved: ({ kind, end, now, prompt, output }) => {
        for (let row = 0; row < end; row += STRIDE) {
          if (kind[row] !== ARRIVED) continue;
          fleet.estimate(0, prompt[row]!, output[row]!, times);
          requests.push({ at: now[row]!, first: times.first, last: times.last });
        }
      },
    });
    return { requests, machines: entry!.count, queue: Number(entry!.queue), to, delay };
  });
}

describe('regions that take what others turn away', () => {
  it.each([
    ['a pair', '- { name: north, overflow: { to: [south], delay: 300ms }, ', '- { name: south, '],
    [
      'both ways, with unlike delays',
      '- { name: north, overflow: { to: [south], delay: 2s }, ',
      '- { name: south, overflow: { to: [north], delay: 70ms }, ',
    ],
    ['a circle of three', '- { name: north, count: 3, overflow: { to: [north], delay: 500ms }, ', null],
    [
      'one that asks two',
      '- { name: north, overflow: { to: [south-2, south-1], delay: 5s }, ',
      '- { name: south, count: 2, overflow: { to: [south], delay: 1s }, ',
    ],
  ])('%s: do what a list of all events in the order of their times does', (_, north, south) => {
    const text = `regions:\n  ${north} ${BUSY} }\n${south === null ? '' : `  ${south} fallback: cloud }\n`}`;
    for (const seed of [7, 8]) {
      const file = world(text, 'warmup=0s', 'strategy=roundRobin', `seed=${seed}`);
      const regions = parts(file);
      const oracle = oracleOfRegions(oracleRegions(file));
      regions.forEach((region, i) => {
        const fates = oracle[i]!;
        const served = fates.filter(({ by }) => by !== null);
        expect(of(region, 'arrived')).toBe(fates.length);
        expect(of(region, 'cloud.requests')).toBe(fates.length - served.length);
        expect(of(region, 'overflow.sent')).toBe(served.filter(({ by }) => by !== i).length);
        const guests = oracle.flatMap((all, home) => (home === i ? [] : all.filter(({ by }) => by === i)));
        expect(of(region, 'overflow.taken')).toBe(guests.length);
        expect(of(region, 'edge.ttft.mean')).toBeCloseTo(meanOf(served.map(({ ttft }) => ttft)), 9);
        expect(of(region, 'edge.e2e.mean')).toBeCloseTo(meanOf(served.map(({ e2e }) => e2e)), 9);
      });
      expect(sum(regions, 'overflow.sent')).toBeGreaterThan(20);
    }
  });

  const ALL = `
patience: { answer: { kind: exponential, mean: 60s } }
retry: { elsewhere: 1, later: { first: 1s, most: 2 } }
limits: [{ kind: slidingWindow, window: 60s, requests: 9 }]
regions:
  - name: north
    workload: { kind: users, count: 40, think: { kind: exponential, mean: 30s }, prompt: 80, output: 120 }
    overflow: { to: [south, west], delay: 200ms }
  - name: south
    fleet:
      - profile: orin-nano-8gb/qwen2.5-3b-q4
        count: 3
        queue: 2
        failures: { every: 5m, repair: 1m }
        inFlight: elsewhere
    overflow: { to: [west, north], delay: 90ms }
  - name: west
    fleet: [{ profile: agx-orin-64gb/qwen2.5-3b-q4, slots: 4, device: batching, queue: 3 }]
    overflow: { to: [north], delay: 400ms }
    ${BUSY}
`;

  it.each(['atOnce', 'atStep', 'never'])(
    'come to the same in windows as long as the shortest way and in much shorter ones, with all that may happen, work of impatient clients stopped %s',
    (cancels) => {
      const file = world(ALL, `patience.cancels=${cancels}`);
      const [whole, short] = [parts(file), parts(file, 0.0137)];
      expect(JSON.stringify(short)).toBe(JSON.stringify(whole));
      for (const name of ['overflow.sent', 'overflow.taken', 'abandoned', 'retries'])
        expect(sum(whole, name)).toBeGreaterThan(10);
    },
  );

  it('lose no request and count none twice: at home it is counted, and where it is answered its energy', () => {
    const file = world(
      `regions: [{ name: north, ${BUSY}, overflow: { to: [south], delay: 1s } }, { name: south }]`,
      'warmup=0s',
    );
    const regions = parts(file);
    const [north, south] = regions as [RegionResult, RegionResult];
    for (const region of regions)
      expect(of(region, 'edge.served') + of(region, 'cloud.requests')).toBe(of(region, 'arrived'));
    expect(of(north, 'overflow.sent')).toBe(of(south, 'overflow.taken'));
    expect(of(north, 'overflow.sent')).toBeGreaterThan(20);
    // Energy is spent where the work is done: as much at each as its machines were busy.
    const alone = parts(world(`regions: [{ name: north, ${BUSY} }]`, 'warmup=0s'))[0]!;
    expect(of(north, 'edge.joules')).toBeCloseTo(of(alone, 'edge.joules'), 6);
    const watts = (region: RegionResult): number =>
      of(region, 'edge.joules') / of(region, 'edge.utilization');
    expect(watts(south) / watts(north)).toBeCloseTo(1, 1);
  });

  it('send on as much as a loss system loses, and an answer from elsewhere is later by the way there and back', () => {
    const file = world(
      `regions:
  - { name: north, fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, queue: 0 }], overflow: { to: [south], delay: 3s } }
  - { name: south, fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 40 }], workload: { arrivals: { kind: poisson, rate: 1/d }, prompt: 100, output: 100 } }`,
      'duration=40h',
      'workload.prompt=100',
      'workload.output=100',
      'workload.arrivals.rate=0.1/s',
    );
    const [north] = parts(file) as [RegionResult];
    const alone = parts(
      world(
        'regions: [{ name: a }]',
        'workload.arrivals.rate=0.1/h',
        'duration=40h',
        'workload.prompt=100',
        'workload.output=100',
      ),
    )[0]!;
    const seconds = of(alone, 'e2e.p50');
    const load = 0.1 * seconds;
    const share = of(north, 'overflow.sent') / of(north, 'arrived');
    // Erlang's loss formula for one line: whatever the service times are like.
    expect(share).toBeGreaterThan(load / (1 + load) - 0.02);
    expect(share).toBeLessThan(load / (1 + load) + 0.02);
    expect(of(north, 'e2e.mean')).toBeCloseTo(seconds + 6 * share, 2);
  });

  it.each(['strategy: deadline', 'fleet: []'])('take no guest for their cloud: %s', (rule) => {
    const regions = parts(
      world(
        `regions:
  - { name: north, ${BUSY}, overflow: { to: [south], delay: 1s } }
  - { name: south, ${rule}, ${BUSY} }`,
        'warmup=0s',
      ),
    );
    const [north, south] = regions as [RegionResult, RegionResult];
    expect(of(south, 'cloud.requests')).toBeGreaterThan(100);
    expect(of(south, 'edge.served') + of(south, 'cloud.requests')).toBe(of(south, 'arrived'));
    expect(of(north, 'overflow.sent')).toBe(of(south, 'overflow.taken'));
    expect(of(north, 'cloud.requests')).toBeGreaterThan(20);
  });

  it('end together: a log that is shorter than the run is refused, with what to do', () => {
    const text = `regions:
  - { name: north, overflow: { to: [south], delay: 1s } }
  - { name: south, workload: { kind: trace, file: log.csv } }`;
    const run = (duration: string): Replication => {
      const file = world(text, 'warmup=0s', `duration=${duration}`);
      const [job] = new World(file, new Findings(1), true).jobs(1);
      const { regions, others } = job!.world!;
      const log = 'time,prompt,output\n0,100,150\n300,100,150\n';
      const files = inMemory({ 'log.csv': log });
      return runRegions([job!.scenario, ...others], regions, { ...SETTING, source: files });
    };
    expect(() => run('20m')).toThrow(
      /equally long, and here it would be 1200 s in north and \d+ s in south, as long as its log: set duration to/,
    );
    expect(run('4m').parts).toHaveLength(2);
  });

  it('are measured from the same request on, though it comes to the neighbour later', () => {
    const text = `regions:
  - { name: north, ${BUSY}, overflow: { to: [south], delay: 30s } }
  - { name: south }`;
    for (const warmup of ['1m', '3m', '7m']) {
      const [north, south] = parts(world(text, `warmup=${warmup}`)) as [RegionResult, RegionResult];
      expect(of(north, 'overflow.sent')).toBeGreaterThan(20);
      expect(of(south, 'overflow.taken')).toBe(of(north, 'overflow.sent'));
    }
  });

  it('get what the machine is worth that answers, of whichever kind of region it is', () => {
    const regions = parts(
      world(
        `regions:
  - { name: east, count: 2, ${BUSY}, overflow: { to: [west, hub], delay: 1s } }
  - name: west
    count: 2
    fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 1, queue: 0 }]
  - name: hub
    fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, quality: 0.4, count: 20 }]
    workload: { arrivals: { kind: poisson, rate: 0.001/s }, prompt: 100, output: 150 }`,
        'warmup=0s',
        'fallback=drop',
      ),
    );
    const hub = regions.at(-1)!;
    const home = regions.slice(0, 2);
    const own = 0.8;
    // Of those that the edge answered: what it answered at home and in the west, and in the hub.
    const worth = (all: readonly RegionResult[]): number =>
      all.reduce((total, one) => total + of(one, 'edge.quality') * of(one, 'edge.served'), 0);
    const fromWest = regions.slice(2, 4).reduce((all, one) => all + of(one, 'overflow.taken'), 0);
    expect(fromWest).toBeGreaterThan(20);
    expect(of(hub, 'overflow.taken')).toBeGreaterThan(20);
    expect(sum(home, 'overflow.sent')).toBe(fromWest + of(hub, 'overflow.taken'));
    const served = sum(home, 'edge.served');
    expect(worth(home)).toBeCloseTo(
      own * (served - of(hub, 'overflow.taken')) + 0.4 * of(hub, 'overflow.taken'),
      6,
    );
  });

  it('are not called backlogged for the bursts of those they help: the load repeats as theirs does', async () => {
    const bursts = '{ kind: bursty, rate: 0.3/s, peak: 5, every: 20m, for: 3m }';
    const file = world(
      `regions:
  - name: harbour
    workload: { arrivals: ${bursts}, prompt: 100, output: 200 }
    fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 1, queue: 2 }]
    overflow: { to: [hills], delay: 30ms }
  - name: hills
    workload: { arrivals: { kind: poisson, rate: 0.005/s }, prompt: 100, output: 200 }
    fleet: [{ profile: agx-orin-64gb/qwen2.5-3b-q4, count: 3, queue: 5 }]`,
      'duration=2h',
      'replications=5',
    );
    const { summary } = await outcomeOf(file);
    expect(summary.cells[0]!.metrics['overflow.sent']!.mean).toBeGreaterThan(100);
    expect(summary.cells[0]!.verdict).not.toBe('backlogged');
  });

  it('are one sample with those they talk with: groups that are alike give intervals', async () => {
    const many = `regions:
  - { name: north, count: 6, ${BUSY}, overflow: { to: [south], delay: 1s } }
  - { name: south, count: 6 }`;
    const { summary } = await outcomeOf(world(many));
    expect(summary.cells[0]!.regions).toMatchObject({ groups: 6, count: 12, intervals: 'regions' });
    expect(summary.cells[0]!.metrics['overflow.sent']!.ci95).not.toBeNull();
    const ring = await outcomeOf(
      world(`regions: [{ name: north, count: 6, overflow: { to: [north], delay: 1s } }]`),
    );
    expect(ring.summary.cells[0]!.regions).toMatchObject({ groups: 1, intervals: 'none' });
  });
});
