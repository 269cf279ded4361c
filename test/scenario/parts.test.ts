import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/scenario/yaml.ts';
import { child, keys, plain, reach, replace, type Node } from '../../src/scenario/node.ts';
import { place } from '../../src/scenario/span.ts';
import { closest, instead } from '../../src/scenario/suggestion.ts';

const tree = (text: string): Node => parse({ file: 'f', text, option: false }).node!;

describe('a place in a text', () => {
  const at = (text: string, start: number, end: number): readonly unknown[] => {
    const { line, column, source, length } = place({ text: { file: 'f', text, option: false }, start, end });
    return [line, column, source, length];
  };

  it('counts lines and columns from 1, whatever ends a line', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = `one${end}two${end}three`;
      expect(at(text, text.indexOf('wo'), text.indexOf('wo') + 2)).toEqual([2, 2, 'two', 2]);
    }
  });
  it('marks at least one column, and none beyond the line', () => {
    expect(at('ab\ncd', 1, 5)).toEqual([1, 2, 'ab', 1]);
    expect(at('ab\ncd', 2, 2)).toEqual([1, 3, 'ab', 1]);
    expect(at('', 0, 9)).toEqual([1, 1, '', 1]);
  });
});

describe('a tree of nodes', () => {
  it('has the same values as the text', () => {
    const text = 'a: [1, -2.5, "3", null, true]\nb: { c: { d: x y }, 7: z }\n';
    expect(plain(tree(text))).toEqual({ a: [1, -2.5, '3', null, true], b: { c: { d: 'x y' }, 7: 'z' } });
  });
  it('points back at the text', () => {
    const text = 'a: 1\nb:\n  - x\n  - { c: here }\n';
    const { span } = reach(tree(text), ['b', 1, 'c']).node;
    expect(text.slice(span.start, span.end)).toBe('here');
  });
  it('is not changed by a replacement, which holds everything else', () => {
    const before = tree('a: 1\nb: [x, y, z]\nc: { d: 2 }\n');
    const copy = plain(before);
    const after = replace(before, keys('b[1]'), tree('new'), before.span) as Node;
    expect(plain(after)).toEqual({ a: 1, b: ['x', 'new', 'z'], c: { d: 2 } });
    expect(plain(before)).toEqual(copy);
    expect(child(after, 'c')).toBe(child(before, 'c'));
  });
  it('says how far a path could be followed', () => {
    const node = tree('a: { b: [1, 2] }\n');
    expect(replace(node, keys('a.b.5'), node, node.span)).toEqual({
      steps: 2,
      why: 'the list has items 0 to 1',
    });
    expect(replace(node, keys('a.b.0.c'), node, node.span)).toEqual({
      steps: 3,
      why: '1 is a value by itself',
    });
  });
  it('gives back what was put into it, at any path', () => {
    const key = fc.stringMatching(/^[a-z]{1,3}$/);
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), (path) => {
        const value = tree('put');
        const node = replace(tree('q: 1\n'), path, value, value.span);
        if ('why' in node) return expect(path.length).toBeGreaterThan(1);
        expect(reach(node, path)).toEqual({ node: value, steps: path.length });
      }),
    );
  });
});

describe('a suggestion', () => {
  const names = [
    'random',
    'weighted',
    'loadAware',
    'leastQueue',
    'edge.utilization',
    'edge.utilizationSpread',
  ];

  it.each([
    ['loadaware', 'loadAware'],
    ['laodAware', 'loadAware'],
    ['least', 'leastQueue'],
    ['utilization', 'edge.utilization'],
    ['edge.utilisation', 'edge.utilization'],
    ['wieghted', 'weighted'],
  ])('for %s is %s', (typed, meant) => {
    expect(closest(typed, names)).toBe(meant);
  });
  it.each(['zebra', 'x', ''])('for %o is nothing', (typed) => {
    expect(closest(typed, names)).toBeUndefined();
  });
  it('lists the nearest first where there are too many to list', () => {
    const many = Array.from({ length: 90 }, (_, i) => `board-${i}`);
    expect(instead('board-77x', many)).toEqual({
      allowed: expect.stringMatching(/^board-77, .* and 85 more$/) as string,
      nearest: 'board-77',
    });
    expect(instead('x', [])).toEqual({ allowed: 'none' });
  });
  it('lists none of too many to list when none is near, and says what lists them', () => {
    const many = Array.from({ length: 1200 }, (_, i) => `board-${i}`);
    expect(instead('x', many, 'edgewise catalog')).toEqual({
      allowed: 'one of 1,200 names; edgewise catalog lists them',
      nearest: undefined,
    });
  });
});
