import { expect, it } from 'vitest';
import { calibrate } from '../../src/calibration/calibrate.ts';
import { fitLawWatts, readingShare } from '../../src/calibration/law/power.ts';
import { measurement, type Measurement } from '../../src/calibration/measurement.ts';
import { KNOWN_BOARDS, KNOWN_MODELS } from '../../src/catalog/known.ts';

/** As collections of benchmarks have them: rows that name their test, and the watts of each test in a table beside. */
const ROWS = `device,model,quant,prompt_tokens,output_tokens,batch,ttft_ms,tok_s,source,engine,power_mode,note
${[1, 5, 10]
  .flatMap((batch) =>
    [927, 3707, 14828].map(
      (prompt, k) =>
        `DGX Spark GB10 128GB,mine,bf16,${prompt},${k === 0 ? 1024 : 256},${batch},${(80 + 0.25 * prompt * (batch === 1 ? 1 : (batch + 1) / 2)).toFixed(1)},${(1000 / (30 + batch)).toFixed(2)},here/0${k + 1}-test.md,vLLM 0.26.0; kv fp8,default,"closed loop llama-benchy 0.4.0, 3 runs; per stream ${(1000 / (30 + batch)).toFixed(2)}"`,
    ),
  )
  .join('\n')}
`;
const WATTS = `model,quant,test,readings,mean_w,busy_readings,busy_mean_w,idle_readings,idle_mean_w
mine,bf16,01,50,41,48,42,0,
mine,bf16,02,50,50,48,51,1,30.2
mine,bf16,03,50,68,48,70,24,15.1
other,bf16,01,50,99,48,99,0,
`;

it('watts of whole tests in a table beside the rows give power while decoding and reading', () => {
  const { profiles, kinds } = calibrate(
    [
      { name: 'rows.csv', text: ROWS },
      { name: 'watts.csv', text: WATTS },
    ],
    { boards: KNOWN_BOARDS, models: KNOWN_MODELS },
  );
  expect(kinds.map(({ kind }) => kind)).toEqual(['own CSV', 'table of mean watts by test']);
  const { power, powerScope, name } = profiles[0]!.profile;
  expect(name).toBe('dgx-spark-128gb/mine-bf16-vllm-default');
  expect(powerScope).toContain('GPU telemetry');
  // Brought to the wall by the rule of the board: 1.3 P + 18 W.
  expect(power.idle).toBeCloseTo(1.3 * 15.1 + 18, 0);
  expect(power.decode).toBeGreaterThan(power.idle);
  expect(power.decode).toBeLessThan(1.3 * 51 + 18);
  expect(power.prefill).toBeGreaterThan(1.3 * 60 + 18);
  const [three, none] = [
    profiles[0]!.profile.errors.inSample.decodePower,
    profiles[0]!.profile.errors.crossValidated!.decodePower,
  ];
  expect(three).toMatchObject({ count: 3 });
  expect(none).toBeNull();
});

it('mean watts of loads are held against shares of their time, by a fit that had not seen each', () => {
  const pace = {
    prefill: { fixed: 0.1, perToken: 0.001, perTokenSquared: 0, padTo: 1 },
    step: { fixed: 0.03, perSequence: 0, perCachedToken: 0 },
  };
  const server = { pace, budget: 2048, slots: Infinity, room: Infinity, late: false };
  const rowOf = (prompt: number): Measurement =>
    measurement({
      load: 'together',
      prompt,
      output: 50,
      batch: 1,
      meter: `${prompt}`,
      source: 's',
      file: 'f',
      line: 1,
    });
  const loads = [200, 500, 1000, 2000, 4000].map((prompt) => ({
    ...rowOf(prompt),
    meanWatts: 40 + 20 * readingShare([rowOf(prompt)], server),
  }));
  const exact = fitLawWatts(loads, server)!;
  expect([exact.decode, exact.prefill]).toEqual([expect.closeTo(40, 6), expect.closeTo(60, 6)]);
  for (const { predicted, measured } of exact.crossed) expect(predicted / measured).toBeCloseTo(1, 6);
  const off = loads.map((row, i) => (i === 2 ? { ...row, meanWatts: 1.2 * row.meanWatts } : row));
  const errors = fitLawWatts(off, server)!.crossed.map(({ predicted, measured }) => predicted / measured - 1);
  expect(errors).toHaveLength(5);
  expect(errors[2]).toBeCloseTo(1 / 1.2 - 1, 2);
});
