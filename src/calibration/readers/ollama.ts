/** Reads logged answers of Ollama's interface: one JSON object per answer, times in nanoseconds. */
import { positiveField, type JsonObject } from '../jsonRecords.ts';
import { measurement, type Measurement, type Quantity } from '../measurement.ts';
import { rowReader, type JsonReader } from './jsonReader.ts';
import { slug } from '../slug.ts';
import { parseTimestamp } from '../timestamp.ts';

const NANO = 1e-9;
/** Loading longer than this was loading from disk, not the check that the model is there. */
const COLD = 1;

/** Pieces of streamed answers (`done: false`) carry no figures and are passed over. */
export const ollama: JsonReader = rowReader(
  'Ollama responses',
  (record) => 'eval_count' in record && 'eval_duration' in record,
  row,
  ({ done }) => done === false,
);

function row(record: JsonObject, file: string, line: number): Measurement {
  const output = positiveField(record, 'eval_count');
  const decoding = positiveField(record, 'eval_duration');
  if (output === null || decoding === null)
    throw new RangeError('eval_count or eval_duration is missing or 0');
  const prompt = positiveField(record, 'prompt_eval_count');
  const reading = positiveField(record, 'prompt_eval_duration');
  const load = (positiveField(record, 'load_duration') ?? 0) * NANO;
  const cold = load > COLD;
  const total = (positiveField(record, 'total_duration') ?? 0) * NANO;
  const end = typeof record.created_at === 'string' ? parseTimestamp(record.created_at) : undefined;
  const from = end === undefined ? undefined : end - (total || decoding * NANO);
  const setAside: Quantity[] = cold ? ['ttft', 'prefillWatts'] : [];
  return measurement({
    ...nameOf(record.model),
    engine: 'ollama',
    prompt,
    output,
    ttft: prompt === null || reading === null ? null : load + reading * NANO,
    speed: output / (decoding * NANO),
    setAside,
    reason: cold ? `the model was loaded first (${load.toFixed(1)} s)` : '',
    source: file,
    file,
    line,
    ...(end === undefined || from === undefined
      ? {}
      : { during: { from, firstToken: end - decoding * NANO, to: end } }),
  });
}

/** `qwen2.5:3b-instruct-q4_K_M`: the quantisation is in the tag, if anywhere. */
function nameOf(name: unknown): { model: string; quantisation: string } {
  if (typeof name !== 'string') return { model: 'unknown', quantisation: 'unknown' };
  const match = /^(.*?)[-:]?(i?q\d[a-z0-9_]*|fp16|bf16)$/i.exec(name);
  const quantisation = match ? match[2]!.toLowerCase() : 'unknown';
  const model = slug((match ? match[1]! : name).replace(/[:-](instruct|chat|latest|text)\b/g, ''));
  return { model: model || 'unknown', quantisation: quantisation.startsWith('q4_k') ? 'q4' : quantisation };
}
