import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/experiment/expect.ts';
import { Findings } from '../../src/experiment/findings.ts';
import type { Claim, Expect } from '../../src/scenario/scenario.ts';
import { findingsOf, replication, strategies } from './made.ts';

const METRIC = 'cloud.tokens';
const scenarioFile = strategies('random', 'loadAware');
const than = { strategy: 'random' };
const lessThanRandom: Claim = { kind: 'lessThan', than };

function expected(claim: Claim, of: Expect['of'] = { strategy: 'loadAware' }): Expect {
  return { text: 'as said', metric: METRIC, where: {}, of, claim };
}

function outcome(claim: Claim, cells: readonly (readonly (number | null)[])[], of?: Expect['of']) {
  return evaluate(scenarioFile, findingsOf(METRIC, cells), expected(claim, of)).outcome;
}

describe('an expectation that compares cells', () => {
  test('holds, fails or stays undecided by the paired interval', () => {
    expect(
      outcome(lessThanRandom, [
        [10, 20, 30],
        [8, 17, 28],
      ]),
    ).toBe('holds');
    expect(
      outcome(lessThanRandom, [
        [8, 17, 28],
        [10, 20, 30],
      ]),
    ).toBe('fails');
    expect(
      outcome(lessThanRandom, [
        [10, 20, 30],
        [12, 17, 28],
      ]),
    ).toBe('undecided');
    expect(
      outcome({ kind: 'greaterThan', than }, [
        [8, 17, 28],
        [10, 20, 30],
      ]),
    ).toBe('holds');
  });

  test('is undecided with one replication, whatever it shows', () => {
    expect(outcome(lessThanRandom, [[10], [1]])).toBe('undecided');
  });

  test('is decided by the figures themselves where they never vary', () => {
    expect(
      outcome(lessThanRandom, [
        [10, 10],
        [9, 9],
      ]),
    ).toBe('holds');
    expect(
      outcome(lessThanRandom, [
        [10, 10],
        [10, 10],
      ]),
    ).toBe('fails');
  });

  test('is about every cell it names: one failure is a failure', () => {
    const three = strategies('random', 'weighted', 'loadAware');
    const findings = findingsOf(METRIC, [
      [10, 20, 30],
      [12, 23, 32],
      [8, 17, 28],
    ]);
    const all = { ...expected(lessThanRandom), of: {} };
    const found = evaluate({ ...three, cells: three.cells.slice(0) }, findings, all);
    expect(found.outcome).toBe('fails');
    expect(found.details).toHaveLength(3);
    // Where it fails comes before where it holds.
    expect(found.details[1]).toMatch(/^fails: strategy weighted less strategy random: cloud\.tokens 2\.\d/);
    expect(found.details[2]).toMatch(/^holds: strategy loadAware less strategy random: cloud\.tokens -2\.\d/);
  });
});

describe('an expectation about a number', () => {
  const under = (than: number): Claim => ({ kind: 'lessThan', than });

  test('holds when the whole interval is inside, fails when it is outside', () => {
    const cells = [[], [10, 11, 12]];
    expect(outcome(under(20), cells)).toBe('holds');
    expect(outcome(under(5), cells)).toBe('fails');
    expect(outcome(under(11.5), cells)).toBe('undecided');
    expect(outcome({ kind: 'within', low: 5, high: 15 }, cells)).toBe('holds');
    expect(outcome({ kind: 'within', low: 11.5, high: 15 }, cells)).toBe('undecided');
    expect(outcome({ kind: 'within', low: 14, high: 15 }, cells)).toBe('fails');
  });

  test('uses the interval within a single run, where the run has one', () => {
    const findings = new Findings(2);
    const result = replication({ [METRIC]: 10 }, { within: { [METRIC]: [9, 11] } });
    findings.add({ cell: 1, replication: 0, draw: null, result });
    expect(evaluate(scenarioFile, findings, expected(under(12))).outcome).toBe('holds');
    expect(evaluate(scenarioFile, findings, expected(under(10.5))).outcome).toBe('undecided');
    expect(outcome(under(12), [[], [10]])).toBe('undecided');
  });

  test('is undecided when the figure has no value or there is no run', () => {
    expect(outcome(under(12), [[], [null, null]])).toBe('undecided');
    expect(outcome(under(12), [[], []])).toBe('undecided');
  });
});
