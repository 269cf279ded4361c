import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../src/report/opening.ts';
import { regionWords } from '../../../src/report/regionWords.ts';
import { inProcess } from '../../../src/executors/inProcess.ts';
import { Findings } from '../../../src/experiment/findings.ts';
import type { Job } from '../../../src/experiment/job.ts';
import { pack, unpack } from '../../../src/experiment/packed.ts';
import { runJob } from '../../../src/experiment/runJob.ts';
import { simulate } from '../../../src/experiment/simulate.ts';
import { inMemory } from '../../../src/logs/inMemory.ts';
import { World } from '../../../src/experiment/world/world.ts';
import { regionsTable } from '../../../src/store/tables.ts';
import type { RegionResult } from '../../../src/regional.ts';
import { outcomeOf, world } from './worlds.ts';

const KINDS = `
regions:
  - { name: north, count: 5 }
  - name: south
    count: 2
    workload: { arrivals: { kind: poisson, rate: 0.4/s }, prompt: 100, output: 150 }
`;
const source = (): never => {
  throw new RangeError('there are no files here');
};

describe('regions that send nothing to each other', () => {
  const file = world(KINDS);
  const jobs = new World(file, new Findings(1), true).jobs(1);
  const partsOf = (job: Job): readonly RegionResult[] => runJob(job, { source }).parts!;

  it('come to the same byte for byte apart and in one job', () => {
    const regions = jobs.flatMap(({ world: own }, i) =>
      own!.regions.map((region) => ({ ...region, scenario: i < 5 ? 0 : 1 })),
    );
    const others = [jobs.at(-1)!.scenario];
    const together = partsOf({ ...jobs[0]!, world: { regions, others } });
    expect(jobs).toHaveLength(7);
    expect(JSON.stringify(together)).toBe(JSON.stringify(jobs.flatMap(partsOf)));
  });

  it('have figures of their own: those of a run of that scenario by itself', async () => {
    const { summary } = await outcomeOf(file);
    const { scenario } = file.cells[0]!.scenario.regions![1]!;
    const alone = simulate(scenario, { seed: '7 south-2', replication: 0, source });
    const south = summary.cells[0]!.regions!.each!.at(-1)!;
    expect(south.name).toBe('south-2');
    for (const [name, { mean }] of Object.entries(south.metrics)) expect(mean).toBe(alone.metrics[name]);
    expect(south.metrics['slo.attainment']!.mean).toBeGreaterThan(0);
  });

  it('have a target for their slo together only where it is the same for all', async () => {
    const asking = async (target: string): Promise<unknown> =>
      (await outcomeOf(world(`regions: [{ name: a }, { name: b, slo: { ttft: 5s, target: ${target} } }]`)))
        .summary.cells[0]!.sloTarget;
    expect(await asking('95 %')).toBeCloseTo(0.95, 9);
    expect(await asking('80 %')).toBeUndefined();
  });

  it('add up: of one region the figures are its own, percentiles nearly', async () => {
    const one = world('regions: [{ name: only }]', 'duration=10h');
    const { summary } = await outcomeOf(one);
    const alone = simulate(one.cells[0]!.scenario.regions![0]!.scenario, {
      seed: '7 only',
      replication: 0,
      source,
    });
    for (const [name, value] of Object.entries(alone.metrics)) {
      const { mean } = summary.cells[0]!.metrics[name]!;
      if (value === null) expect([name, mean]).toEqual([name, null]);
      else expect(Math.abs(mean! / value - 1) || 0, name).toBeLessThan(/\.p\d/.test(name) ? 0.01 : 1e-9);
    }
    expect(Object.keys(summary.cells[0]!.metrics)).toEqual(Object.keys(alone.metrics));
    expect(summary.cells[0]!.offeredLoad).toBeCloseTo(alone.offeredLoad!, 12);
  });

  it('are counted once each: sums of the world are those of its regions', async () => {
    const { summary, findings } = await outcomeOf(file);
    const { world: result, metrics } = findings.of(0)[0]![1];
    const column = (name: string): number[] => {
      const at = result!.figures.indexOf(name);
      return result!.names.map((_, i) => result!.rows[i * result!.figures.length + at]!);
    };
    for (const name of [
      'arrived',
      'edge.served',
      'edge.rejected',
      'cloud.tokens',
      'cloud.cost',
      'edge.joules',
    ])
      expect(metrics[name]).toBeCloseTo(
        column(name).reduce((sum, value) => sum + value, 0),
        6,
      );
    const mean = column('edge.utilization').reduce((sum, value) => sum + value / 7, 0);
    expect(metrics['edge.utilization']).toBeCloseTo(mean, 12);
    expect(summary.cells[0]!.regions).toMatchObject({ count: 7, devices: 21, groups: 7 });
  });

  it('are judged by what is asked of each: who is asked nothing is not in the share', async () => {
    const text = KINDS.replace('count: 5', 'count: 5, slo: { ttft: 2s }');
    const { summary } = await outcomeOf(world(text, 'slo=null'));
    const { metrics, regions } = summary.cells[0]!;
    const [north, south] = regions!.kinds;
    expect(south!.metrics['slo.attainment']!.mean).toBeNull();
    expect(north!.metrics['slo.attainment']!.mean).toBeLessThan(0.9);
    for (const name of ['slo.attainment', 'goodput'])
      expect(metrics[name]!.mean).toBe(north!.metrics[name]!.mean);
  });

  it('are warned of with a name, since shares are of that region', async () => {
    const text = KINDS.replace('prompt: 100, output: 150', 'prompt: 2000, output: 10');
    const { summary } = await outcomeOf(world(text, 'workload.prompt=100', 'workload.output=100'));
    const said = summary.cells[0]!.warnings.filter((one) => one.includes('lie outside'));
    expect(said).toEqual([
      expect.stringMatching(/^in south-1 among others: orin-nano.*of its requests lie outside/),
    ]);
  });

  it('come to the same in any order, with threads, in parts, and gone on with', async () => {
    const varied = world(KINDS, 'replications=2', 'vary={ strategy: [leastQueue, random] }');
    const whole = await outcomeOf(varied);
    const text = JSON.stringify(whole.summary);
    const backwards = inProcess((job) => unpack(pack(runJob(job, { source }))));
    const reversed = await outcomeOf(varied, {
      executor: { ...backwards, run: (some, how) => backwards.run([...some].toReversed(), how) },
    });
    expect(JSON.stringify(reversed.summary)).toBe(text);
    const half = whole.finished.slice(0, 11).toReversed();
    const later = await outcomeOf(varied, { done: half });
    expect(later.finished).toHaveLength(28 - 11);
    expect(JSON.stringify(later.summary)).toBe(text);
    expect([...regionsTable(varied, later.findings)!]).toEqual([...regionsTable(varied, whole.findings)!]);
    expect([...regionsTable(varied, whole.findings)!]).toHaveLength(1 + 28);
  });

  it('without one of them there is no replication, and the others are not lost', async () => {
    const executor = inProcess((job) => {
      if (job.world!.regions[0]!.name === 'north-3') throw new Error('the disk is on fire');
      return runJob(job, { source });
    });
    const failed = await outcomeOf(file, { executor });
    expect(failed.failures).toHaveLength(1);
    expect(failed.summary.cells[0]!.replications).toBe(0);
    const again = await outcomeOf(file, { done: failed.finished });
    expect(again.finished).toHaveLength(1);
    expect(JSON.stringify(again.summary)).toBe(JSON.stringify((await outcomeOf(file)).summary));
  });

  it('are equally long: where a log ends before the others there is no replication, with what to do', async () => {
    const file = world(
      `regions:
  - { name: north }
  - { name: south, workload: { kind: trace, file: log.csv } }`,
    );
    const files = inMemory({ 'log.csv': 'time,prompt,output\n0,100,150\n300,100,150\n' });
    const executor = inProcess((job) => runJob(job, { source: files }));
    const { failures } = await outcomeOf(file, { executor });
    expect(failures).toHaveLength(1);
    expect(failures[0]!.error).toMatch(
      /^regions of a world are measured equally long, and here it would be 1140 s in north and \d+ s in south/,
    );
  });

  it('draw nothing from each other: a region is the same whoever else is there', async () => {
    const more = world(
      KINDS.replace('count: 5', 'count: 2').replace('regions:', 'regions:\n  - { name: west }'),
    );
    const each = (await outcomeOf(more)).summary.cells[0]!.regions!.each!;
    const before = (await outcomeOf(file)).summary.cells[0]!.regions!.each!;
    for (const name of ['north-1', 'north-2', 'south-1'])
      expect(each.find((one) => one.name === name)).toEqual(before.find((one) => one.name === name));
    expect(each.map(({ name }) => name)).toEqual(['west', 'north-1', 'north-2', 'south-1', 'south-2']);
  });
});

