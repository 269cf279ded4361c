import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finished } from '../../src/experiment/job.ts';
import { Journal, journalFingerprint, readJournal, SERIES } from '../../src/store/journal.ts';
import { replication, times } from '../experiment/made.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edgewise-journal-'));
  path = join(folder, 'journal.jsonl');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function job(number: number): Finished {
  const metrics = { value: 0.1 * number, other: null, name: number };
  return {
    cell: number % 3,
    replication: number,
    draw: number % 2 === 0 ? null : number,
    result: replication(metrics),
  };
}

function write(count: number, from = 0): void {
  const journal = new Journal(path, 'abc');
  times(count, (i) => journal.append(job(from + i)));
  journal.close();
}

describe('a journal', () => {
  test('gives back what was appended, in its order, and which plan it is of', () => {
    write(5);
    expect([...readJournal(path)]).toEqual(times(5, job));
    expect(journalFingerprint(path)).toBe('abc');
  });

  test('goes on where it was left', () => {
    write(2);
    write(2, 2);
    expect([...readJournal(path)]).toEqual(times(4, job));
  });

  test('cut off at any byte has lost the torn line alone, and can be gone on with', () => {
    write(4);
    const whole = readFileSync(path);
    const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([i]) => i + 1);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), (cut) => {
        writeFileSync(path, whole.subarray(0, cut));
        const kept = Math.max(0, ends.filter((end) => end <= cut).length - 1);
        expect([...readJournal(path)]).toEqual(times(kept, job));
        write(4 - kept, kept);
        expect(readFileSync(path).equals(whole)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('with a damaged line has lost that one alone', () => {
    write(4);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"name":2', '"name":7'));
    expect([...readJournal(path)]).toEqual([job(0), job(1), job(3)]);
  });

  test('of which another line follows a torn one is read past it', () => {
    write(1);
    appendFileSync(path, '00000000 {"cell":0,"repl\n');
    write(1, 1);
    expect([...readJournal(path)]).toEqual([job(0), job(1)]);
  });

  test('is read up to where it was opened, though it grows meanwhile', () => {
    write(2);
    const journal = new Journal(path, 'abc');
    const { end } = journal;
    const seen: Finished[] = [];
    for (const finished of readJournal(path, end)) {
      seen.push(finished);
      journal.append(job(9));
    }
    journal.close();
    expect(seen).toEqual(times(2, job));
    expect([...readJournal(path)]).toHaveLength(4);
  });

  test('holds lines longer than what is read at once', () => {
    const values = times(200_000, (i) => Math.fround(i / 7));
    const long = {
      ...job(0),
      result: replication({}, { series: [{ device: 'fleet', width: 1, quantities: { load: values } }] }),
    };
    const journal = new Journal(path, 'abc');
    journal.append(long);
    journal.append(job(1));
    journal.close();
    expect([...readJournal(path)]).toEqual([long, job(1)]);
    write(1, 2);
    expect([...readJournal(path)]).toEqual([long, job(1), job(2)]);
  });

  test('whose series are gone or damaged says so, and has the figures', () => {
    const load = (number: number) => times(5, (i) => Math.fround(i / number));
    const drawn = (number: number): Finished => ({
      ...job(number),
      result: replication(
        { value: number },
        { series: [{ device: 'fleet', width: 1, quantities: { load: load(number) } }] },
      ),
    });
    const journal = new Journal(path, 'abc');
    for (const number of [1, 2, 3]) journal.append(drawn(number));
    journal.close();
    const without = ({ result, ...key }: Finished): Finished => ({
      ...key,
      result: { ...result, series: [] },
      summed: true,
    });
    const blocks = readFileSync(join(folder, SERIES));
    blocks[21]! ^= 1;
    writeFileSync(join(folder, SERIES), blocks);
    expect([...readJournal(path)]).toEqual([drawn(1), without(drawn(2)), drawn(3)]);
    writeFileSync(join(folder, SERIES), blocks.subarray(0, 50));
    expect([...readJournal(path)]).toEqual([drawn(1), without(drawn(2)), without(drawn(3))]);
    rmSync(join(folder, SERIES));
    expect([...readJournal(path)]).toEqual([1, 2, 3].map((number) => without(drawn(number))));
  });

  test('that is not there, is empty or is of something else has no fingerprint', () => {
    expect(journalFingerprint(path)).toBeNull();
    writeFileSync(path, '');
    expect(journalFingerprint(path)).toBeNull();
    writeFileSync(path, 'something else\n');
    expect(journalFingerprint(path)).toBeNull();
  });
});
