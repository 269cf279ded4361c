import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inProcess } from '../../src/executors/inProcess.ts';
import { rounds } from '../../src/experiment/rounds.ts';
import { runJob } from '../../src/experiment/runJob.ts';
import { inMemory } from '../../src/logs/inMemory.ts';
import { read } from '../../src/scenario/read.ts';
import { fingerprint } from '../../src/store/fingerprint.ts';
import { RunFolder } from '../../src/store/folder.ts';
import { runFiles, seriesFrom, summaryOf } from '../../src/store/runFiles.ts';

const scenarioFile = read(
  'name: two\nduration: 30m\nworkload: { arrivals: { kind: poisson, rate: 2/m }, prompt: 90, output: 200, tenants: 3 }\nfleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2 }]\nmetrics: { tenants: 2 }\nvary: { strategy: [random, loadAware] }',
  { file: 'two.yaml' },
);

test('the files of a run are those of its folder, and are read back without one', async () => {
  const executor = inProcess((job) => runJob(job, { source: inMemory({}) }));
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-files-'));
  try {
    for await (const round of rounds(scenarioFile, { executor, version: '1', replications: 2, looks: [] })) {
      const run = new RunFolder(folder, { fingerprint: fingerprint(scenarioFile, folder) });
      run.writeResults(scenarioFile, round);
      run.close();
      const files = [...runFiles(scenarioFile, round)].map(
        ([name, content]) => [name, typeof content === 'string' ? content : [...content].join('')] as const,
      );
      expect(files.map(([name]) => name)).toEqual([
        'runs.csv',
        'series.csv',
        'tenants.csv',
        'scenario.yaml',
        'summary.json',
      ]);
      for (const [name, content] of files)
        expect(content, name).toBe(readFileSync(join(folder, name), 'utf8'));
      const { 'summary.json': summary, 'series.csv': series } = Object.fromEntries(files);
      expect(summaryOf(summary!)).toEqual(JSON.parse(JSON.stringify(round.summary)));
      expect(seriesFrom(series!)).toEqual(scenarioFile.cells.map((_, cell) => round.findings.series(cell)));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  expect(() => summaryOf('{}', 'other.json')).toThrow(/^other\.json: is no summary of a run/);
  expect(() => summaryOf('{')).toThrow(/^summary\.json: is not JSON$/);
  expect(() => seriesFrom('a,b\n1\n', 's.csv')).toThrow(/^s\.csv: row 1 has 1 fields/);
});