it('the answer of a world names the kind of region that meets the slo least, and its words how guests are served', async () => {
  const { summary } = await outcomeOf(
    world(`regions:
  - { name: busy, workload: { arrivals: { kind: poisson, rate: 1/s }, prompt: 100, output: 225 }, overflow: { to: [calm], delay: 30ms } }
  - { name: calm }`),
  );
  const [cell] = summary.cells;
  const share = cell!.regions!.kinds[0]!.metrics['slo.attainment']!.mean!;
  expect(share).toBeLessThan(cell!.regions!.kinds[1]!.metrics['slo.attainment']!.mean!);
  const least = `least in busy: ${(100 * share).toPrecision(3)} %`;
  expect(answerOf(summary).text).toContain(`met the slo, ${least}; target 95 %: `);
  expect(regionWords(cell!)).toContain('The way there and the way back take the stated delay each');
});

it('a slo that all regions meet is met, though what does not differ between them has no interval', async () => {
  const { summary } = await outcomeOf(
    world('regions: [{ name: north, count: 8 }]', 'slo.ttft=1h', 'fallback=drop'),
  );
  expect(summary.cells[0]!.metrics['ttft.mean']!.ci95).not.toBeNull();
  expect(answerOf(summary).text).toContain('target 95 %: ');
  expect(answerOf(summary).text).not.toContain('from one run');
  const alike = await outcomeOf(world('', 'slo.ttft=1h', 'replications=1'));
  expect(answerOf(alike.summary).text).toContain('from one run');
});

