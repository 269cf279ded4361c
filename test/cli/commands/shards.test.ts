/** Parts of a study, made one: the same bytes as one machine would have made. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Journal, readJournal } from '../../../src/store/journal.ts';
import { edgewise, type Said } from '../captured.ts';
import { inFolder } from '../folder.ts';

inFolder();

const good = async (args: readonly string[]): Promise<Said> => {
  const said = await edgewise(args);
  expect(said, said.err).toMatchObject({ code: 0 });
  return said;
};

/** Every file that a reader may look at, by name; the journal is in the order in which the runs ended. */
function files(folder: string, below = ''): Record<string, string> {
  return Object.fromEntries(
    readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry): [string, string][] => {
      const name = join(below, entry.name);
      if (entry.isDirectory()) return Object.entries(files(folder, name));
      return name.startsWith('.') || name === 'journal.jsonl'
        ? []
        : [[name, readFileSync(join(folder, name), 'latin1')]];
    }),
  );
}

const shardFile = (folder: string): { readonly runs: number; readonly fingerprint: string } =>
  JSON.parse(readFileSync(join(folder, 'shard.json'), 'utf8')) as {
    runs: number;
    fingerprint: string;
  };

const shards = async (command: readonly string[], of: number, name: string): Promise<string[]> => {
  const made: string[] = [];
  for (let shard = 1; shard <= of; shard++) {
    made.push(`${name}-${shard}`);
    await good([...command, '--shard', `${shard}/${of}`, '--out', made.at(-1)!]);
  }
  return made;
};

