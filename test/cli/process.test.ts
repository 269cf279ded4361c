/** The program in a process of its own: what only shows there. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edgewise } from './captured.ts';
import { run, shell, start } from './child.ts';
import { inFolder } from './folder.ts';

const folder = inFolder();
const TRACE = /\n\s+at .*:\d+:\d+/;
const RESULTS = ['summary.json', 'runs.csv', 'series.csv', 'scenario.yaml'] as const;

/** Runs that take so long in all that there is time to interrupt them. */
const LONG = `name: long
duration: 20h
replications: 60
workload: { arrivals: { kind: poisson, rate: 2/s }, prompt: 100, output: 225 }
fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 40 }]
strategy: random
`;

describe('the program', { timeout: 180_000 }, () => {
  it('ends with 0, 2 and 3 as its commands do, its results on one stream and the rest on the other', async () => {
    const failing = 'expect=[{ metric: arrived, lessThan: 1 }]';
    const ends = await Promise.all([
      run(['--version'], folder.path),
      run(['run', 'nowhere.yaml'], folder.path),
      run(['run', 'small.yaml', '--out', 'three', '--set', failing, '--json'], folder.path),
    ]);
    expect(ends.map(({ code }) => code)).toEqual([0, 2, 3]);
    const [, missing, failed] = ends;
    expect(missing.out).toBe('');
    expect(missing.err).toMatch(/^edgewise: nowhere.yaml: cannot be read: there is no such file/);
    expect(failed.out).toBe(readFileSync('three/summary.json', 'utf8'));
    expect(failed.err).toMatch(
      /^small: 2 cells × 3 replications = 6 runs\n.* simulated, all of them once more .*\n$/,
    );
    for (const { out, err } of ends) expect(`${out}${err}`).not.toContain('\u001b');
  });

  it('gives the same bytes with any number of workers', async () => {
    const [threads] = await Promise.all([
      run(['run', 'small.yaml', '--workers', '3', '--out', 'threads'], folder.path),
      edgewise(['run', 'small.yaml', '--workers', '1', '--out', 'alone']),
    ]);
    expect(threads.err).not.toMatch(TRACE);
    expect(threads.code).toBe(0);
    for (const name of RESULTS)
      expect(readFileSync(`threads/${name}`, 'utf8'), name).toBe(readFileSync(`alone/${name}`, 'utf8'));
  });

  it('gives the same bytes of a world of regions with one thread and with two, alone and with overflow', async () => {
    copyFileSync(join(import.meta.dirname, '../../scenarios/regions.yaml'), 'regions.yaml');
    const command = 'run regions.yaml --set duration=8m --set expect=[]'.split(' ');
    const [threads, alone] = await Promise.all([
      run([...command, '--workers', '2', '--out', 'two-threads'], folder.path),
      edgewise([...command, '--workers', '1', '--out', 'one-thread']),
    ]);
    expect(threads, threads.err).toMatchObject({ code: 0 });
    expect(threads.out.replaceAll('two-threads', 'one-thread')).toBe(alone.out);
    for (const name of [...RESULTS, 'regions.csv'])
      expect(readFileSync(`two-threads/${name}`, 'utf8'), name).toBe(
        readFileSync(`one-thread/${name}`, 'utf8'),
      );
  });

  it('interrupted, keeps what is finished, says how to go on, and does', async () => {
    writeFileSync('long.yaml', LONG);
    const first = start(['run', 'long.yaml', '--workers', '2'], folder.path);
    await until(() => existsSync('out/long/journal.jsonl') && lines('out/long/journal.jsonl') > 3);
    first.process.kill('SIGINT');
    const { code, out, err } = await first.ended;
    expect(code).toBe(130);
    expect(out).toBe('');
    expect(err).toMatch(/interrupted: \d+ of 60 runs are kept in out\/long; the same command goes on/);
    expect(err).not.toMatch(TRACE);
    expect(lines('out/long/journal.jsonl') - 1).toBeLessThan(60);
    expect(existsSync('out/long/summary.json')).toBe(false);
    expect((await edgewise(['show', 'out/long'])).err).toContain('the run is not finished');

    const again = await run('run long.yaml --set replications=5 --json'.split(' '), folder.path);
    expect(again.code).toBe(0);
    expect(again.err).toMatch(/[3-5] runs were there already/);
    const fresh = await run('run long.yaml --set replications=5 --out fresh --json'.split(' '), folder.path);
    expect(again.out).toBe(fresh.out);
    for (const name of RESULTS)
      expect(readFileSync(`out/long/${name}`, 'utf8'), name).toBe(readFileSync(`fresh/${name}`, 'utf8'));
  });

  it('whose terminal is closed keeps what is finished and holds its folder no longer', async () => {
    writeFileSync('long.yaml', LONG);
    const first = start(['run', 'long.yaml', '--workers', '2', '--out', 'hung-up'], folder.path);
    await until(() => existsSync('hung-up/journal.jsonl') && lines('hung-up/journal.jsonl') > 3);
    first.process.kill('SIGHUP');
    const { code, err } = await first.ended;
    expect(code).toBe(130);
    expect(err).toMatch(/interrupted: \d+ of 60 runs are kept in hung-up; the same command goes on/);
    expect(existsSync('hung-up/.lock')).toBe(false);
  });

  it('goes on when nobody reads any more', async () => {
    const { code, out, err } = await shell(
      'set -o pipefail; $EDGEWISE catalog --json | head -c 100 && $EDGEWISE run small.yaml --out piped | head -n 1',
      folder.path,
    );
    expect(code).toBe(0);
    expect(out).toContain('{');
    expect(err).not.toMatch(/EPIPE|at /);
    expect(existsSync('piped/report.html')).toBe(true);
  });

  it('says that its results have gone nowhere', async () => {
    for (const typed of ['schema', 'run small.yaml --quiet --json --out nowhere'])
      expect(await shell(`$EDGEWISE ${typed} > /dev/full`, folder.path)).toEqual({
        code: 1,
        out: '',
        err: 'edgewise: the results cannot be written where they should go: the disk is full\n',
      });
    expect(existsSync('nowhere/summary.json')).toBe(true);
  });

  it('takes a scenario that is piped in, and one whose name begins with a dash', async () => {
    const typed = 'cat small.yaml | $EDGEWISE run - --json --quiet --out piped-in';
    const named = 'cp small.yaml ./-x.yaml; $EDGEWISE run --json --quiet --out dashed -- -x.yaml';
    const [piped, dashed] = [await shell(typed, folder.path), await shell(named, folder.path)];
    expect([piped.code, dashed.code]).toEqual([0, 0]);
    expect(piped.out).toBe(dashed.out);
  });

  it('says in a line that there is no room to write, and keeps what was finished before', async () => {
    const { code, err } = await shell(
      'ulimit -f 60; $EDGEWISE run small.yaml --out full --replications 40 --quiet',
      folder.path,
    );
    expect(code).toBe(1);
    expect(err).toMatch(
      /^edgewise: full\/journal.jsonl: cannot be written: .*the same command goes on from there\n$/,
    );
    expect(lines('full/journal.jsonl')).toBeGreaterThan(1);
  });

  it('refuses a folder that another process writes to', async () => {
    writeFileSync('long.yaml', LONG);
    const first = start(['run', 'long.yaml', '--out', 'held'], folder.path);
    await until(() => existsSync('held/journal.jsonl'));
    const second = await run(['run', 'long.yaml', '--out', 'held', '--quiet'], folder.path);
    first.process.kill('SIGINT');
    expect((await first.ended).code).toBe(130);
    expect(second.code).toBe(1);
    expect(second.err).toMatch(/^edgewise: held: process \d+ is writing to it\n$/);
  });
});

const lines = (path: string): number => readFileSync(path, 'utf8').split('\n').length - 1;

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 100_000; Date.now() < end;) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to that');
}
