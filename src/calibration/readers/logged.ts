/** Turns requests of a log into measurements: each with its times, and the most in flight in its run. */
import { group } from 'd3-array';
import { mostInFlight } from '../law/log.ts';
import { measurement, type BrokenRow, type Measurement, type ReadMeasurements } from '../measurement.ts';
import { readEach, readRows, type LineRecord } from '../readRows.ts';

export interface LoggedRequest {
  /** Names the run within its file, where there are several. */
  readonly run: string;
  readonly prompt: number;
  readonly output: number;
  /** Seconds: sent, first token, last token. */
  readonly at: number;
  readonly first: number;
  readonly end: number;
  readonly line: number;
  /** What the log says of the server and the model. */
  readonly known?: Partial<
    Pick<Measurement, 'model' | 'quantisation' | 'engine' | 'board' | 'mode' | 'slots' | 'during'>
  >;
}

/** The requests that records hold; `broken` is what was wrong before. */
export function readLogged<Value>(
  records: readonly LineRecord<Value>[],
  file: string,
  broken: readonly BrokenRow[],
  requests: (value: Value, line: number) => readonly LoggedRequest[],
): ReadMeasurements {
  const read = readEach(records, file, requests);
  const rows = loggedRows(read.found, file);
  return { measurements: rows.measurements, broken: [...broken, ...read.broken, ...rows.broken] };
}

export function loggedRows(requests: readonly LoggedRequest[], file: string): ReadMeasurements {
  const records = requests.map((value) => ({ line: value.line, value }));
  const { measurements, broken } = readRows(records, file, [], loggedRow);
  return { measurements: withBatches(measurements), broken };
}

function loggedRow(request: LoggedRequest, file: string, line: number): Measurement {
  const { run, prompt, output, at, first, end, known } = request;
  if (!(prompt >= 1) || !(output >= 1)) throw new RangeError('prompt and output must be at least one token');
  if (!(first > at) || !(end >= first))
    throw new RangeError(
      'its first token must come after it was sent, and its end not before its first token',
    );
  return measurement({
    ...known,
    load: 'log',
    served: { run: `${file} ${run}`, at, first, end },
    prompt,
    output,
    ttft: first - at,
    speed: output > 1 && end > first ? (output - 1) / (end - first) : null,
    source: file,
    file,
    line,
  });
}

/** A request that never ran with another is a row by itself. */
function withBatches(rows: readonly Measurement[]): Measurement[] {
  const runs = group(rows, ({ served }) => served!.run);
  const most = new Map([...runs].map(([run, all]) => [run, mostInFlight(all)]));
  return rows.map((row) => {
    const inFlight = most.get(row.served!.run)!;
    return { ...row, batch: Math.min(inFlight, row.slots ?? inFlight), load: inFlight > 1 ? 'log' : 'alone' };
  });
}