describe('intervals of a world', () => {
  it('are from its regions where there is one replication of kinds with many, and say so', async () => {
    const { summary } = await outcomeOf(world('regions: [{ name: north, count: 8 }]'));
    const [cell] = summary.cells;
    expect(cell!.regions!.intervals).toBe('regions');
    const { mean, ci95 } = cell!.metrics['slo.attainment']!;
    expect(ci95![0]).toBeLessThan(mean!);
    expect(ci95![1]).toBeGreaterThan(mean!);
    expect(cell!.regions!.kinds[0]!.metrics['slo.attainment']!.ci95).toEqual(ci95);
  });

  it('are from replications where there are several, and none where neither tells', async () => {
    const one = await outcomeOf(world(KINDS));
    expect(one.summary.cells[0]!.regions!.intervals).toBe('none');
    expect(Object.values(one.summary.cells[0]!.metrics).every(({ ci95 }) => ci95 === null)).toBe(true);
    const three = await outcomeOf(world(KINDS, 'replications=3'));
    expect(three.summary.cells[0]!.regions!.intervals).toBe('replications');
    expect(three.summary.cells[0]!.metrics['edge.served']!.ci95).not.toBeNull();
  });
});

describe('regions that replay a log', () => {
  it('say how much demand that is, and that all of a kind meet the same, unless each draws from it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'regions-'));
    const file = join(folder, 'log.csv');
    const rows = Array.from({ length: 80 }, (_, i) => `${i * 30},100,50`);
    writeFileSync(file, `arrival_s,prompt_tokens,output_tokens\n${rows.join('\n')}\n`);
    const warningsOf = async (count: number, more = ''): Promise<readonly string[]> => {
      const kinds = `regions: [{ name: north }, { name: south, count: ${count}, workload: { kind: trace, file: ${file}${more} } }]`;
      const { summary } = await outcomeOf(world(kinds));
      return summary.cells[0]!.warnings.filter((text) => text.includes('demand of'));
    };
    expect((await warningsOf(3))[0]).toMatch(
      /^demand of south is .*80 requests.*: every replication and each of its 3 regions meets the same requests/,
    );
    expect((await warningsOf(1))[0]).toMatch(/every replication meets the same requests/);
    expect(await warningsOf(3, ', resample: { block: 10m }')).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
