import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Summary } from '../../../src/results.ts';
import { METRICS } from '../../../src/metrics/definitions.ts';
import { read } from '../../../src/scenario/read.ts';
import { edgewise, type Said } from '../captured.ts';
import { inFolder, SMALL } from '../folder.ts';

inFolder();

const bytes = (path: string): string => readFileSync(path, 'utf8');
const json = (text: string): Summary => JSON.parse(text) as Summary;
const rowsOf = (path: string): string[][] =>
  bytes(path)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

describe('a run', () => {
  let said: Said;
  beforeAll(async () => {
    said = await edgewise(['run', 'small.yaml']);
  });

  it('ends with 0 when what was expected holds', () => {
    expect(said.code).toBe(0);
  });

  it('says the table, what it comes to, what was expected and where the files are, and the rest elsewhere', () => {
    expect(said.out).toContain('random');
    expect(said.out).toContain('loadAware');
    expect(said.out).toMatch(/\d+ ± \d+/);
    expect(said.out).toContain('All cells are limited');
    expect(said.out).toMatch(/loadAware redirects \d+(\.\d+)? % fewer tokens than random/);
    expect(said.out).toMatch(/^holds +looking helps$/m);
    expect(said.out).toContain('out/small/report.html');
    expect(said.err).toContain('2 cells × 3 replications = 6 runs');
    // Those of the six runs: what is run once more for the line on service time is said, and not counted in.
    const [, requests] =
      /([\d,]+) requests simulated, all of them once more with 1 % longer service, in/.exec(said.err)!;
    const [head, ...runs] = readFileSync('out/small/runs.csv', 'utf8')
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    const arrived = runs.reduce((sum, row) => sum + Number(row[head!.indexOf('arrived')]), 0);
    expect(Number(requests!.replaceAll(',', ''))).toBe(arrived);
  });

  it('fits the screen', async () => {
    for (const columns of [60, 80, 120]) {
      const { out } = await edgewise(['show', 'out/small'], columns);
      expect(out.split('\n').filter((line) => line.length > columns)).toEqual([]);
    }
  });

  it('leaves every promised file in its folder, and nothing else that shows', () => {
    expect(readdirSync('out/small').filter((name) => !name.startsWith('.'))).toEqual([
      'figures',
      'journal.jsonl',
      'report.html',
      'runs.csv',
      'scenario.yaml',
      'series.csv',
      'summary.json',
      'sums.jsonl',
    ]);
    const figures = readdirSync('out/small/figures');
    for (const name of ['outcomes', 'cloud'])
      for (const ending of ['svg', 'png', 'vl.json']) expect(figures).toContain(`${name}.${ending}`);
    expect(readFileSync(`out/small/figures/${figures.find((name) => name.endsWith('.png'))}`)[1]).toBe(0x50);
  });

  it('summary.json has the promised shape', () => {
    const summary = json(bytes('out/small/summary.json'));
    expect(summary).toMatchObject({ schema: 'edgewise.summary/1', scenario: 'small', seed: 7 });
    expect(summary.cells.map(({ vary }) => vary)).toEqual([
      { strategy: 'random' },
      { strategy: 'loadAware' },
    ]);
    for (const cell of summary.cells) {
      expect(cell.replications).toBe(3);
      expect(['stable', 'limited', 'backlogged']).toContain(cell.verdict);
      for (const { name } of METRICS) {
        expect(cell.metrics, name).toHaveProperty([name]);
        expect(cell.metrics[name]).toHaveProperty('mean');
        expect(cell.metrics[name]).toHaveProperty('ci95');
      }
      expect(cell.devices.map(({ name }) => name)).toEqual([
        'agx-orin-64gb/qwen2.5-3b-q4#1',
        'orin-nano-8gb/qwen2.5-3b-q4#1',
        'orin-nano-8gb/qwen2.5-3b-q4#2',
      ]);
      expect(Object.keys(cell.reasons)).toContain('queueFull');
    }
    expect(summary.comparisons[0]).toMatchObject({
      cell: { strategy: 'loadAware' },
      baseline: { strategy: 'random' },
    });
    expect(summary.expectations).toMatchObject([{ text: 'looking helps', outcome: 'holds' }]);
  });

  it('runs.csv has a row for every cell and replication in that order, and a column for every figure', () => {
    const [header, ...rows] = rowsOf('out/small/runs.csv');
    expect(header!.slice(0, 4)).toEqual(['cell', 'strategy', 'replication', 'arrived']);
    for (const { name } of METRICS) expect(header).toContain(name);
    expect(header).toContain('reason.queueFull');
    expect(rows.map((row) => row.slice(0, 3).join(' '))).toEqual([
      '0 random 0',
      '0 random 1',
      '0 random 2',
      '1 loadAware 0',
      '1 loadAware 1',
      '1 loadAware 2',
    ]);
    for (const row of rows) expect(row.length).toBe(header!.length);
    const arrived = rows.map((row) => row[3]);
    expect(arrived.slice(0, 3)).toEqual(arrived.slice(3));
  });

  it('the means of summary.json are those of runs.csv', () => {
    const [header, ...rows] = rowsOf('out/small/runs.csv');
    const { cells } = json(bytes('out/small/summary.json'));
    cells.forEach(({ metrics }, cell) => {
      for (const { name } of METRICS) {
        const column = header!.indexOf(name);
        const values = rows.filter((row) => row[0] === String(cell)).map((row) => row[column]!);
        const known = values.filter((value) => value !== '').map(Number);
        const { mean } = metrics[name]!;
        if (known.length === 0) expect(mean, name).toBeNull();
        else expect(mean, name).toBeCloseTo(known.reduce((sum, value) => sum + value, 0) / known.length, 9);
      }
    });
  });

  it('series.csv has cell, device, time and the quantities, over the whole run', () => {
    const [header, ...rows] = rowsOf('out/small/series.csv');
    expect(header!.slice(0, 3)).toEqual(['cell', 'device', 'time']);
    for (const name of ['arrivals', 'served', 'rejected', 'utilization', 'load', 'power'])
      expect(header).toContain(name);
    expect(new Set(rows.map((row) => row[1]))).toEqual(
      new Set([
        'fleet',
        'agx-orin-64gb/qwen2.5-3b-q4#1',
        'orin-nano-8gb/qwen2.5-3b-q4#1',
        'orin-nano-8gb/qwen2.5-3b-q4#2',
      ]),
    );
    const times = rows.filter((row) => row[0] === '0' && row[1] === 'fleet').map((row) => Number(row[2]));
    expect(times[0]).toBe(0);
    expect(times.at(-1)!).toBeLessThan(1200);
    expect(times.at(-1)! + (times[1]! - times[0]!)).toBeGreaterThanOrEqual(1200);
  });

  it('scenario.yaml is the scenario with nothing left open, and gives the same again', async () => {
    const text = bytes('out/small/scenario.yaml');
    expect(text).toContain('electricity: 0.25');
    expect(read(text, { file: 'again' }).cells).toEqual(read(SMALL, { file: 'first' }).cells);
    const again = await edgewise(['run', 'out/small/scenario.yaml', '--out', 'again', '--json']);
    expect(again.out).toBe(bytes('out/small/summary.json'));
  });

  it('report.html asks for nothing from elsewhere and says how to get it again', () => {
    const page = bytes('out/small/report.html');
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=["']?https?:/);
    expect(page).toContain('edgewise run small.yaml');
    expect(page).toContain('Llama');
  });

  it('no result says when or where it was made', () => {
    const folder = process.cwd();
    for (const name of ['summary.json', 'runs.csv', 'series.csv', 'scenario.yaml', 'report.html']) {
      const text = bytes(join('out/small', name));
      expect(text.includes(folder), name).toBe(false);
      expect(text.includes(`"${new Date().getFullYear()}-`), name).toBe(false);
    }
  });

  it('is shown again by show, word for word, and as JSON to the byte', async () => {
    const again = await edgewise(['show', 'out/small']);
    expect(said.out.startsWith(again.out)).toBe(true);
    expect((await edgewise(['show', 'out/small', '--json'])).out).toBe(bytes('out/small/summary.json'));
  });

  it('run again, finds all of it there and writes the same bytes', async () => {
    const before = readdirSync('out/small').filter((name) => name !== 'figures');
    const texts = before.map((name) => bytes(join('out/small', name)));
    const again = await edgewise(['run', 'small.yaml']);
    expect(again.err).toContain('6 runs were there already');
    expect(before.map((name) => bytes(join('out/small', name)))).toEqual(texts);
  });

  it('more replications go on from those that are there', async () => {
    cpSync('out/small', 'out/more', { recursive: true });
    const more = await edgewise(['run', 'small.yaml', '--out', 'out/more', '--replications', '5']);
    expect(more.err).toContain('6 runs were there already');
    const fresh = await edgewise([
      'run',
      'small.yaml',
      '--out',
      'out/fresh',
      '--replications',
      '5',
      '--json',
    ]);
    expect(bytes('out/more/summary.json')).toBe(fresh.out);
  });

  it('is not written over by a different scenario, unless by force', async () => {
    const before = bytes('out/small/summary.json');
    const other = await edgewise(['run', 'small.yaml', '--seed', '8']);
    expect(other.code).toBe(2);
    expect(other.err).toContain('holds the results of a different scenario');
    expect(bytes('out/small/summary.json')).toBe(before);
    cpSync('out/small', 'out/forced', { recursive: true });
    writeFileSync('out/forced/mine.txt', 'kept');
    const forced = await edgewise(['run', 'small.yaml', '--seed', '8', '--out', 'out/forced', '--force']);
    expect(forced.code).toBe(0);
    expect(json(bytes('out/forced/summary.json')).seed).toBe(8);
    expect(bytes('out/forced/mine.txt')).toBe('kept');
  });
});

describe('an option', () => {
  it('--json puts the summary on the standard output and nothing else there', async () => {
    const { out, code } = await edgewise(['run', 'small.yaml', '--out', 'j', '--json']);
    expect(code).toBe(0);
    expect(json(out).schema).toBe('edgewise.summary/1');
    expect(out).toBe(bytes('j/summary.json'));
  });

  it('--dry-run says what would run and writes nothing', async () => {
    const { out, code } = await edgewise(['run', 'small.yaml', '--out', 'never', '--dry-run']);
    expect(code).toBe(0);
    expect(out).toMatch(/2 cells × 3 replications = 6 runs, about 2,880 requests/);
    expect(out).toMatch(/about \d+ s with/);
    expect(existsSync('never')).toBe(false);
    const told = JSON.parse((await edgewise(['run', 'small.yaml', '--dry-run', '--json'])).out) as object;
    expect(told).toMatchObject({ scenario: 'small', replications: 3, jobs: 6, requests: 2880 });
  });

  it('--quiet leaves the results alone', async () => {
    const { out, err } = await edgewise(['run', 'small.yaml', '--out', 'q', '--quiet']);
    expect(err).toBe('');
    expect(out).toContain('loadAware');
  });

  it('--set and --vary stand over the file, and the page says so', async () => {
    const { out } = await edgewise([
      'run',
      'small.yaml',
      '--set=fleet.1.count=3',
      '--set=duration=5m',
      '--set=expect=[]',
      '--vary=strategy=random,weighted',
      '--vary=fallback=cloud,drop',
      '--out=set',
      '--json',
    ]);
    const { cells } = json(out);
    expect(cells.map(({ vary }) => Object.values(vary).join(' '))).toEqual([
      'random cloud',
      'random drop',
      'weighted cloud',
      'weighted drop',
    ]);
    expect(cells[0]!.devices).toHaveLength(4);
    expect(bytes('set/report.html')).toContain('--set fleet.1.count=3');
  });

  it('--seed and --replications do as well', async () => {
    const { out } = await edgewise(
      'run small.yaml --seed 99 --replications 2 --out seeded --json'.split(' '),
    );
    expect(json(out).seed).toBe(99);
    expect(json(out).cells[0]!.replications).toBe(2);
  });

  it('--precision replicates until the intervals are that narrow', async () => {
    const { out } = await edgewise('run small.yaml --precision 15% --out precise --json'.split(' '));
    const { cells, precision } = json(out);
    expect(precision).toMatchObject({ target: 0.15, missed: [] });
    expect(cells[0]!.replications).toBeGreaterThan(3);
    for (const { metrics } of cells)
      for (const name of precision!.metrics) {
        const { mean, ci95 } = metrics[name]!;
        expect((ci95![1] - ci95![0]) / 2 / mean!).toBeLessThanOrEqual(0.15);
      }
  });

  it('--model-error tells uncertain profiles and few replications apart', async () => {
    const { out } = await edgewise(
      'run small.yaml --set duration=3m --set expect=[] --model-error --out model --json'.split(' '),
    );
    const { cells, modelError } = json(out);
    expect(modelError).toEqual({ draws: 50, replications: 2 });
    const { model95, variance } = cells[0]!.metrics['edge.joules']!;
    expect(model95![1]).toBeGreaterThan(model95![0]);
    expect(variance!.model).toBeGreaterThan(0);
    expect(variance!.sampling).toBeGreaterThan(0);
    expect((await edgewise(['show', 'model'])).out).toMatch(/Model error: .*\(50\s+draws\)/s);
  });

  it('--requests keeps a row for every request', async () => {
    const { code, out } = await edgewise('run small.yaml --requests --out logged'.split(' '));
    expect(code).toBe(0);
    expect(out).toContain('requests.parquet');
    const file = readFileSync('logged/requests.parquet');
    const rows = await parquetReadObjects({ file: new Uint8Array(file).buffer });
    const { cells } = json(bytes('logged/summary.json'));
    const arrived = cells.reduce((sum, cell) => sum + 3 * cell.metrics['arrived']!.mean!, 0);
    expect(rows.length).toBe(Math.round(arrived));
    expect(Object.keys(rows[0]!)).toEqual(
      expect.arrayContaining(['cell', 'replication', 'request', 'arrival', 'outcome', 'device', 'reason']),
    );
  });

  it('--requests takes the form it is to have, and what is behind it when that is none', async () => {
    const { code, out } = await edgewise('run small.yaml --requests requests.jsonl --out lines'.split(' '));
    expect(code).toBe(0);
    expect(out).toContain('requests.jsonl');
    const heads = bytes('lines/requests.jsonl')
      .split('\n')
      .filter((line) => line.startsWith('{"log":'))
      .map((line) => JSON.parse(line) as { readonly cell: number; readonly replication: number });
    expect(heads.map(({ cell, replication }) => `${cell}/${replication}`)).toEqual(
      [0, 1].flatMap((cell) => [0, 1, 2].map((replication) => `${cell}/${replication}`)),
    );
    // What is there already is taken over, byte by byte, and what is new comes behind it.
    const before = bytes('lines/requests.jsonl');
    await edgewise('run small.yaml --requests jsonl --replications 4 --out lines'.split(' '));
    const after = bytes('lines/requests.jsonl');
    expect(after.startsWith(before.slice(0, before.indexOf('"cell":1')))).toBe(true);
    expect(after.split('{"log":')).toHaveLength(1 + 8);
    expect((await edgewise('run --requests small.yaml --out logged'.split(' '))).code).toBe(0);
    const wrong = await edgewise('run small.yaml --requests requests.xlsx --out none'.split(' '));
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(
      /--requests.*cannot be requests\.xlsx[^]*allowed: requests\.parquet, requests\.csv, requests\.jsonl/,
    );
  });

  it('a figure that is asked for stays what it was: --requests changes none', async () => {
    expect(bytes('logged/summary.json')).toBe(bytes('j/summary.json'));
  });
});

describe('what was expected', () => {
  it('is exit code 3 when it fails, with everything written', async () => {
    const wrong = 'expect=[{ metric: arrived, lessThan: 10, text: hardly anybody comes }]';
    const { code, out } = await edgewise(['run', 'small.yaml', '--set', wrong, '--out', 'failed']);
    expect(code).toBe(3);
    expect(out).toMatch(/^fails +hardly anybody comes$/m);
    expect(existsSync('failed/report.html')).toBe(true);
  });

  it('is not a failure when the intervals cannot tell', async () => {
    const open = 'expect=[{ metric: arrived, of: { strategy: random }, lessThan: { strategy: loadAware } }]';
    const { code, out } = await edgewise([
      'run',
      'small.yaml',
      '--set',
      'replications=1',
      '--set',
      open,
      '--out',
      'open',
    ]);
    expect(out).toContain('undecided');
    expect(code).toBe(0);
  });
});

describe('a trace', () => {
  const trace = (rows: string): string => {
    mkdirSync('traces', { recursive: true });
    writeFileSync('traces/one.csv', `TIMESTAMP,ContextTokens,GeneratedTokens\n${rows}`);
    return 'traces/one.csv';
  };
  const rows = Array.from(
    { length: 60 },
    (_, i) => `2024-01-01 00:${String(i).padStart(2, '0')}:00,100,${50 + i}\n`,
  );
  const args = (file: string, out: string): string[] => [
    'run',
    'deep/trace.yaml',
    '--set',
    `workload.file=${file}`,
    '--out',
    out,
  ];
  beforeAll(() => {
    mkdirSync('deep', { recursive: true });
    writeFileSync(
      'deep/trace.yaml',
      'name: t\nworkload: { kind: trace, file: none.csv, format: azure }\nfleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4 }]\n',
    );
  });

  it('named on the command line is found from where that is typed, and by the scenario left in the folder', async () => {
    const { code } = await edgewise(args(trace(rows.join('')), 'traced'));
    expect(code).toBe(0);
    const { cells } = json(bytes('traced/summary.json'));
    expect(cells[0]!.metrics['arrived']!.mean).toBe(60);
    const again = await edgewise(['run', 'traced/scenario.yaml', '--out', 'traced-again', '--json']);
    expect(again.out).toBe(bytes('traced/summary.json'));
  });

  it('that is not there is wrong input, and nothing is written', async () => {
    const { code, err } = await edgewise(args('nowhere.csv', 'untraced'));
    expect(code).toBe(2);
    expect(err).toContain('nowhere.csv: cannot be read: there is no such file');
    expect(existsSync('untraced')).toBe(false);
  });

  it('with a broken row is wrong input, with the line', async () => {
    const { code, err } = await edgewise(args(trace(`${rows[0]}2024-01-01 00:01:00,many,3\n`), 'broken'));
    expect(code).toBe(2);
    expect(err).toContain('one.csv:3: a length must be a whole number of tokens, not "many"');
    expect(existsSync('broken')).toBe(false);
  });
});
