import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileClouds } from '../../src/calibration/clouds.ts';
import type { Compiled } from '../../src/calibration/compile.ts';
import { csvRecords } from '../../src/calibration/csv.ts';
import { csvCell } from '../../src/kernel/csv.ts';
import { profileName, usable } from '../../src/calibration/measurement.ts';
import { implausible } from '../../src/calibration/plausible.ts';
import { catalogueJson } from '../../src/calibration/rounding.ts';
import {
  AIMS,
  GRIDS,
  responseJoules,
  validateMeasurements,
  validatePaper,
  validateSpeedUps,
} from '../../src/calibration/validate.ts';
import type { Profile } from '../../src/catalog/profile.ts';
import { verdict } from '../../src/calibration/verdict.ts';
import { readTables } from '../../src/calibration/readTables.ts';
import type { AllTables } from '../../src/calibration/readTables.ts';
import { shippedCompiled } from './compiled.ts';
import { script, shippedTables, shippedText } from './tables.ts';

/** The three of the board whose rows of 1 and 8 streams came first. */
const PAPER_BATCHES = /^agx-orin-64gb\/(llama3\.1-8b|llama3\.2-3b|qwen3-4b)-w4a16/;

const collection = new URL('../../../shared/data/edge-measurements.csv', import.meta.url);

let tables: AllTables;
let compiled: Compiled;
const find = (name: string): Profile => compiled.profiles.find((each) => each.name === name)!;

beforeAll(() => {
  tables = shippedTables();
  compiled = shippedCompiled();
}, 120_000);

describe('the shipped profiles', () => {
  it('are, byte for byte, what the tables give', () => {
    expect(catalogueJson(compiled.profiles) === shippedText('profiles.json')).toBe(true);
    const clouds = compileClouds(tables.cloudRecipes, tables.prices, tables.latencies);
    expect(catalogueJson(clouds)).toBe(shippedText('clouds.json'));
  });

  it('say nothing of the power of a further sequence where a law found what it is', () => {
    const found = compiled.profiles.filter(({ assumptions }) =>
      assumptions.some((one) => one.startsWith('power by share of time')),
    );
    expect(found.length).toBeGreaterThan(3);
    for (const { name, power, assumptions } of found) {
      expect(power.decodePerSequence, name).toBe(0);
      expect(
        assumptions.filter((one) => /% of the power above idle/.test(one)),
        name,
      ).toEqual([]);
    }
  });

  it('come from rows that each have a source and a licence', () => {
    expect(tables.measurements.length).toBeGreaterThan(900);
    for (const row of tables.measurements)
      expect(row.source && row.licence, `${row.file}:${row.line}`).toBeTruthy();
  });

  it('are not made from tables with a row that cannot be read', () => {
    const spoilt = (name: string): string => shippedText(name).replace(',128,', ',many,');
    expect(() => readTables(spoilt)).toThrow(
      /agx-orin-64gb\.csv:\d+: prompt_tokens must be a number, not "many"/,
    );
  });

  it('have nothing that cannot be: what looks so is named with its reason', () => {
    const oddities = JSON.parse(shippedText('oddities.json')) as { profile: string; why: string }[];
    const found = implausible(compiled.profiles, tables.boards, tables.models);
    for (const { profile, line } of found)
      expect(
        oddities.some((odd) => profile.includes(odd.profile)),
        `${profile}: ${line}`,
      ).toBe(true);
    for (const odd of oddities)
      expect(
        found.some(({ profile }) => profile.includes(odd.profile)),
        odd.profile,
      ).toBe(true);
  });

  it('would be found out if throttled rows passed for stock, or weights of 8 bits for 16', () => {
    const throttled = compiled.profiles.filter(
      ({ mode, board }) => mode === 'throttled' && board.startsWith('rasp'),
    );
    const stock = throttled.map((profile) => ({ ...profile, mode: 'stock' }));
    const lines = implausible(stock, tables.boards, tables.models).map(({ line }) => line);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines.join('\n')).toMatch(/% of the memory bandwidth; was it throttled/);
    const spark = find('dgx-spark-128gb/ministral-3-8b-fp8-vllm-default');
    const wide = tables.models.map((model) =>
      model.id === 'ministral-3-8b' ? { ...model, weights: { fp8: 17.8e9 } } : model,
    );
    expect(implausible([spark], tables.boards, wide)[0]!.line).toMatch(
      /455 GB a second, above the memory bandwidth of 273 GB/,
    );
  });

  it('would be found out if a machine at its best were slower than held back by heat', () => {
    const pair = compiled.profiles.filter(({ name }) => name.startsWith('raspberry-pi-5-8gb/lfm2.5-350m-q4'));
    expect(pair.map(({ mode }) => mode).sort()).toEqual(['stock', 'throttled']);
    const swapped = pair.map((profile) => ({
      ...profile,
      mode: profile.mode === 'stock' ? 'throttled' : 'stock',
    }));
    const lines = implausible(swapped, tables.boards, tables.models).map(({ line }) => line);
    expect(lines.join('\n')).toMatch(/a step of .* is slower than when throttled by heat/);
    expect(lines.join('\n')).toMatch(/a prompt of 512 tokens takes .*, longer than when throttled by heat/);
  });

  it('mean the power mode that people run, wherever it is there', () => {
    const nano = compiled.profiles.filter(({ board, isDefault }) => board === 'orin-nano-8gb' && isDefault);
    for (const { mode, name } of nano) expect(mode, name).toBe('25w');
    for (const { mode, name, isDefault } of compiled.profiles)
      if (isDefault) expect(mode, name).not.toBe('throttled');
    expect(find('raspberry-pi-5-8gb/llama3.2-1b-q4-llamacpp-stock').isDefault).toBe(true);
  });

  it('leave no row out without a reason', () => {
    for (const row of tables.measurements)
      expect(row.setAside.length > 0, `${row.file}:${row.line}`).toBe(row.reason !== '');
  });

  it("have tables that are the collection's rows, none lost", async (context) => {
    context.skip(!existsSync(collection), 'the collection the tables were made from is not on this machine');
    const { convertAll } = await script<{
      convertAll: (text: string, with_: unknown) => Record<string, string>;
    }>('convert.js');
    const text = readFileSync(collection, 'utf8');
    const made = convertAll(text, { csvCell, csvRecords });
    for (const [name, table] of Object.entries(made))
      expect(table === shippedText(`measurements/${name}`), name).toBe(true);
    const rows = Object.values(made).reduce((sum, table) => sum + csvRecords(table).length, 0);
    expect(rows).toBe(csvRecords(text).length);
  });
});

