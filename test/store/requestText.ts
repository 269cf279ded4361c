/** What every form of text for a log of requests has to keep to. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runJob } from '../../src/experiment/runJob.ts';
import { Stories } from '../../src/metrics/stories.ts';
import { inMemory } from '../../src/logs/inMemory.ts';
import { read } from '../../src/scenario/read.ts';
import type { RequestText } from '../../src/store/requestText.ts';
import { textRequests } from '../../src/store/requestWriters.ts';
import { textRuns } from '../../src/store/textRuns.ts';

const FIRST = read(readFileSync(join(import.meta.dirname, '../../scenarios/first.yaml'), 'utf8'), {
  file: 'first',
  set: ['duration=10m', 'warmup=0s'],
});

/** The lines of a run, as they lie in a part of its own. */
function part(text: RequestText, path: string, replication: number): { text: string; requests: number } {
  const run = { cell: 0, replication, seed: 3, scenario: 'first', devices: [] as string[], tenants: [] };
  let requests = 0;
  let writer: ReturnType<typeof textRequests>;
  const { scenario } = FIRST.cells[0]!;
  runJob(
    { cell: 0, replication, draw: null, seed: 3, scenario, keep: 'none' },
    {
      source: inMemory({}),
      listeners: (devices) => {
        writer = textRequests(text, path, { ...run, devices }, false);
        return [
          new Stories((stories, at) => {
            requests++;
            writer.add(stories, at);
          }),
        ];
      },
    },
    () => undefined,
  );
  writer!.finish();
  return { text: readFileSync(path, 'utf8'), requests };
}

/** A line for each request, under a head; and the runs of a file are found again where they lie. */
export function holdsEveryRun(text: RequestText, folder: string): void {
  const parts = [0, 1, 2].map((k) => part(text, join(folder, `part-${k}`), k));
  for (const [k, { text: lines, requests }] of parts.entries()) {
    expect(requests).toBeGreaterThan(10);
    const begins = text.begins({
      cell: 0,
      replication: k,
      seed: 3,
      scenario: 'first',
      devices: [],
      tenants: [],
    });
    expect(lines.startsWith(begins)).toBe(true);
    expect(lines.slice(begins.length).split('\n')).toHaveLength(requests + 1);
  }
  const whole = join(folder, 'whole');
  const head = text.head(false);
  writeFileSync(whole, head + parts.map((one) => one.text).join(''));
  let at = Buffer.byteLength(head);
  const expected = parts.map((one, k) => {
    const from = at;
    at += Buffer.byteLength(one.text);
    return [`0/${k}`, { from, to: at }];
  });
  expect([...textRuns(whole, text)]).toEqual(expected);
}
