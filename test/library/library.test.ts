import { describe, expect, it } from 'vitest';
import {
  conclude,
  erlangB,
  experiment,
  figure3,
  forms,
  run,
  sensitivity,
  shipped,
  show,
  simulate,
  STATIONS,
  read,
  Stopped,
  tableOneStudy,
  validationStudy,
  waitOfMG1,
  waitOfMMc,
} from '../../src/index.ts';
import { rowsAsText } from '../../src/library/rows.ts';

const TEXT = `
name: desk
duration: 20m
replications: 3
workload: { arrivals: { kind: poisson, rate: 3/m }, prompt: 100, output: 100 }
fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2 }]
vary: { strategy: [random, loadAware] }
`;
const scenarioFile = read(TEXT, { file: 'desk' });

describe('a run', () => {
  it('is the same from a text and from the plan read from it', async () => {
    const [one, two] = [await run(TEXT), await run(scenarioFile)];
    expect(one.summary).toEqual(two.summary);
  });

  it('takes what the command line takes', async () => {
    const { summary } = await run(TEXT, { set: ['duration=5m'], vary: ['strategy=roundRobin'], seed: 9 });
    expect(summary.seed).toBe(9);
    expect(summary.cells.map(({ vary }) => vary)).toEqual([{ strategy: 'roundRobin' }]);
  });

  it('tells every result, and the outcome last', async () => {
    const kinds: string[] = [];
    for await (const { kind } of experiment(TEXT)) kinds.push(kind);
    expect(kinds).toEqual([...Array.from({ length: 6 }, () => 'finished'), 'outcome']);
  });

  it('may be left early', async () => {
    let seen = 0;
    for await (const { kind } of experiment(TEXT)) if (kind === 'finished' && ++seen === 2) break;
    expect(seen).toBe(2);
  });

  it('says what is for texts alone', async () => {
    await expect(run(scenarioFile, { set: ['duration=5m'] })).rejects.toThrow(
      'set is for the text of a scenario',
    );
    await expect(run(TEXT, { workers: 0 })).rejects.toThrow('workers must be a whole number from 1, not 0');
    for (const replications of [0, -1, 1.5, NaN, 1e15])
      await expect(run(TEXT, { replications })).rejects.toThrow(
        `replications must be a whole number from 1 to 100,000, not ${replications}`,
      );
    await expect(run(TEXT, { precision: { target: NaN } })).rejects.toThrow(
      'precision.target must be above 0',
    );
    const { scenario } = read(TEXT, { file: 'desk' }).cells[0]!;
    expect(() => simulate(scenario, { seed: -1 })).toThrow('seed must be a whole number from 0, not -1');
    expect(() => simulate(scenario, { replication: NaN })).toThrow(
      'replication must be a whole number from 0, not NaN',
    );
  });
});

describe('simulate', () => {
  it('gives what an experiment has for the same replication', async () => {
    const { findings } = await run(scenarioFile);
    const { scenario } = scenarioFile.cells[1]!;
    const [, expected] = findings.of(1)[2]!;
    const { metrics } = simulate(scenario, { seed: scenarioFile.seed, replication: 2 });
    expect(metrics).toMatchObject(
      Object.fromEntries(Object.entries(expected.metrics).filter(([, v]) => v !== null)),
    );
  });

  it('wants one cell', () => {
    expect(() => simulate(TEXT)).toThrow('desk has 2 cells: take one, as in read(text).cells[0].scenario');
  });
});

describe('sensitivity', () => {
  it('reads ranges as the command line does', async () => {
    await expect(sensitivity(TEXT, ['fleet.0.slots=4..1'])).rejects.toThrow('the range is empty');
  });
});

describe('what a notebook is shown', () => {
  it('is a picture and its specification for a figure', async () => {
    const { spec } = figure3(shipped);
    const made = await forms({ spec });
    expect(made['application/vnd.vegalite.v6+json']).toBe(spec);
    const png = Buffer.from(made['image/png'] as string, 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
  });

  it('is a table for rows, with what they say as text', async () => {
    const made = await forms([
      { who: '<b>', often: 2 },
      { who: 'all', often: 10 },
    ]);
    expect(made['text/html']).toContain('<td style="text-align:left">&lt;b&gt;</td>');
    expect(made['text/plain']).toBe('who  often\n<b>      2\nall     10');
  });

  it('leaves empty what a row does not have', () => {
    expect(rowsAsText([{ a: 1 }, { b: 'x' }])).toBe('a  b\n1\n   x');
  });

  it('is the value of a cell where no kernel takes it at once', async () => {
    const shown = (await show('words')) as unknown as Record<symbol, () => unknown>;
    expect(shown[Symbol.for('Jupyter.display')]!()).toEqual({ 'text/plain': 'words' });
  });
});

describe('a study of any kind', () => {
  it('is made without the command line, and tells what it did', async () => {
    const finished: string[] = [];
    const study = tableOneStudy({ alpha: 1 });
    const { result } = await conclude(study, { onFinished: ({ cell }) => finished.push(String(cell)) });
    expect(finished).toEqual(['0', '1', '2', '3']);
    for (const { recomputed, paper } of result.rows)
      expect(recomputed).toBeCloseTo(paper.quality / paper.costPerResponse, 9);
    expect(study.kind.text(result, { columns: 100, paint: (text) => text }, { folder: '' })).toContain(
      'at alpha 1',
    );
  });

  it('ends where its signal says so', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(conclude(tableOneStudy(), { signal: stop.signal })).rejects.toThrow(Stopped);
  });

  it('may be the validation, whose theory is there by itself', () => {
    const { needs } = validationStudy(() => '');
    expect(needs.runs).toBe(10 * STATIONS.length);
    expect(waitOfMMc(1, 0.8)).toBeCloseTo(waitOfMG1(0.8, 1), 12);
    expect(waitOfMG1(0.5, 0)).toBe(0.5);
    expect(erlangB(1, 1)).toBe(0.5);
  });
});
