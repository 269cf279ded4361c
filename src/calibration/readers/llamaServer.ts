/** Reads what llama-server reports: timings of its answers, and totals under /metrics. */
import { isObject, positiveField, type JsonObject } from '../jsonRecords.ts';
import { measurement, type Measurement, type ReadMeasurements } from '../measurement.ts';
import { needed, rowReader, type JsonReader } from './jsonReader.ts';
import { modelSlug } from '../slug.ts';

/** Answers of /completion and of /v1/chat/completions, one per line; pieces of streamed ones carry no timings. */
export const llamaServerTimings: JsonReader = rowReader(
  'llama-server timings',
  ({ timings }) => isObject(timings) && 'predicted_ms' in timings,
  row,
  ({ timings }) => !isObject(timings),
);

function row(record: JsonObject, file: string, line: number): Measurement {
  const timings = record.timings as JsonObject;
  const read = needed(timings, 'prompt_n');
  const cached = positiveField(timings, 'cache_n') ?? 0;
  const output = needed(timings, 'predicted_n');
  const reading = needed(timings, 'prompt_ms') / 1000;
  const decoding = needed(timings, 'predicted_ms') / 1000;
  // The first token comes from the prompt: the others are decoded.
  const steps = output - 1;
  return measurement({
    model: modelSlug(record.model),
    engine: 'llamacpp',
    prompt: read + cached,
    output: Math.max(1, output),
    ttft: reading > 0 ? reading : null,
    speed: steps > 0 && decoding > 0 ? steps / decoding : null,
    setAside: cached > 0 ? ['ttft', 'prefillWatts'] : [],
    reason: cached > 0 ? `${cached} tokens of the prompt were in the cache already` : '',
    source: file,
    file,
    line,
  });
}

const NAME = /^(?:llamacpp:)([a-z_]+)(?:\{[^}]*\})? ([-+.\deE]+)$/;

export function isLlamaServerMetrics(text: string): boolean {
  return /^(# (HELP|TYPE) )?llamacpp:/m.test(text);
}

/** The assumed prompt length: totals give speeds, not lengths. */
const TAKEN = 512;

/** Averages over all requests of the server. */
export function readLlamaServerMetrics(text: string, file: string): ReadMeasurements {
  const found = new Map<string, number>();
  text.split('\n').forEach((line) => {
    const match = NAME.exec(line.trim());
    if (match) found.set(match[1]!, Number(match[2]));
  });
  const rate = (tokens: string, seconds: string): number | null => {
    const [count, time] = [found.get(tokens) ?? 0, found.get(seconds) ?? 0];
    return count > 0 && time > 0 ? count / time : null;
  };
  const prompts = rate('prompt_tokens_total', 'prompt_seconds_total');
  const answers = rate('tokens_predicted_total', 'tokens_predicted_seconds_total');
  if (prompts === null || answers === null)
    return {
      measurements: [],
      broken: [{ file, line: 1, message: 'the server has answered nothing yet: its totals are 0' }],
    };
  const batch = Math.max(1, Math.round(found.get('n_busy_slots_per_decode') ?? 1));
  const known = { engine: 'llamacpp', source: file, file, line: 1 };
  const reason = `totals say no lengths: prompts of ${TAKEN} tokens are taken`;
  return {
    measurements: [
      measurement({ ...known, prompt: TAKEN, output: 1, ttft: TAKEN / prompts, reason }),
      measurement({ ...known, prompt: TAKEN, batch, speed: answers }),
    ],
    broken: [],
  };
}