describe('the parts of a run', () => {
  it('of a world: the dry run names its regions and counts the runs as the run does', async () => {
    const regions = readFileSync(join(import.meta.dirname, '../../../scenarios/regions.yaml'), 'utf8');
    writeFileSync('world.yaml', regions);
    const args = ['run', 'world.yaml', '--set', 'duration=8m', '--set', 'expect=[]', '--workers', '1'];
    const dry = (await edgewise([...args, '--dry-run'])).out;
    expect(dry).toMatch(/cell +regions +devices/);
    expect(dry).toMatch(/alone +12 +32/);
    expect(dry).toContain('12 regions: 4 village, 4 suburb, 4 town\n');
    expect(dry).toContain('run apart, in 48 parts in all');
    expect(dry).toContain('2 cells × 3 replications = 6 runs, about');
    const { err } = await edgewise([...args, '--out', 'counted']);
    expect(err).toContain('2 cells × 3 replications = 6 runs');
  }, 60_000);

  it('of a world of regions make the same files as the whole', async () => {
    const regions = readFileSync(join(import.meta.dirname, '../../../scenarios/regions.yaml'), 'utf8');
    writeFileSync('regions.yaml', regions);
    const run = ['run', 'regions.yaml', '--set', 'duration=8m', '--set', 'expect=[]'];
    const whole = await good([...run, '--out', 'whole-world']);
    const parts = await shards(run, 2, 'region');
    const merged = await good(['merge', ...parts.toReversed(), '--out', 'parts-world']);
    expect(files('parts-world')).toEqual(files('whole-world'));
    expect(files('whole-world')['regions.csv']!.split('\n')).toHaveLength(1 + 3 * 2 * 12 + 1);
    expect(merged.out.replaceAll('parts-world', 'whole-world')).toBe(whole.out);

    // The same requests came, and what became of them in a region is another: made by a machine that computes otherwise.
    cpSync(parts[0]!, 'odd', { recursive: true });
    rmSync('odd/journal.jsonl');
    const odd = new Journal('odd/journal.jsonl', shardFile('odd').fingerprint);
    for (const { cell, replication, draw, result } of readJournal(join(parts[0]!, 'journal.jsonl'))) {
      const others = result.parts!.map((part) => ({ ...part, metrics: { ...part.metrics, pcr: 1 } }));
      odd.append({ cell, replication, draw, result: { ...result, parts: others } });
    }
    odd.close();
    const odds = await edgewise(['merge', ...parts, 'odd', '--out', 'of-odds']);
    expect(odds).toMatchObject({ code: 2 });
    expect(odds.err).toContain('odd and region-1 disagree about the same run');

    for (const flag of ['--requests', '--tenants']) {
      const refused = await edgewise([...run, flag]);
      expect(refused).toMatchObject({ code: 2 });
      expect(refused.err).toContain(`${flag} goes with a scenario of one of its regions`);
    }
    const dry = await edgewise([...run, '--shard', '1/2', '--dry-run']);
    expect(dry.out).toMatch(/in shard 1\/2 about \d+ parts of them/);
    const plan = await edgewise(['plan', 'regions.yaml']);
    expect(plan).toMatchObject({ code: 2 });
    expect(plan.err).toContain('has regions, and this takes one fleet');
  });

  it('make the same files as the whole: in any order, given twice, there twice, cut off and gone on with', async () => {
    const run = ['run', 'small.yaml', '--replications', '5', '--model-error'];
    const whole = await good([...run, '--out', 'whole']);
    const parts = await shards(run, 4, 'part');
    expect(existsSync('part-1/summary.json')).toBe(false);
    const counts = parts.map((part) => shardFile(part).runs);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);

    const journal = join(parts[0]!, 'journal.jsonl');
    const text = readFileSync(journal, 'utf8');
    writeFileSync(journal, text.slice(0, text.length - 100));
    const again = await good([...run, '--shard', '1/4', '--out', parts[0]!]);
    expect(again.out).toContain(`Shard 1/4 is finished: ${counts[0]} runs`);

    cpSync(parts[2]!, 'copy', { recursive: true });
    const merged = await good(['merge', ...parts.toReversed(), parts[1]!, 'copy', '--out', 'merged']);
    expect(files('merged')).toEqual(files('whole'));
    expect(merged.out.replaceAll('merged', 'whole')).toBe(whole.out);
    expect(merged.err).toContain('nothing left to simulate');
  });

  it('that are missing or not finished are named with the command to get them', async () => {
    const run = ['run', 'small.yaml', '--set', 'workload.arrivals.rate=0.3/s'];
    const [one, two] = await shards(run, 3, 'few');
    const file = join(two!, 'shard.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"finished": true', '"finished": false'));
    const said = await edgewise(['merge', one!, two!, '--out', 'few']);
    expect(said.code).toBe(2);
    expect(said.err).toContain('2 of 3 parts are not there yet');
    expect(said.err).toContain(
      '2/3 is not finished: edgewise run small.yaml --set workload.arrivals.rate=0.3/s --shard 2/3 --out few-2',
    );
    expect(said.err).toContain(
      '3/3 is missing: edgewise run small.yaml --set workload.arrivals.rate=0.3/s --shard 3/3 --out part-3',
    );
    expect(existsSync('few')).toBe(false);
  });

  it('of other studies, versions and numbers are refused, and so are folders that hold no part', async () => {
    const [a] = await shards(['run', 'small.yaml'], 2, 'a');
    const [b] = await shards(['run', 'small.yaml', '--seed', '9'], 2, 'b');
    const [c] = await shards(['run', 'small.yaml'], 3, 'c');
    mkdirSync('old');
    cpSync(a!, 'old', { recursive: true });
    const file = readFileSync(join('old', 'shard.json'), 'utf8');
    writeFileSync(join('old', 'shard.json'), file.replace(/"version": "[^"]+"/, '"version": "0.0.1"'));
    for (const [folder, says] of [
      [b!, 'is a part of another study'],
      [c!, 'one of 3 parts'],
      ['old', 'was made by version 0.0.1'],
      ['whole', 'holds no part of a study'],
      ['nowhere', 'there is no such folder'],
    ] as const) {
      const said = await edgewise(['merge', a!, folder, '--out', 'mixed']);
      expect(said.code).toBe(2);
      expect(said.err).toContain(says);
    }
    expect(existsSync('mixed')).toBe(false);
  });

  it('of a scenario that was changed since are refused, and so is what cannot be split', async () => {
    const text = readFileSync('small.yaml', 'utf8');
    writeFileSync('later.yaml', text);
    const parts = await shards(['run', 'later.yaml'], 2, 'later');
    writeFileSync('later.yaml', text.replace('0.4/s', '0.5/s'));
    const said = await edgewise(['merge', ...parts, '--out', 'later']);
    expect(said.code).toBe(2);
    expect(said.err).toContain('later.yaml: is not what the parts were run from');
    await good(['merge', ...parts, '--scenario', 'small.yaml', '--out', 'later', '--quiet']);
    for (const [args, says] of [
      [['run', 'small.yaml', '--shard', '0/4'], 'a part and how many there are'],
      [['run', 'small.yaml', '--shard', '1/4', '--precision', '5%'], 'does not go with --precision'],
      [['plan', 'small.yaml', '--shard', '1/4'], 'cannot be split'],
      [['capacity', 'small.yaml', '--shard', '1/4'], 'cannot be split'],
    ] as const) {
      const { code, err } = await edgewise(args);
      expect(code).toBe(2);
      expect(err).toContain(says);
    }
  });
});

describe('the parts of a study of sensitivity', () => {
  it('make the same files as the whole, whatever the screening leaves out', async () => {
    const study =
      'sensitivity small.yaml --replications 1 --samples 8 --walks 4 --levels 3 --set duration=5m --over workload.arrivals.rate=0.2/s..0.6/s --over metrics.alpha=0.2..0.8 --over fleet.0.queue=1..4:int'.split(
        ' ',
      );
    await good([...study, '--out', 'study']);
    const parts = await shards(study, 3, 'studied');
    const merged = await good(['merge', ...parts, '--out', 'study-merged']);
    expect(files('study-merged')).toEqual(files('study'));
    expect(merged.err).toContain('nothing left to simulate');
  });
});
