import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../executors/built.ts';
import { OFFICE } from '../experiment/plan.ts';

let folder: string;
let built: string;
let scenario: string;
let whole: Record<string, string>;

beforeAll(async () => {
  built = build();
  folder = mkdtempSync(join(tmpdir(), 'edgewise-crash-'));
  scenario = join(folder, 'office.yaml');
  writeFileSync(scenario, OFFICE);
  const { code } = await run('whole', { threads: 0 });
  expect(code).toBe(0);
  whole = filesOf('whole');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly finished: string[];
  readonly errors: string;
}

interface Asked {
  readonly threads?: number;
  readonly requests?: boolean;
  readonly set?: readonly string[];
  /** Whether it waits after its first line until it is let go on. */
  readonly held?: boolean;
  /** Called with every line, to kill the process at some point, or to let it go on. */
  readonly onLine?: (count: number, kill: (signal: NodeJS.Signals) => void, goOn: () => void) => void;
}

/** A run in a process of its own, into a folder of that name. */
function run(name: string, { onLine, threads = 0, ...asked }: Asked = {}): Promise<Ended> {
  const out = name.startsWith('/') ? name : join(folder, name);
  const settings = { built, scenario, out, threads, set: ['replications=10'], ...asked };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.js'), JSON.stringify(settings)]);
  let text = '';
  let errors = '';
  let seen = 0;
  child.stdout.on('data', (piece: Buffer) => {
    text += piece.toString();
    const count = text.split('\n').length - 1;
    while (seen < count) {
      seen++;
      onLine?.(
        seen,
        (signal) => child.kill(signal),
        () => child.stdin.write('\n'),
      );
    }
  });
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, finished: text.split('\n').slice(0, -1), errors }));
  });
}

/** What people read, byte by byte; the journal is in the order in which jobs happened to finish. */
function filesOf(name: string): Record<string, string> {
  const names = readdirSync(join(folder, name)).filter((file) => file !== 'journal.jsonl');
  return Object.fromEntries(
    names.sort().map((file) => [file, readFileSync(join(folder, name, file), 'latin1')]),
  );
}

describe('a run', () => {
  test('leaves its files and nothing else, and no path and no time in them', () => {
    expect(Object.keys(whole)).toEqual([
      'runs.csv',
      'scenario.yaml',
      'series.csv',
      'summary.json',
      'sums.jsonl',
    ]);
    const text = Object.values(whole).join('');
    expect(text).not.toContain(folder);
    expect(text).not.toContain(new Date().toISOString().slice(0, 10));
    expect(text).not.toMatch(/\d\d:\d\d:\d\d/);
    expect(whole['runs.csv']!.split('\n')).toHaveLength(1 + 30 + 1);
  });

  test('killed again and again is finished by the same command, to the same bytes', async () => {
    const lines: string[] = [];
    for (const [attempt, point] of [1, 7, 13, 2].entries()) {
      const { code, finished } = await run('killed', {
        threads: attempt % 2 === 0 ? 2 : 0,
        onLine: (count, kill) => count === point && kill('SIGKILL'),
      });
      expect(code).toBeNull();
      lines.push(...finished);
    }
    const last = await run('killed', { threads: 2 });
    expect(last.code).toBe(0);
    // What was said to be finished was never run again.
    const all = [...lines, ...last.finished];
    expect(new Set(all).size).toBe(all.length);
    expect(filesOf('killed')).toEqual(whole);
  });

  test('interrupted like with Ctrl-C goes on too', async () => {
    const { code } = await run('interrupted', {
      onLine: (count, kill) => count === 5 && kill('SIGINT'),
    });
    expect(code).toBeNull();
    expect((await run('interrupted')).code).toBe(0);
    expect(filesOf('interrupted')).toEqual(whole);
  });

  test('that is finished runs nothing again and writes the same', async () => {
    const again = await run('whole');
    expect(again).toEqual({ code: 0, finished: [], errors: '' });
    expect(filesOf('whole')).toEqual(whole);
  });

  test('with two processes at once is refused to the second, in one line', async () => {
    const second: Promise<Ended>[] = [];
    const first = await run('both', {
      held: true,
      onLine: (count, _, goOn) => count === 1 && second.push(run('both').finally(goOn)),
    });
    expect(first.code).toBe(0);
    const { code, errors, finished } = await second[0]!;
    expect(code).toBe(1);
    expect(finished).toEqual([]);
    expect(errors).toMatch(/both: process \d+ is writing to it\n$/);
    expect(errors.trim().split('\n')).toHaveLength(1);
  });

  test('of requests has the same log when it was killed', async () => {
    const set = ['replications=3'];
    expect((await run('logged', { requests: true, set })).code).toBe(0);
    await run('torn', {
      requests: true,
      set,
      threads: 2,
      onLine: (count, kill) => count === 4 && kill('SIGKILL'),
    });
    expect((await run('torn', { requests: true, set })).code).toBe(0);
    expect(filesOf('torn')).toEqual(filesOf('logged'));
    // Asked for afterwards, it is made by running again; asked for again, it is there.
    expect((await run('late', { set })).finished).toHaveLength(9);
    expect((await run('late', { requests: true, set })).finished).toHaveLength(9);
    expect((await run('late', { requests: true, set })).finished).toHaveLength(0);
    expect(filesOf('late')).toEqual(filesOf('logged'));
    // Two replications more: only those are run, and the log has them in their places.
    expect((await run('late', { requests: true, set: ['replications=5'] })).finished).toHaveLength(6);
    expect((await run('five', { requests: true, set: ['replications=5'] })).code).toBe(0);
    expect(filesOf('late')).toEqual(filesOf('five'));
  });
});

