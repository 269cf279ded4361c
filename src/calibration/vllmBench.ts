/** Reads the result file of vLLM's serving benchmark; with per-request detail where it was saved. */
import { isObject, jsonRecords, positiveField } from './jsonRecords.ts';
import type { JsonObject } from './jsonRecords.ts';
import { measurement } from './measurement.ts';
import type { Measurement, Quantity, Reading } from './measurement.ts';
import { readRows } from './readRows.ts';
import { slug } from './slug.ts';

export function isVllmBench(record: JsonObject): boolean {
  return ('mean_ttft_ms' in record || 'median_ttft_ms' in record) && 'total_output_tokens' in record;
}

export function readVllmBench(text: string, file: string): Reading {
  const { records, broken } = jsonRecords(text, file);
  return readRows(records, file, broken, rows);
}

const QUEUED = 'requests ran together: the time to first token holds waiting, not only the prompt';
const OPEN = 'no limit on concurrency and a request rate: how many ran together is not known';

function rows(record: JsonObject, file: string, line: number): Measurement[] {
  const batch = positiveField(record, 'max_concurrency');
  const setAside: Quantity[] = batch === null ? ['ttft', 'speed', 'decodeWatts'] : batch > 1 ? ['ttft'] : [];
  const known = {
    model: slug(typeof record.model_id === 'string' ? (record.model_id.split('/').at(-1) ?? '') : '') || 'unknown',
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
