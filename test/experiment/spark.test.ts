/** All configurations of a DGX Spark whose rate sweep is known, calibrated on their closed loops alone. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibration/calibrate.ts';
import { csvRecords } from '../../src/calibration/csv.ts';
import { KNOWN_BOARDS, KNOWN_MODELS } from '../../src/catalog/known.ts';
import { answers, figureOf } from '../../src/studies/validation/underLoad.ts';

const DATA = join(import.meta.dirname, '../../../shared/data');
const HERE = existsSync(join(DATA, 'dgx-spark-open-loop.csv'));
type Row = Readonly<Record<string, string>>;
const rowsOf = (name: string): Row[] =>
  csvRecords(readFileSync(join(DATA, name), 'utf8')).map(({ value }) => value);

/** Templates of 700 tokens and answers guessed ahead: what a prompt costs there is not what its row says. */
const NOT_PREDICTED = 'muse-glimmer-30b';
const EXPERTS = /a3b|a4b|cascade|kat/;
const FIGURES = ['ttft p50', 'ttft p95', 'tpot', 'e2e'] as const;

interface Configuration {
  readonly name: string;
  /** Median over its rates of the error of each figure, without its sign. */
  readonly errors: Readonly<Record<(typeof FIGURES)[number], number>>;
}

function configurations(): Configuration[] {
  const closed = readFileSync(join(DATA, 'dgx-spark-closed-loop.csv'), 'utf8').trimEnd().split('\n');
  const sweep = rowsOf('dgx-spark-open-loop.csv').filter(({ test }) => test!.startsWith('11-rate-sweep'));
  const names = [...new Set(sweep.map(({ model, quant }) => `${model}|${quant}`))];
  return names
    .filter((name) => !name.startsWith(NOT_PREDICTED))
    .map((name) => {
      const own = (row: Row): boolean => `${row['model']}|${row['quant']}` === name;
      const [head, ...lines] = closed;
      const text = [head, ...lines.filter((line) => line.includes(`,${name.replace('|', ',')},`)), ''];
      // As `edgewise calibrate dgx-spark-closed-loop.csv` does, and nothing more.
      const { profiles } = calibrate([{ name: 'closed.csv', text: text.join('\n') }], {
        boards: KNOWN_BOARDS,
        models: KNOWN_MODELS,
      });
      expect(profiles.length).toBe(1);
      const ratios = sweep.filter(own).map((row) => {
        const requests = rowsOf(`dgx-spark-sweep/sweep-${row['request_rate']}.csv`);
        const { ttft, tpot, e2e } = answers(
          { profile: profiles[0]!.profile, server: 'vllm', slots: 256 },
          requests,
        );
        const against = (found: number, measured: string): number =>
          Math.abs((1000 * found) / Number(row[measured]) - 1);
        return {
          'ttft p50': against(figureOf(ttft, 'p50'), 'p50_ttft_ms'),
          'ttft p95': against(figureOf(ttft, 'p95'), 'p95_ttft_ms'),
          tpot: against(figureOf(tpot, 'mean'), 'mean_tpot_ms'),
          e2e: against(figureOf(e2e, 'mean'), 'mean_e2el_ms'),
        };
      });
      const errors = Object.fromEntries(
        FIGURES.map((each) => [each, median(ratios.map((one) => one[each]))]),
      );
      return { name, errors: errors as Configuration['errors'] };
    });
}

describe.skipIf(!HERE)('a DGX Spark under the rate sweep (skipped where ../shared/data is not)', () => {
  it('is predicted as well as its law can, dense models and mixtures of experts', () => {
    const found = configurations();
    expect(found.length).toBe(15);
    const over = (figure: (typeof FIGURES)[number], some = found): number =>
      median(some.map(({ errors }) => errors[figure]));
    expect(over('ttft p50')).toBeLessThan(0.05);
    expect(over('ttft p95')).toBeLessThan(0.06);
    expect(over('tpot')).toBeLessThan(0.07);
    expect(over('e2e')).toBeLessThan(0.07);
    expect(
      over(
        'e2e',
        found.filter(({ name }) => !EXPERTS.test(name)),
      ),
    ).toBeLessThan(0.05);
    expect(
      over(
        'e2e',
        found.filter(({ name }) => EXPERTS.test(name)),
      ),
    ).toBeLessThan(0.08);
  });
});