const mounted = mount();

function mount(): string | null {
  const place = mkdtempSync(join(tmpdir(), 'edgewise-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', place], { stdio: 'pipe' });
    return place;
  } catch {
    rmSync(place, { recursive: true, force: true });
    return null;
  }
}

describe.skipIf(mounted === null)('a full disk (needs the right to mount one)', () => {
  afterAll(() => {
    execFileSync('umount', [mounted!]);
    rmSync(mounted!, { recursive: true, force: true });
  });

  test('loses the jobs in flight alone, says so in one line, and the same command goes on', async () => {
    const { code, finished, errors } = await run(join(mounted!, 'run'));
    expect(code).toBe(1);
    expect(errors).toMatch(
      /run\/journal\.jsonl: cannot be written: the disk is full; what was finished before is kept, and the same command goes on from there\n$/,
    );
    expect(finished.length).toBeGreaterThan(0);
    execFileSync('mount', ['-o', 'remount,size=64m', mounted!]);
    const rest = await run(join(mounted!, 'run'));
    expect(rest.code).toBe(0);
    expect([...finished, ...rest.finished].sort()).toEqual(
      [0, 1, 2].flatMap((cell) => Array.from({ length: 10 }, (_, i) => `${cell}/${i}`)).sort(),
    );
    for (const [name, content] of Object.entries(whole))
      expect(readFileSync(join(mounted!, 'run', name), 'latin1') === content, name).toBe(true);
  });
});

describe('a lock', () => {
  test('is given back when the process ends by itself in the midst of its work', () => {
    const held = mkdtempSync(join(folder, 'held-'));
    const from = pathToFileURL(join(built, 'store/lock.js')).href;
    const script = `import { lock } from '${from}'; lock(${JSON.stringify(held)}); process.exit(3);`;
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(status).toBe(3);
    expect(readdirSync(held)).toEqual([]);
  });
});

describe('a folder that cannot be', () => {
  test('is one line before anything runs', async () => {
    writeFileSync(join(folder, 'file'), '');
    for (const name of ['file', 'file/below']) {
      const { code, finished, errors } = await run(name);
      expect([code, finished]).toEqual([2, []]);
      expect(errors).toMatch(/file(\/below)?: .*a file, not a folder\n$/);
    }
    const { code, errors } = await run('/proc/edgewise');
    expect(code).toBe(2);
    expect(errors).toMatch(/^\/proc\/edgewise: cannot be made: .*\n$/);
  });
});
