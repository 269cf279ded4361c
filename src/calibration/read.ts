/** Measurement files of any known kind, told apart by what is in them. */
import { isAiperf, readAiperf } from './aiperf.ts';
import { isObject, jsonRecords } from './jsonRecords.ts';
import { isLlamaBench, isLlamaBenchCsv, readLlamaBench, readLlamaBenchCsv } from './llamaBench.ts';
import type { BrokenRow, Measurement, Reading } from './measurement.ts';
import { isOllama, readOllama } from './ollama.ts';
import { isOwnCsv, readOwnCsv } from './ownCsv.ts';
import { isTegrastats, readTegrastats, withPower } from './tegrastats.ts';
import type { PowerLog } from './tegrastats.ts';
import { isVllmBench, readVllmBench } from './vllmBench.ts';

/** A file's name, for messages, and what it holds. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

export const KINDS = [
  'own CSV',
  'llama-bench',
  'Ollama responses',
  'vLLM serving benchmark',
  'genai-perf or aiperf export',
  'tegrastats log',
] as const;
export type Kind = (typeof KINDS)[number];

/** Null for a text of no known kind. */
export function kindOf(text: string): Kind | null {
  const start = text.trimStart()[0];
  if (start === '{' || start === '[') {
    const found = jsonRecords(text, '').records.map(({ value }) => value);
    const has = (test: (record: (typeof found)[number]) => boolean): boolean => found.some(test);
    if (has(isLlamaBench)) return 'llama-bench';
    if (has(isOllama)) return 'Ollama responses';
    if (has(isVllmBench)) return 'vLLM serving benchmark';
    if (has((record) => isObject(record) && isAiperf(record))) return 'genai-perf or aiperf export';
    return null;
  }
  if (isTegrastats(text)) return 'tegrastats log';
  if (isLlamaBenchCsv(text)) return 'llama-bench';
  return isOwnCsv(text) ? 'own CSV' : null;
}

export interface Files extends Reading {
  readonly kinds: readonly { readonly file: string; readonly kind: Kind }[];
}

/** All files together; a power log is laid beside the measurements of the others. Throws for a file of no known kind. */
export function readFiles(files: readonly TextFile[]): Files {
  const kinds: { file: string; kind: Kind }[] = [];
  const logs: PowerLog[] = [];
  let measurements: Measurement[] = [];
  const broken: BrokenRow[] = [];
  for (const { name, text } of files) {
    const kind = kindOf(text);
    if (kind === null)
      throw new RangeError(`${name}: not a kind of file that is known; known are ${KINDS.join(', ')}`);
    kinds.push({ file: name, kind });
    if (kind === 'tegrastats log') {
      const log = readTegrastats(text, name);
      logs.push(log);
      broken.push(...log.broken);
      continue;
    }
    const reading = reader(kind, text)(text, name);
    measurements.push(...reading.measurements);
    broken.push(...[...reading.broken].sort((a, b) => a.line - b.line));
  }
  for (const log of logs) measurements = withPower(measurements, log);
  return { measurements, broken, kinds };
}

function reader(kind: Kind, text: string): (text: string, file: string) => Reading {
  switch (kind) {
    case 'llama-bench':
      return /^[[{]/.test(text.trimStart()) ? readLlamaBench : readLlamaBenchCsv;
    case 'Ollama responses':
      return readOllama;
    case 'vLLM serving benchmark':
      return readVllmBench;
    case 'genai-perf or aiperf export':
      return readAiperf;
    default:
      return (csv, file) => readOwnCsv(csv, file, false);
  }
}
