import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Sensitivity } from '../../../src/studies/sensitivity/result.ts';
import { edgewise } from '../captured.ts';
import { inFolder } from '../folder.ts';

const folder = inFolder();

const COMMAND = `sensitivity small.yaml --workers 1 --quiet --out study --set duration=5m --set replications=2
  --over workload.arrivals.rate=0.2/s..0.8/s --over fleet.0.queue=0..4
  --over workload.prompt.mean=50..200 --over slo.ttft=1s..30s
  --walks 4 --samples 8 --levels 3 --replications 2`.split(/\s+/);
const there = (name: string): string => join(folder.path, 'study', name);
const study = (): Sensitivity => JSON.parse(readFileSync(there('sensitivity.json'), 'utf8')) as Sensitivity;

test('a study leaves its answer, its page and its pictures, and shows itself again', async () => {
  const { code, out } = await edgewise([...COMMAND, '--metric', 'edge.rejected']);
  expect(code).toBe(0);
  // Nothing that is refused goes by the objective.
  expect(study().design.fixed).toContain(3);
  for (const name of ['report.html', 'points.csv']) expect(existsSync(there(name)), name).toBe(true);
  const pictures = readdirSync(there('figures'));
  for (const ending of ['.svg', '.png', '.vl.json'])
    expect(pictures.filter((name) => name.startsWith('indices') && name.endsWith(ending))).not.toEqual([]);
  const shown = await edgewise(['show', 'study']);
  expect(shown.code).toBe(0);
  expect(out).toBe(shown.out);
}, 120_000);

test('runs that were lost are run again, to the same bytes', async () => {
  const files = ['sensitivity.json', 'points.csv', 'report.html'];
  const read = (): string[] =>
    files.map((name) =>
      createHash('sha256')
        .update(readFileSync(there(name)))
        .digest('hex'),
    );
  const before = read();
  const lines = readFileSync(there('journal.jsonl'), 'utf8').split('\n');
  writeFileSync(there('journal.jsonl'), `${lines.slice(0, lines.length / 2).join('\n')}\n`);
  expect((await edgewise([...COMMAND, '--metric', 'edge.rejected'])).code).toBe(0);
  expect(read()).toEqual(before);
}, 120_000);

test('a study of another figure, which may leave other inputs out, is never mixed with it', async () => {
  const other = [...COMMAND, '--metric', 'slo.attainment'];
  const refused = await edgewise(other);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('holds the results of a different scenario');
  expect((await edgewise([...other, '--force'])).code).toBe(0);
  expect(study().design.fixed).not.toContain(3);
}, 120_000);
