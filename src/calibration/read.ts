/** Reads measurement files; their kind is recognised by their content. */
import { jsonRecords } from './jsonRecords.ts';
import type { BrokenRow, Measurement, ReadMeasurements } from './measurement.ts';
import { hasSpeed, isOwnCsv, otherColumns, readOwnCsv } from './ownCsv.ts';
import { aiperf, aiperfRequests } from './readers/aiperf.ts';
import { batchedBench, isBatchedBenchTable, readBatchedBenchTable } from './readers/batchedBench.ts';
import { edgewiseLog } from './readers/edgewiseLog.ts';
import { guidellm } from './readers/guidellm.ts';
import type { JsonReader } from './readers/jsonReader.ts';
import { litellm } from './readers/litellm.ts';
import {
  isLlamaBenchCsv,
  isLlamaBenchTable,
  llamaBench,
  readLlamaBenchCsv,
  readLlamaBenchTable,
} from './readers/llamaBench.ts';
import { isLlamaServerMetrics, llamaServerTimings, readLlamaServerMetrics } from './readers/llamaServer.ts';
import { isMlperf, readMlperf } from './readers/mlperf.ts';
import { ollama } from './readers/ollama.ts';
import { isRealLog, readRealLog } from './readers/realLog.ts';
import { otel } from './readers/otel.ts';
import { isRequestTable, readRequestTable } from './readers/requestTable.ts';
import { isTestWatts, readTestWatts, withTestWatts, type TestWatts } from './readers/testWatts.ts';
import { vllmBench } from './readers/vllmBench.ts';
import { isWattLog, readWattLog } from './readers/wattLog.ts';
import { isTegrastats, readTegrastats, withPower, type PowerLog } from './tegrastats.ts';

/** A file's name, for messages, and what it holds. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export type FileKind = string;

/** What is read of a file: rows, or watts that belong to rows of other files. */
type Reading =
  | { readonly read: (text: string, file: string) => ReadMeasurements }
  | { readonly power: (text: string, file: string) => PowerLog }
  | { readonly tests: (text: string) => TestWatts[] };

type TextReader = Reading & { readonly kind: FileKind; readonly is: (text: string) => boolean };

const JSON_READERS: readonly JsonReader[] = [
  llamaBench,
  edgewiseLog,
  batchedBench,
  llamaServerTimings,
  ollama,
  vllmBench,
  aiperfRequests,
  aiperf,
  guidellm,
  litellm,
  otel,
];

const OWN: FileKind = 'own CSV';
/** Tried last: its columns may be called in many ways, as those of other kinds are. */
const REAL_LOG: TextReader = { kind: 'log of requests', is: isRealLog, read: readRealLog };

/** In the order in which they are tried: a log of watts may have any columns. */
const TEXT_READERS: readonly TextReader[] = [
  { kind: 'table of mean watts by test', is: isTestWatts, tests: readTestWatts },
  { kind: 'tegrastats log', is: isTegrastats, power: readTegrastats },
  // What says when each request came, and not its speed, is a log of them: its times hold the queue as well.
  {
    kind: OWN,
    is: (text) => isOwnCsv(text) && (hasSpeed(text) || !isRealLog(text)),
    read: (text, file) => readOwnCsv(text, file, false),
  },
  { kind: 'table of requests', is: isRequestTable, read: readRequestTable },
  { kind: llamaBench.kind, is: isLlamaBenchCsv, read: readLlamaBenchCsv },
  { kind: llamaBench.kind, is: isLlamaBenchTable, read: readLlamaBenchTable },
  { kind: batchedBench.kind, is: isBatchedBenchTable, read: readBatchedBenchTable },
  { kind: 'llama-server metrics', is: isLlamaServerMetrics, read: readLlamaServerMetrics },
  { kind: 'MLPerf summary', is: isMlperf, read: readMlperf },
  { kind: 'log of watts', is: isWattLog, power: readWattLog },
];

/** All kinds, each once; what anybody can write comes first. */
export const KINDS: readonly FileKind[] = [
  ...new Set([OWN, ...[...JSON_READERS, ...TEXT_READERS, REAL_LOG].map(({ kind }) => kind)]),
];

function find(text: string): (Reading & { readonly kind: FileKind }) | undefined {
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') return [...TEXT_READERS, REAL_LOG].find(({ is }) => is(text));
  const { records } = jsonRecords(text, '');
  const json = JSON_READERS.find(({ is }) => records.some(({ value }) => is(value)));
  if (json) return { kind: json.kind, read: (_, file) => json.read(jsonRecords(text, file), file) };
  return REAL_LOG.is(text) ? REAL_LOG : undefined;
}

/** Null for a text of no known kind. */
export function kindOf(text: string): FileKind | null {
  return find(text)?.kind ?? null;
}

interface ReadFiles extends ReadMeasurements {
  readonly kinds: readonly { readonly file: string; readonly kind: FileKind }[];
}

/** All files together; a power log is laid beside the measurements of the others. Throws for a file of no known kind. */
export function readFiles(files: readonly NamedText[]): ReadFiles {
  const kinds: { file: string; kind: FileKind }[] = [];
  const logs: PowerLog[] = [];
  const tests: TestWatts[] = [];
  let measurements: Measurement[] = [];
  const broken: BrokenRow[] = [];
  for (const { name, text } of files) {
    const found = find(text);
    if (found === undefined)
      throw new RangeError(
        `${name}: not a kind of file that is known; ${otherColumns(text) ?? `known are ${KINDS.join(', ')}`}`,
      );
    kinds.push({ file: name, kind: found.kind });
    if ('power' in found) {
      const log = found.power(text, name);
      logs.push(log);
      broken.push(...log.broken);
      continue;
    }
    if ('tests' in found) {
      tests.push(...found.tests(text));
      continue;
    }
    const reading = found.read(text, name);
    measurements.push(...reading.measurements);
    broken.push(...[...reading.broken].sort((a, b) => a.line - b.line));
  }
  if (tests.length > 0) measurements = withTestWatts(measurements, tests);
  for (const log of logs) measurements = withPower(measurements, log);
  return { measurements, broken, kinds };
}
