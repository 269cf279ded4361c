import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { clock, gauge } from '../../../src/cli/terminal/progress.ts';
import { requestsWords } from '../../../src/studies/words.ts';
import { captured } from '../captured.ts';

const progress = (done: number) => ({
  jobs: { done, total: 10, failed: 0, before: 0 },
  requests: done * 1000,
  share: done / 10,
});

it('draws a bar on a terminal and takes it away at the end', async () => {
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 80,
    cursorTo: () => true,
  }) as unknown;
  let seen = '';
  (stream as PassThrough).on('data', (data: Buffer) => (seen += data.toString()));
  const bar = gauge({ ...captured().terminal.err, live: true, stream: stream as NodeJS.WriteStream });
  bar.update(progress(0));
  await new Promise((resolve) => setTimeout(resolve, 600));
  bar.update(progress(5));
  await new Promise((resolve) => setTimeout(resolve, 200));
  bar.stop();
  expect(seen).toContain('5 of 10 runs');
  expect(seen).toContain('50 %');
  expect(seen).toMatch(/\d s left/);
  expect(seen).toContain('█');
});

it('says nothing of work that is soon done where nobody watches', () => {
  const { terminal, said } = captured();
  const lines = gauge(terminal.err);
  lines.update(progress(3));
  lines.stop();
  expect(said.err).toBe('');
});

it('never goes back but when work is added', () => {
  const seen: string[] = [];
  const screen = { ...captured().terminal.err, write: (text: string) => void seen.push(text) };
  vi.useFakeTimers({ toFake: ['performance'] });
  const lines = gauge(screen);
  const tell = (done: number, share: number, total = 10): void => {
    vi.advanceTimersByTime(11_000);
    lines.update({ jobs: { done, total, failed: 0, before: 0 }, requests: 1000 * share, share });
  };
  tell(0, 0.35);
  tell(1, 0.1);
  tell(4, 0.4);
  tell(4, 0.2, 20);
  vi.useRealTimers();
  expect(seen.map((line) => Number.parseInt(line, 10))).toEqual([35, 35, 40, 20]);
});

it('speaks of times and amounts as people do', () => {
  expect([3.2, 59.9, 65, 3599, 7800].map(clock)).toEqual([
    '4 s',
    '1:00 min',
    '1:05 min',
    '59:59 min',
    '2:10 h',
  ]);
  expect([950, 12_345, 2_345_678].map(requestsWords)).toEqual([
    '950 requests',
    '12,345 requests',
    '2.35 million requests',
  ]);
});