describe('measurements the fits did not see', () => {
  it('are at least a fifth of each dense grid that has four rows or more', () => {
    for (const { profile, heldOut, inSample } of compiled.fits.filter(
      ({ profile }) => profile.fit === 'dense',
    ))
      for (const quantity of ['ttft', 'speed', 'decodeWatts'] as const) {
        const out = heldOut.filter((each) => each.quantity === quantity).length;
        const all = out + inSample.filter((each) => each.quantity === quantity).length;
        if (all >= 4) expect(out / all, `${profile.name} ${quantity}`).toBeGreaterThanOrEqual(0.2);
      }
  });

  it('are predicted as well as was aimed at, on every grid', () => {
    const rows = validateMeasurements(compiled).filter(({ aim }) => aim !== null);
    expect(new Set(rows.map(({ profile }) => profile)).size).toBe(23);
    for (const { profile, quantity, errors, aim } of rows)
      expect(errors.median, `${profile} ${quantity}`).toBeLessThanOrEqual(aim!);
    expect(rows.filter(({ quantity }) => quantity === 'ttft').length).toBeGreaterThanOrEqual(4);
  });

  it('are predicted as well when every row is left out in turn', () => {
    for (const { profile } of compiled.fits.filter(({ profile }) => GRIDS.test(profile.name))) {
      const { ttft, decodeSpeed, decodePower } = profile.errors.crossValidated!;
      if (ttft) expect(ttft.median, profile.name).toBeLessThan(AIMS.ttft!);
      expect(decodeSpeed!.median, profile.name).toBeLessThan(AIMS.speed!);
      expect(decodePower!.median, profile.name).toBeLessThan(AIMS.decodeWatts!);
    }
  });

  it('have their worst row named and explained', () => {
    for (const { worst, errors } of validateMeasurements(compiled)) {
      expect(Math.abs(worst.error)).toBeCloseTo(errors.worst, 3);
      expect(worst.explanation).not.toBe('');
      expect(worst.line).toBeGreaterThan(1);
    }
  });

  it('show the padding of prompts on the three large grids: blocks of 256 for a part of the work', () => {
    for (const model of ['qwen-1.5b', 'llama-8b', 'qwen-14b']) {
      const { prefill } = find(`agx-orin-64gb/deepseek-r1-${model}-bf16-vllm-maxn`).pace;
      expect(prefill.padTo).toBe(256);
      expect(prefill.padShare).toBeGreaterThan(0);
      expect(prefill.padShare).toBeLessThan(1);
    }
  });
});

