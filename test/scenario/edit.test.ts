import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { edit } from '../../src/scenario/edit.ts';
import { read } from '../../src/scenario/read.ts';
import type { Plain } from '../../src/scenario/scenario.ts';
import { where } from '../../src/scenario/where.ts';

const SCENARIOS = join(import.meta.dirname, '../../scenarios');
const texts = readdirSync(SCENARIOS)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => [name, readFileSync(join(SCENARIOS, name), 'utf8')] as const);
const figure4 = texts.find(([name]) => name === 'figure4.yaml')![1];

const TEXT = `# what it is about
name: one # mine
workload:
  arrivals: { kind: poisson, rate: 1/m }   # calm
  # as people type
  prompt: 9
  output:
    kind: lognormal
    mean: 225
    cv: 0.6
fleet:
  # on the shelf
  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2 }
  - profile: agx-orin-64gb/qwen2.5-3b-q4
    count: 1 # the big one
strategy: random
limits:
`;

/** Lines that differ, old and new. */
function changed(before: string, after: string): (readonly [string | undefined, string | undefined])[] {
  const [old, made] = [before.split('\n'), after.split('\n')];
  const length = Math.max(old.length, made.length);
  return Array.from({ length }, (_, i) => [old[i], made[i]] as const).filter(([a, b]) => a !== b);
}

describe('a change of one value in the text', () => {
  test.each([
    ['workload.arrivals.rate', '2/m', '  arrivals: { kind: poisson, rate: 2/m }   # calm'],
    ['workload.prompt', 12, '  prompt: 12'],
    ['workload.output.mean', 300, '    mean: 300'],
    ['fleet.0.count', 3, '  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 3 }'],
    ['fleet.0.queue', 4, '  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2, queue: 4 }'],
    ['fleet.1.count', 5, '    count: 5 # the big one'],
    ['strategy', { kind: 'powerOf', d: 3 }, 'strategy: { kind: powerOf, d: 3 }'],
    ['strategy.weight', 3, 'strategy: { kind: random, weight: 3 }'],
    ['name', 'yes: it is', 'name: "yes: it is" # mine'],
    ['limits', ['a', 'b'], 'limits: [a, b]'],
  ] as const)('%s changes one line and no other', (path, value, line) => {
    const made = edit(TEXT, path, value);
    expect(changed(TEXT, made).map(([, now]) => now)).toEqual([line]);
  });

  test('adds and takes out items and keys, with what is written around them', () => {
    const more = edit(TEXT, 'fleet.2', { profile: 'mine', count: 1 });
    expect(more).toContain('    count: 1 # the big one\n  - { profile: mine, count: 1 }\nstrategy');
    expect(edit(more, 'fleet.2', undefined)).toBe(TEXT);
    expect(edit(TEXT, 'fleet.1', undefined)).toBe(
      TEXT.replace('  - profile: agx-orin-64gb/qwen2.5-3b-q4\n    count: 1 # the big one\n', ''),
    );
    expect(edit(TEXT, 'workload.arrivals.rate', undefined)).toContain('{ kind: poisson }   # calm');
    expect(edit(TEXT, 'duration', '1h')).toContain('limits:\nduration: 1h');
    expect(edit(TEXT, 'plan.growth', [1, 2])).toContain('plan: { growth: [1, 2] }');
  });

  test('says the same of a block on one line', () => {
    const made = edit(TEXT, 'workload.output', 200);
    expect(made).toContain('  output: 200\nfleet:');
    expect(made).toContain('# as people type');
  });

  test('is one for all loads that have the value, and for none that has not', () => {
    const rate = edit(figure4, 'workload.arrivals.rate', '0.6/s');
    expect(changed(figure4, rate).map(([, now]) => now!.trim())).toEqual([
      'arrivals: { kind: poisson, rate: 0.6/s }',
      'steady: { kind: poisson, rate: 0.6/s }',
      'bursty: { kind: bursty, rate: 0.6/s, peak: 4, every: 5m, for: 60s }',
    ]);
    const peak = edit(figure4, 'workload.arrivals.peak', 8);
    expect(changed(figure4, peak)).toHaveLength(1);
    expect(peak).toContain('steady: { kind: poisson, rate: 0.45/s }');
  });

  test('takes an axis of vary for one key, however many steps its path has', () => {
    const without = edit(figure4, 'vary.workload.arrivals', undefined);
    expect(changed(figure4, without).length).toBeGreaterThan(3);
    expect(read(without, { file: 'f', set: ['expect=[]'] }).axes.map(({ path }) => path)).toEqual([
      'strategy',
    ]);
    const two = edit(figure4, 'vary.strategy', ['random', 'loadAware']);
    expect(changed(figure4, two)).toEqual([
      ['  strategy: [random, weighted, loadAware]', '  strategy: [random, loadAware]'],
    ]);
    expect(edit(figure4, 'vary.workload.arrivals.steady.rate', '1/s')).toContain(
      'rate: 1/s }\n    # Assumed',
    );
  });

  test('is refused in one line where there is no place for it', () => {
    expect(() => edit(TEXT, 'fleet.7.count', 1)).toThrow(/^the list has items 0 to 1$/);
    expect(() => edit(TEXT, 'workload.prompt.mean', 1)).toThrow(/^workload\.prompt: 9 is a value by itself/);
    expect(() => edit('a: [', 'a', 1)).toThrow(/put right first/);
    const shared = 'name: x\nfleet:\n  - &one { profile: p, count: 1 }\n  - *one\n';
    expect(() => edit(shared, 'fleet.1.count', 2)).toThrow(
      /^fleet\.1\.count: cannot be changed by itself here/,
    );
  });

  test.each(texts)('does it in %s at scalars all over it, and where() finds it', (_, text) => {
    const paths: [string, Plain][] = [];
    const walk = (value: Plain, path: readonly string[]): void => {
      if (typeof value !== 'object' || value === null) paths.push([path.join('.'), value]);
      else for (const [key, part] of Object.entries(value)) walk(part, [...path, key]);
    };
    walk(parse(text, { merge: true }) as Plain, []);
    const own = paths.filter(([path]) => !path.startsWith('vary.') && !path.includes(' '));
    expect(own.length).toBeGreaterThan(5);
    const step = Math.ceil(own.length / 25);
    for (const [path] of own.filter((_, i) => i % step === 0)) {
      const made = edit(text, path, 'changed');
      const at = where(made, path)!;
      expect(made.slice(at.start, at.end), path).toBe('changed');
      const comments = (of: string): number => of.split('#').length;
      if (!/description/.test(path)) expect(comments(made), path).toBe(comments(text));
    }
  });
});

describe('where something is written', () => {
  test('is its line and column, in what is varied too', () => {
    expect(where(TEXT, 'workload.arrivals.rate')).toMatchObject({ line: 4, column: 36 });
    expect(where(figure4, 'workload.arrivals.peak')).not.toBeNull();
    expect(where(TEXT, 'fleet.9')).toBeNull();
    expect(where('a: [', 'a')).toBeNull();
  });
});

describe('text that is nested', () => {
  test.each([
    ['in brackets', '['.repeat(300_000)],
    ['in braces', '{a: '.repeat(100_000)],
    ['in dashes', '- '.repeat(100_000)],
    ['by lines', Array.from({ length: 1_200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('without end %s is refused at once', (_, text) => {
    expect(() => read(text, { file: 'deep.yaml' })).toThrow(/nested/);
  });
});
