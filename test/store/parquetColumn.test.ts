import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import {
  DoubleColumn,
  MaybeColumn,
  TextColumn,
  WholeColumn,
  WordColumn,
} from '../../src/store/parquetColumn.ts';
import { ParquetFile } from '../../src/store/parquetFile.ts';

const MOST = 300;

const row = fc.record({
  same: fc.constant(7),
  narrow: fc.integer({ min: -3, max: 40 }),
  wide: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  double: fc.double({ noNaN: true }).map((x) => x + 0),
  maybe: fc.option(fc.double({ noNaN: true }).map((x) => x + 0)),
  word: fc.constantFrom('edge', 'cloud', 'größer'),
  maybeWord: fc.option(fc.constantFrom('', 'board#1', 'a'), { freq: 2 }),
  text: fc.option(fc.string()),
});
type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never;

function filled(columns: ReturnType<typeof made>, rows: readonly Row[]): void {
  const encoder = new TextEncoder();
  rows.forEach((one, k) => {
    columns.same.values[k] = one.same;
    columns.narrow.values[k] = one.narrow;
    columns.wide.values[k] = one.wide;
    columns.double.values[k] = one.double;
    if (one.maybe === null) columns.maybe.none();
    else columns.maybe.add(Float64Array.of(one.maybe), 0);
    columns.word.add(one.word);
    columns.maybeWord.add(one.maybeWord);
    columns.text.add(one.text === null ? null : encoder.encode(one.text));
  });
}

const made = () => ({
  same: new WholeColumn(MOST),
  narrow: new WholeColumn(MOST),
  wide: new WholeColumn(MOST),
  double: new DoubleColumn(MOST),
  maybe: new MaybeColumn(MOST),
  word: new WordColumn(MOST, false),
  maybeWord: new WordColumn(MOST, true),
  text: new TextColumn(MOST),
});

test('a table that is written group by group is read as it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-parquet-'));
  const path = join(folder, 'table.parquet');
  const group = fc.array(row, { minLength: 1, maxLength: MOST, size: 'max' });
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(group, { minLength: 1, maxLength: 3 }), async (groups) => {
        const columns = made();
        const file = new ParquetFile(path, [
          { name: 'same', type: 'INT32', nullable: false },
          { name: 'narrow', type: 'INT32', nullable: false },
          { name: 'wide', type: 'INT32', nullable: false },
          { name: 'double', type: 'DOUBLE', nullable: false },
          { name: 'maybe', type: 'DOUBLE', nullable: true },
          { name: 'word', type: 'STRING', nullable: false },
          { name: 'maybeWord', type: 'STRING', nullable: true },
          { name: 'text', type: 'STRING', nullable: true },
        ]);
        for (const rows of groups) {
          filled(columns, rows);
          file.writeGroup(
            rows.length,
            Object.values(columns).map((column) => column.page(rows.length)),
          );
        }
        file.finish();
        const { buffer, byteOffset, length } = readFileSync(path);
        const bytes = buffer.slice(byteOffset, byteOffset + length);
        expect(await parquetReadObjects({ file: bytes })).toEqual(groups.flat());
      }),
      { seed: 3, numRuns: 60 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
