import { runInThisContext } from 'node:vm';
import { expect, it } from 'vitest';
import { FILTER, switches } from '../../src/render/reportFilter.ts';

interface Specification {
  readonly data: { readonly name: string; values: { readonly cell?: number; readonly who: string }[] }[];
  readonly legends: { readonly values: string[] }[];
}

// As the page runs it.
const kept = runInThisContext(`(function () { ${FILTER}; return kept; })()`) as (
  spec: Specification,
  on: (cell: number) => boolean,
) => string;

it('takes the names of cells that are off out of a legend, and no name that is none of theirs, whatever it is', () => {
  const names = ['__proto__', 'constructor', 'a "b" <c>', 'median', 'toString'];
  const spec: Specification = {
    data: [{ name: 'rows', values: names.slice(0, 3).map((who, cell) => ({ cell, who })) }],
    legends: [{ values: [...names] }],
  };
  expect(kept(spec, (cell) => cell !== 1)).toBe('some');
  expect(spec.data[0]!.values.map(({ who }) => who)).toEqual(['__proto__', 'a "b" <c>']);
  expect(spec.legends[0]!.values).toEqual(['__proto__', 'a "b" <c>', 'median', 'toString']);
});

it('says a long name in full where a button has no room for it', () => {
  const long = `${'very '.repeat(20)}"long"`;
  const { html } = switches({ axes: [{ name: 'load', path: 'load', values: [long, 'short'] }], cells: [] });
  expect(html.match(/<button[^>]*title="[^"]*long&quot;"/g)).toHaveLength(1);
});