describe('the paper', () => {
  it('is met within 10 per cent or told which assumption would have to move', () => {
    for (const { within, line, outputNeeded, joules, paper } of validatePaper(find)) {
      expect(joules / paper).toBeGreaterThan(0.75);
      expect(joules / paper).toBeLessThan(1.25);
      if (!within) expect(line).toContain(`${outputNeeded} output tokens instead of 225`);
    }
  });

  it('is met on all three platforms by one answer length', () => {
    const rows = validatePaper(find);
    const lengths = Array.from({ length: 901 }, (_, k) => 100 + k);
    const worst = (output: number): number =>
      Math.max(
        ...rows.map(({ profile, paper }) => Math.abs(responseJoules(find(profile), 100, output) / paper - 1)),
      );
    const best = lengths.reduce((one, other) => (worst(other) < worst(one) ? other : one));
    expect(worst(best)).toBeLessThan(0.05);
    expect(best).toBeGreaterThan(225);
    expect(best).toBeLessThan(300);
  });

  it('has its batched speed-ups at 8 streams, which the fits saw and agree with', () => {
    const rows = validateSpeedUps(compiled).filter(({ profile }) => PAPER_BATCHES.test(profile));
    expect(rows.map(({ measured }) => Number(measured.toFixed(1)))).toEqual([4.6, 4.6, 4]);
    expect(rows.map(({ streams }) => streams)).toEqual([8, 8, 8]);
    for (const { fittedError } of rows) expect(Math.abs(fittedError)).toBeLessThan(0.01);
  });

  it('has them within a third where no batch is shown to the fit, and not to the digit', () => {
    for (const { unseenError, profile } of validateSpeedUps(compiled)) {
      if (!PAPER_BATCHES.test(profile)) continue;
      expect(Math.abs(unseenError)).toBeLessThan(0.33);
      expect(Math.abs(unseenError)).toBeGreaterThan(0.01);
    }
  });

  it('has figures of the boards that its text names', () => {
    const llama = find('agx-orin-64gb/llama3.1-8b-q4-llamacpp-maxn');
    expect(1.02 * 47.6 + 3.1).toBeCloseTo(llama.power.decode, 2);
    const { prefill, step } = llama.pace;
    expect(prefill.fixed).toBeCloseTo(0.054, 3);
    expect(prefill.perToken).toBeCloseTo(8.76e-4, 5);
    expect(prefill.perTokenSquared).toBeCloseTo(3.35e-8, 9);
    expect(step.fixed + step.perSequence).toBeCloseTo(0.045, 3);
    expect(step.perCachedToken).toBeCloseTo(2.61e-6, 7);
  });
});

describe('a verdict', () => {
  it('trusts a dense grid and says what it cannot', () => {
    const { trust, doubt } = verdict(find('agx-orin-64gb/deepseek-r1-llama-8b-bf16-vllm-maxn'));
    expect(trust.join('\n')).toMatch(/time to first token for prompts of 3 to 4,097 tokens/);
    expect(doubt.join('\n')).toMatch(/batches: none was measured/);
  });

  it('trusts nothing of a profile that was derived', () => {
    const { trust, doubt } = verdict(find('agx-orin-64gb/qwen2.5-7b-q4-llamacpp-maxn'));
    expect(trust).toEqual([]);
    expect(doubt.join('\n')).toMatch(/nothing was measured/);
  });

  it('does not trust runs that were throttled', () => {
    const { trust } = verdict(find('raspberry-pi-5-8gb/gemma3-4b-q4-llamacpp-stock'));
    expect(trust).toEqual([]);
  });
});

describe('ratios between power modes', () => {
  it('make a slower mode slower and never draw more', () => {
    const names = compiled.profiles.map(profileName);
    expect(names).toEqual(compiled.profiles.map(({ name }) => name));
    const at = (mode: string): Profile => find(`orin-nano-8gb/qwen2.5-3b-q4-llamacpp-${mode}`);
    const speed = (mode: string): number => at(mode).pace.step.fixed;
    expect(speed('7w')).toBeGreaterThan(speed('15w'));
    expect(speed('15w')).toBeGreaterThan(speed('25w'));
    expect(speed('25w')).toBeGreaterThan(speed('maxn'));
    expect(at('7w').power.decode).toBeLessThan(at('15w').power.decode);
    expect(at('15w').power.decode).toBeLessThan(at('25w').power.decode);
  });

  it('count only figures of the same source', () => {
    const speeds = tables.measurements.filter(
      (row) => row.model === 'llama3.2-3b' && row.board === 'orin-nano-8gb',
    );
    expect(speeds.some((row) => usable(row, 'speed') === null && row.speed !== null)).toBe(true);
    const ratio =
      find('orin-nano-8gb/llama3.2-3b-q4-llamacpp-15w').pace.step.fixed /
      find('orin-nano-8gb/llama3.2-3b-q4-llamacpp-25w').pace.step.fixed;
    expect(ratio).toBeGreaterThan(1.3);
    expect(ratio).toBeLessThan(1.6);
  });
});
