import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvFields, csvLine, csvRows } from '../../src/kernel/csv.ts';

describe('the fields of a record', () => {
  it.each<[string, string, string[]]>([
    ['a;b', ';', ['a', 'b']],
    ['"a;b";c', ';', ['a;b', 'c']],
    ['"a ""b"" c",d', ',', ['a "b" c', 'd']],
    ['"two\nlines",b', ',', ['two\nlines', 'b']],
    ['a,"b",', ',', ['a', 'b', '']],
    ['"",', ',', ['', '']],
    [',"b"', ',', ['', 'b']],
    ['"a" b,c', ',', ['a b', 'c']],
    ['a"b,c', ',', ['a"b', 'c']],
    ['"a"\r,b\r\nc', ',', ['a\r', 'b\r\nc']],
    ['"a",b\r', ',', ['a', 'b\r']],
    ['"never closed,b', ',', ['never closed,b']],
  ])('of %j between %j are %j', (record, separator, fields) => {
    expect(csvFields(record, separator)).toEqual(fields);
  });
});

describe('rows', () => {
  it('begin on the lines that are said, whatever their line ends, and keep what follows a closing quote', () => {
    expect(csvRows('a,b\r\n"1\n2",3\n"x" y,\n"z"\r\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1\n2', '3'] },
      { line: 4, cells: ['x y', ''] },
      { line: 5, cells: ['z'] },
    ]);
  });

  it('that were written are read back, also as the fields of one record', () => {
    // What looks like a formula would be escaped.
    const cell = fc
      .string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r', ';') })
      .map((text) => `a${text}`);
    const cells = fc.array(cell, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(cells, (row) => {
        const line = csvLine(row);
        const [read, ...more] = csvRows(line);
        expect([read?.cells, more]).toEqual([row, []]);
        expect(csvFields(line.slice(0, -1), ',')).toEqual(row);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
