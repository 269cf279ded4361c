/** Requests of a log to measurements: each with its times, and how many of its run were in flight at most. */
import { mostInFlight } from '../law/log.ts';
import { measurement } from '../measurement.ts';
import type { BrokenRow, Measurement, ReadMeasurements } from '../measurement.ts';

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
  readonly known?: Partial<Pick<Measurement, 'model' | 'quantisation' | 'engine' | 'board' | 'mode' | 'slots' | 'during'>>;
}

export function loggedRows(requests: readonly LoggedRequest[], file: string): ReadMeasurements {
  const broken: BrokenRow[] = [];
  const rows = requests.flatMap((request): Measurement[] => {
    const { run, prompt, output, at, first, end, line, known } = request;
    const wrong =
      !(prompt >= 1) || !(output >= 1)
        ? 'prompt and output must be at least one token'
        : !(first > at) || !(end >= first)
          ? 'its first token must come after it was sent, and its end not before its first token'
          : null;
    if (wrong !== null) {
      broken.push({ file, line, message: wrong });
      return [];
    }
    return [
      measurement({
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
      }),
    ];
  });
  return { measurements: withBatches(rows), broken };
}

/** Who never met another in its run was alone: its row stands for itself. */
function withBatches(rows: readonly Measurement[]): Measurement[] {
  const runs = new Map<string, Measurement[]>();
  for (const row of rows) runs.set(row.served!.run, [...(runs.get(row.served!.run) ?? []), row]);
  const most = new Map([...runs].map(([run, all]) => [run, mostInFlight(all)]));
  return rows.map((row) => {
    const inFlight = most.get(row.served!.run)!;
    return { ...row, batch: Math.min(inFlight, row.slots ?? inFlight), load: inFlight > 1 ? 'log' : 'alone' };
  });
}
