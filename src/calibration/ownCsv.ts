/** Reads the project's own measurement tables. */
import { csvNames, csvRecords, hasColumns } from './csv.ts';
import { measurement } from './measurement.ts';
import { readRows } from './readRows.ts';
import type { LoadKind, Measurement, Quantity, ReadMeasurements, SpeedCounts } from './measurement.ts';

const KEYS = ['board', 'model', 'quantisation', 'engine', 'mode'] as const;
const LOADS: readonly string[] = ['alone', 'together', 'engine'];
const QUANTITIES: Readonly<Record<string, readonly Quantity[]>> = {
  ttft: ['ttft'],
  speed: ['speed'],
  power: ['decodeWatts'],
  prefill: ['prefillWatts'],
  row: ['ttft', 'speed', 'decodeWatts', 'prefillWatts'],
};

/** Whether the text is such a table: its first line names the columns without which nothing can be read. */
export function isOwnCsv(text: string): boolean {
  return hasSpeed(text) || hasColumns(text, ['prompt_tokens', 'ttft_ms']);
}

export function hasSpeed(text: string): boolean {
  return hasColumns(text, ['prompt_tokens', 'tok_s']);
}

/** For a table with other columns: which it has, and which are read; null for any other text. */
export function otherColumns(text: string): string | null {
  const [first] = csvRecords(text);
  const names = csvNames(text);
  const cells = Object.values(first?.value ?? {});
  if (names.length < 2 || cells.every((cell) => cell === '' || !Number.isFinite(Number(cell)))) return null;
  return `its columns are ${names.join(', ')}; a table of your own is read by prompt_tokens, and ttft_ms (to the first token) or tok_s (tokens a second after it) or both, with output_tokens beside them: name its columns like that`;
}

/** Names that collections of measurements use for the same. */
const ALIASES: Readonly<Record<string, string>> = {
  device: 'board',
  quant: 'quantisation',
  quantization: 'quantisation',
  power_mode: 'mode',
};

/** `named`: whether every row has to name its board, model, quantisation, engine and mode itself. */
export function readOwnCsv(text: string, file: string, named = true): ReadMeasurements {
  const records = csvRecords(text).map(({ line, value }) => ({ line, value: renamed(value) }));
  return readRows(records, file, [], (record, _, line) => row(record, file, line, named));
}

function renamed(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(record);
  const own = new Set(entries.map(([name]) => name));
  return Object.fromEntries(
    entries.map(([name, value]) => [own.has(ALIASES[name] ?? '') ? name : (ALIASES[name] ?? name), value]),
  );
}

function row(
  record: Readonly<Record<string, string>>,
  file: string,
  line: number,
  named: boolean,
): Measurement {
  const number = (name: string, least: number): number | null => {
    const text = record[name] ?? '';
    if (text === '') return null;
    const value = Number(text);
    if (!Number.isFinite(value)) throw new RangeError(`${name} must be a number, not "${text}"`);
    if (value < least || (least === 0 && value === 0))
      throw new RangeError(`${name} must be ${least === 0 ? 'above 0' : `at least ${least}`}, not ${text}`);
    return value;
  };
  if (named) for (const key of KEYS) if (!record[key]) throw new RangeError(`${key} is missing`);
  const counts = record.speed_counts || 'steps';
  if (!['steps', 'outputs', 'streams'].includes(counts))
    throw new RangeError(`speed_counts must be steps, outputs or streams, not "${counts}"`);
  const benchy = benchyOf(record);
  const load = record.load || (benchy ? 'together' : 'alone');
  if (!LOADS.includes(load)) throw new RangeError(`load must be ${LOADS.join(', ')}, not "${load}"`);
  const aside = (record.set_aside ?? '').split(/\s+/).filter((word) => word !== '');
  const unknown = aside.find((word) => !Object.hasOwn(QUANTITIES, word));
  if (unknown !== undefined)
    throw new RangeError(`set_aside knows ${Object.keys(QUANTITIES).join(', ')}, not "${unknown}"`);
  const ttft = number('ttft_ms', 0);
  return measurement({
    board: record.board ?? '',
    model: record.model ?? '',
    quantisation: record.quantisation ?? '',
    engine: record.engine ?? '',
    mode: record.mode ?? '',
    prompt: benchy ? Math.round(number('prompt_tokens', 1)! * BENCHY_TOKENS) : number('prompt_tokens', 1),
    output: number('output_tokens', 1),
    load: load as LoadKind,
    batch: number('batch', 1) ?? 1,
    ttft: ttft === null ? null : ttft / 1000,
    speed: benchy?.speed ?? number('tok_s', 0),
    speedCounts: counts as SpeedCounts,
    decodeWatts: number('power_w', 0),
    prefillWatts: number('prefill_w', 0),
    idleWatts: number('idle_w', 0),
    meanWatts: number('mean_w', 0),
    meter: record.meter ?? '',
    ...(record.slots ? { slots: number('slots', 1)! } : {}),
    powerScope: record.power_scope ?? '',
    source: record.source ?? '',
    licence: record.licence ?? '',
    setAside: [...new Set(aside.flatMap((word) => QUANTITIES[word]!))],
    reason: record.reason ?? '',
    file,
    line,
  });
}

/** llama-benchy counts its prompts in tokens of its own: a model's are about so many of them. */
const BENCHY_TOKENS = 0.905;

/** Rows of llama-benchy collected in a table: all requests at once, the speed of one stream in the note. */
function benchyOf({ note = '' }: Readonly<Record<string, string>>): { readonly speed: number } | undefined {
  const speed = /llama-benchy.*\bper stream ([\d.]+)/.exec(note)?.[1];
  return speed === undefined ? undefined : { speed: Number(speed) };
}
