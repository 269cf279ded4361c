/** Reads result files of vLLM's serving benchmark, with per-request detail if it was saved. */
import { isObject, positiveField, type JsonObject } from '../jsonRecords.ts';
import { measurement, type Measurement, type Quantity } from '../measurement.ts';
import type { JsonReader } from './jsonReader.ts';
import { loggedRows, type LoggedRequest } from './logged.ts';
import { readRows } from '../readRows.ts';
import { modelSlug } from '../slug.ts';

const is = (record: JsonObject): boolean =>
  ('mean_ttft_ms' in record || 'median_ttft_ms' in record) && 'total_output_tokens' in record;

/** With times of the requests, they are a log; without, one row of a batch. */
export const vllmBench: JsonReader = {
  kind: 'vLLM serving benchmark',
  is,
  read: (found, file) => {
    const runs = found.records.map(({ value, line }) => ({ line, value, logged: loggedOf(value, line) }));
    const logged = loggedRows(
      runs.flatMap((run) => run.logged ?? []),
      file,
    );
    const others = readRows(
      runs.filter((run) => run.logged === null),
      file,
      found.broken,
      rows,
    );
    return {
      measurements: [...logged.measurements, ...others.measurements],
      broken: [...others.broken, ...logged.broken],
    };
  },
};

/** Requests with their times: as recorded, or reconstructed if a fixed number was in flight throughout. */
function loggedOf(record: JsonObject, line: number): LoggedRequest[] | null {
  const [inputs, outputs, ttfts] = [record.input_lens, record.output_lens, record.ttfts].map(numbers);
  if (!inputs || !outputs || !ttfts || inputs.length !== ttfts.length) return null;
  const concurrency = positiveField(record, 'max_concurrency');
  if (concurrency === 1) return null;
  const gaps = (i: number): number =>
    (Array.isArray(record.itls) ? (numbers((record.itls as unknown[])[i]) ?? []) : []).reduce(
      (sum, gap) => sum + gap,
      0,
    );
  const starts = numbers(record.start_times);
  const rate = record.request_rate;
  const unlimited = rate === 'inf' || rate === null || rate === undefined || rate === Infinity;
  if (!starts && (concurrency === null || !unlimited)) return null;
  const free = new Array<number>(concurrency ?? 0).fill(0);
  const run = `line ${line}`;
  const known = { model: modelOf(record), engine: 'vllm' };
  return inputs.flatMap((prompt, i) => {
    const ttft = ttfts[i]!;
    const output = outputs[i]!;
    if (!(ttft > 0) || !(output > 0)) return [];
    let at = starts?.[i] ?? 0;
    if (!starts) {
      const next = free.indexOf(Math.min(...free));
      at = free[next]!;
      free[next] = at + ttft + gaps(i);
    }
    return [{ run, prompt, output, at, first: at + ttft, end: at + ttft + gaps(i), line, known }];
  });
}

function modelOf({ model_id: id }: JsonObject): string {
  return modelSlug(id) || 'unknown';
}

const QUEUED = 'requests ran together: the time to first token holds waiting, not only the prompt';
const OPEN =
  'no limit on concurrency and a request rate: how many ran together is not known; --save-detailed of a version that stores start_times tells';

function rows(record: JsonObject, file: string, line: number): Measurement[] {
  const batch = positiveField(record, 'max_concurrency');
  const setAside: Quantity[] = batch === null ? ['ttft', 'speed', 'decodeWatts'] : batch > 1 ? ['ttft'] : [];
  const known = {
    model: modelOf(record),
    quantisation: 'unknown',
    engine: 'vllm',
    batch: batch ?? 1,
    setAside,
    reason: batch === null ? OPEN : batch > 1 ? QUEUED : '',
    source: file,
    file,
    line,
  };
  const inputs = numbers(record.input_lens);
  const outputs = numbers(record.output_lens);
  const ttfts = numbers(record.ttfts);
  if (inputs && outputs && ttfts && inputs.length === ttfts.length)
    return inputs.flatMap((prompt, i) => {
      const gaps = Array.isArray(record.itls) ? numbers((record.itls as unknown[])[i]) : undefined;
      const decoding = gaps?.reduce((sum, gap) => sum + gap, 0) ?? 0;
      const failed = !(ttfts[i]! > 0) || !(outputs[i]! > 0);
      if (failed) return [];
      return measurement({
        ...known,
        prompt,
        output: outputs[i]!,
        ttft: ttfts[i]!,
        speed: gaps && decoding > 0 ? gaps.length / decoding : null,
      });
    });
  const completed = positiveField(record, 'completed');
  if (completed === null) throw new RangeError('completed is missing or 0: no request finished');
  const mean = (field: string): number | null => {
    const total = positiveField(record, field);
    return total === null ? null : total / completed;
  };
  const ttft = positiveField(record, 'median_ttft_ms') ?? positiveField(record, 'mean_ttft_ms');
  const tpot = positiveField(record, 'median_tpot_ms') ?? positiveField(record, 'mean_tpot_ms');
  return [
    measurement({
      ...known,
      prompt: mean('total_input_tokens'),
      output: mean('total_output_tokens'),
      ttft: ttft === null ? null : ttft / 1000,
      speed: tpot === null ? null : 1000 / tpot,
    }),
  ];
}

function numbers(value: unknown): number[] | undefined {
  return Array.isArray(value) && value.every((each) => typeof each === 'number' && !isObject(each))
    ? (value as number[])
    : undefined;
}
