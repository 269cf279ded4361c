import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeUnfinished, unfinishedPath, writeAtomically } from '../../src/store/atomic.ts';
import { readCsv } from '../../src/store/csv.ts';
import { cellText } from '../../src/kernel/cell.ts';
import { csvLine, csvRows } from '../../src/kernel/csv.ts';
import { fingerprint } from '../../src/store/fingerprint.ts';
import { lock } from '../../src/store/lock.ts';
import { inputs, sources } from '../../src/store/sources.ts';
import { office } from '../experiment/plan.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edgewise-files-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file written atomically', () => {
  test('holds text, bytes or pieces of text, however many', () => {
    const path = join(folder, 'deep/down/file.txt');
    writeAtomically(path, 'one');
    expect(readFileSync(path, 'utf8')).toBe('one');
    writeAtomically(path, new Uint8Array([111, 107]));
    expect(readFileSync(path, 'utf8')).toBe('ok');
    const pieces = Array.from({ length: 50_000 }, (_, i) => `${i} é\n`);
    writeAtomically(path, pieces);
    expect(readFileSync(path, 'utf8')).toBe(pieces.join(''));
    expect(readdirSync(join(folder, 'deep/down'))).toEqual(['file.txt']);
  });

  test('is as it was when its writer fails in the middle, with nothing beside it', () => {
    const path = join(folder, 'file.txt');
    writeAtomically(path, 'before');
    function* broken(): Generator<string> {
      yield 'x'.repeat(200_000);
      throw new Error('the rest is missing');
    }
    expect(() => writeAtomically(path, broken())).toThrow(/the rest is missing/);
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['file.txt']);
  });

  test('that cannot be is one line that says where and why', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => writeAtomically(join(folder, 'file/inside.txt'), '')).toThrow(
      /inside\.txt: cannot be written: .*(file, not a folder)$/,
    );
  });

  test('leaves at most its draft when its writer is killed, which the next one removes', () => {
    writeFileSync(unfinishedPath(join(folder, 'runs.csv')), 'half');
    writeFileSync(join(folder, '.mine'), '');
    removeUnfinished(folder);
    expect(readdirSync(folder)).toEqual(['.mine']);
  });
});

