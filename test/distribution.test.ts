import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { distribution, makeDistribution, type Spread } from '../src/distribution.ts';
import { delay } from '../src/options.ts';

/** Of the logarithm of a lognormal whose 95th percentile is twice its median. */
const SIGMA = Math.log(2) / 1.6448536269514722;

const given: [input: unknown, spread: Spread, mean: number, cv: number][] = [
  [100, { kind: 'constant', value: 100 }, 100, 0],
  ['100', { kind: 'constant', value: 100 }, 100, 0],
  [{ kind: 'constant', value: 0 }, { kind: 'constant', value: 0 }, 0, 0],
  [{ kind: 'uniform', min: 0, max: 6 }, { kind: 'uniform', min: 0, max: 6 }, 3, 1 / Math.sqrt(3)],
  [{ kind: 'exponential', mean: 9 }, { kind: 'exponential', mean: 9 }, 9, 1],
  [{ kind: 'lognormal', mean: 225, cv: 0.6 }, { kind: 'lognormal', mean: 225, cv: 0.6 }, 225, 0.6],
  [
    { kind: 'lognormal', median: 10, p95: 20 },
    { kind: 'lognormal', median: 10, p95: 20 },
    10 * Math.exp(SIGMA ** 2 / 2),
    Math.sqrt(Math.exp(SIGMA ** 2) - 1),
  ],
  [{ kind: 'gamma', mean: 4, cv: 0.5 }, { kind: 'gamma', mean: 4, cv: 0.5 }, 4, 0.5],
  [{ kind: 'table', values: [1, 3] }, { kind: 'table', values: [1, 3] }, 2, 0.5],
  [
    { kind: 'table', values: [1, '3'], weights: [3, 1] },
    { kind: 'table', values: [1, 3], weights: [3, 1] },
    1.5,
    Math.sqrt(0.75) / 1.5,
  ],
  [
    { kind: 'quantiles', at: { 0: 0, 1: 10 } },
    { kind: 'quantiles', at: { 0: 0, 1: 10 } },
    5,
    1 / Math.sqrt(3),
  ],
];

describe('a distribution in a scenario file', () => {
  test.each(given)('%j is read as a plain value and made', (input, spread, mean, cv) => {
    const read = distribution().parse(input);
    expect(read).toEqual(spread);
    const made = makeDistribution(read);
    expect(made.mean).toBeCloseTo(mean, 6);
    expect(made.cv).toBeCloseTo(cv, 6);
  });

  test.each(given)('%j resolved can be read again as itself', (input) => {
    const read = distribution().parse(input);
    expect(distribution().parse(JSON.parse(JSON.stringify(read)))).toEqual(read);
  });

  test('takes its values in the unit of its field', () => {
    expect(distribution(delay()).parse({ kind: 'quantiles', at: { '0.5': '200ms', '0.95': '1s' } })).toEqual({
      kind: 'quantiles',
      at: { '0.5': 0.2, '0.95': 1 },
    });
    expect(distribution(delay()).parse('80 ms')).toEqual({ kind: 'constant', value: 0.08 });
  });

  test.each<[input: unknown, path: string, message: RegExp]>([
    [undefined, 'prompt', /a number or \{ kind: constant \| uniform/],
    [[1, 2], 'prompt', /a number or/],
    [null, 'prompt', /a number or/],
    ['many', 'prompt', /a number/],
    [-1, 'prompt', /from 0/],
    [{}, 'prompt.kind', /one of constant, uniform, exponential, lognormal, gamma, table, quantiles/],
    [{ kind: 'lognorml', mean: 1, cv: 1 }, 'prompt.kind', /one of/],
    [{ kind: 'constant' }, 'prompt.value', /a number/],
    [{ kind: 'uniform', min: 5, max: 4 }, 'prompt.max', /must not be below min/],
    [{ kind: 'exponential', mean: 0 }, 'prompt.mean', /above 0/],
    [{ kind: 'lognormal', mean: 100 }, 'prompt.cv', /a number/],
    [{ kind: 'lognormal', mean: 100, cv: 0.5, sd: 3 }, 'prompt', /"sd"/],
    [{ kind: 'lognormal', median: 100, p95: 50 }, 'prompt.p95', /must not be below median/],
    [{ kind: 'lognormal', median: 100 }, 'prompt.p95', /a number/],
    [{ kind: 'lognormal', mean: 100, median: 80, p95: 300 }, 'prompt', /"mean"/],
    [{ kind: 'gamma', mean: 3, cv: -0.1 }, 'prompt.cv', /from 0/],
    [{ kind: 'table', values: [] }, 'prompt.values', /at least one value/],
    [{ kind: 'table', values: [1, 2], weights: [1] }, 'prompt.weights', /as many as the values/],
    [{ kind: 'table', values: [1, 2], weights: [0, 0] }, 'prompt.weights', /must not all be 0/],
    [{ kind: 'quantiles', at: {} }, 'prompt.at', /at least one share/],
    [{ kind: 'quantiles', at: { 95: 3 } }, 'prompt.at.95', /a share between 0 and 1/],
    [{ kind: 'quantiles', at: { 0.5: 3, 0.95: 2 } }, 'prompt.at.0.95', /must not be below the value at 0.5/],
    [{ kind: 'quantiles', at: { '0.5': 3, '0.50': 3 } }, 'prompt.at.0.50', /the same share as 0.5/],
  ])('%j is refused where it is wrong, in one line', (prompt, path, message) => {
    const result = z.strictObject({ prompt: distribution() }).safeParse({ prompt });
    expect(result.success).toBe(false);
    expect(result.error!.issues).toHaveLength(1);
    const issue = result.error!.issues[0]!;
    expect(issue.path.join('.')).toBe(path);
    expect(issue.message).toMatch(message);
    expect(issue.message).not.toContain('\n');
  });

  test('says in the JSON Schema what each kind takes', () => {
    const schema = z.toJSONSchema(z.strictObject({ prompt: distribution().describe('prompt tokens') }), {
      io: 'input',
    });
    const prompt = schema.properties!['prompt'] as {
      description: string;
      anyOf: { properties?: Record<string, { const?: string }> }[];
    };
    expect(prompt.description).toBe('prompt tokens');
    const kinds = prompt.anyOf.map((form) => form.properties?.['kind']?.const);
    expect(new Set(kinds.slice(1))).toEqual(
      new Set(['constant', 'uniform', 'exponential', 'lognormal', 'gamma', 'table', 'quantiles']),
    );
    expect(Object.keys(prompt.anyOf.at(-1)!.properties!)).toEqual(['kind', 'at']);
  });
});