describe('a lock', () => {
  test('keeps others out until it is given back', () => {
    const release = lock(folder);
    expect(() => lock(folder)).toThrow(`${folder}: process ${process.pid} is writing to it`);
    release();
    lock(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of a process that is gone is taken over', () => {
    const gone = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
    writeFileSync(join(folder, '.lock'), JSON.stringify({ pid: gone, host: hostname(), began: '' }));
    lock(folder)();
    writeFileSync(join(folder, '.lock'), 'torn');
    lock(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.skipIf(!existsSync('/proc/self/stat'))(
    'of a process whose number another one has now is taken over',
    () => {
      writeFileSync(
        join(folder, '.lock'),
        JSON.stringify({ pid: process.pid, host: hostname(), began: '1' }),
      );
      lock(folder)();
    },
  );

  test.skipIf(!existsSync('/proc/self/stat'))(
    'of a process that was killed, and whose end nobody has asked after, is taken over',
    async () => {
      // The sleeper in front becomes the parent of the one behind and never asks: that one stays, as a zombie.
      const parent = spawn('sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 60']);
      try {
        const [line] = (await once(parent.stdout, 'data')) as [Buffer];
        const pid = Number(line.toString());
        const stat = (): string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
        while (stat()[2] !== 'Z') await new Promise((resolve) => setTimeout(resolve, 10));
        const held = JSON.stringify({ pid, host: hostname(), began: stat()[21] });
        writeFileSync(join(folder, '.lock'), held);
        lock(folder)();
        expect(readdirSync(folder)).toEqual([]);
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );

  test('of another machine stands, and says what to do', () => {
    writeFileSync(join(folder, '.lock'), JSON.stringify({ pid: 1, host: 'elsewhere', began: '' }));
    expect(() => lock(folder)).toThrow(
      /process 1 on elsewhere is writing to it; if that is over, remove .*\.lock$/,
    );
  });
});

describe('comma-separated values', () => {
  test('come back as they were written', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('', ' ', 'a,b', '"', 'a\nb', '\r\n', 'é', '=1'));
    fc.assert(
      fc.property(fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { maxLength: 5 }), (rows) => {
        const read = csvRows(rows.map((row) => csvLine(row)).join(''));
        expect(read.map(({ cells }) => cells.map(cellText))).toEqual(rows);
      }),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (number) => {
        const [{ cells: [text] } = { cells: [] }] = csvRows(csvLine([number]));
        expect(Number(text) === number).toBe(true);
      }),
    );
  });

  test('have nothing for what is not known', () => {
    expect(csvLine([1, null, undefined, NaN, true, 'x'])).toBe('1,,,,true,x\n');
  });

  test('are read with either end of line, and refused when a row is not as long as the header', () => {
    const path = join(folder, 'a.csv');
    writeFileSync(path, 'a,b\r\n1,\r\n"x",2');
    expect(readCsv(path)).toEqual({
      columns: ['a', 'b'],
      rows: [
        ['1', ''],
        ['x', '2'],
      ],
    });
    writeFileSync(path, 'a,b\n1\n');
    expect(() => readCsv(path)).toThrow(/a\.csv: row 1 has 1 fields where the header has 2$/);
    expect(() => readCsv(join(folder, 'none.csv'))).toThrow(
      /none\.csv: cannot be read: there is no such file/,
    );
  });
});

describe('the source of a name', () => {
  test('gives the bytes of the file in order, whatever the size of the buffer', () => {
    const bytes = Buffer.from(Array.from({ length: 10_000 }, (_, i) => i % 251));
    writeFileSync(join(folder, 'trace.csv'), bytes);
    for (const size of [1, 7, 4096, 65_536]) {
      const source = sources(folder)('trace.csv');
      const buffer = new Uint8Array(size);
      const read: Buffer[] = [];
      for (let count = source.read(buffer); count > 0; count = source.read(buffer))
        read.push(Buffer.from(buffer.subarray(0, count)));
      source.close();
      source.close();
      expect(Buffer.concat(read).equals(bytes)).toBe(true);
    }
  });

  test('that is missing or a folder is one line', () => {
    mkdirSync(join(folder, 'sub'));
    expect(() => sources(folder)('none.csv')).toThrow(
      /none\.csv: cannot be read: there is no such file or folder$/,
    );
    const source = sources(folder)('sub');
    expect(() => source.read(new Uint8Array(10))).toThrow(/sub: cannot be read: it is a folder, not a file$/);
    source.close();
  });
});

describe('a fingerprint', () => {
  test('is the same for the same jobs, whatever is expected of them and however many there are', () => {
    const one = fingerprint(office(), '1');
    expect(fingerprint(office({ set: ['replications=9', 'expect=[]'] }), '1')).toBe(one);
    expect(fingerprint(office({ set: ['duration=600s'] }), '1')).toBe(one);
  });

  test('differs with the scenario, the seed, the version and the bytes of a trace', () => {
    const scenarioFile = office();
    const trace = join(folder, 'trace.csv');
    const withTrace = {
      ...scenarioFile,
      cells: scenarioFile.cells.map((cell) => ({
        ...cell,
        scenario: { ...cell.scenario, workload: { kind: 'trace', file: 'trace.csv' } },
      })),
    };
    const ofTrace = (text: string) => {
      writeFileSync(trace, text);
      return fingerprint(withTrace, '1', inputs(withTrace, folder));
    };
    const all = [
      fingerprint(scenarioFile, '1'),
      fingerprint(scenarioFile, '2'),
      fingerprint(office({ set: ['seed=8'] }), '1'),
      fingerprint(office({ set: ['duration=11m'] }), '1'),
      fingerprint(office({ vary: ['strategy=random,leastQueue'], set: ['expect=[]'] }), '1'),
      ofTrace('a,b\n1,2\n'),
      ofTrace('a,b\n1,3\n'),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(() => inputs(withTrace, join(folder, 'none'))).toThrow(/trace\.csv: cannot be read/);
  });
});
