/** One measured row, in seconds, tokens, watts, whatever file it came from. */

/** What a row may have measured. A figure may be set aside without losing the row. */
export type Quantity = 'ttft' | 'speed' | 'decodeWatts' | 'prefillWatts';

/**
 * What a tokens-per-second figure counts: `steps` decode steps of one sequence; `outputs` all output tokens over the
 * time of the steps after the first token; `streams` the tokens of all sequences of the batch together.
 */
export type SpeedCounts = 'steps' | 'outputs' | 'streams';

/**
 * How the requests of a row came: `alone`, one after the other; `together`, the whole batch at once, `ttft` and `speed`
 * the means over them; `engine`, without a server: all prompts of the batch first, then all decode; `log`, one request
 * of a log, with its times.
 */
export type LoadKind = 'alone' | 'together' | 'engine' | 'log';

/** A request of a log: in which run, when it was sent, its first token and its last, in seconds of the run. */
export interface Served {
  readonly run: string;
  readonly at: number;
  readonly first: number;
  readonly end: number;
}

export interface Measurement {
  readonly board: string;
  readonly model: string;
  readonly quantisation: string;
  readonly engine: string;
  readonly mode: string;
  readonly prompt: number | null;
  /** Whether the prompt was in the cache beforehand: its prefill was then not measured. */
  readonly filled?: true;
  readonly output: number | null;
  /** Sequences at once; in a log, the most there were in its run. */
  readonly batch: number;
  readonly load: LoadKind;
  readonly served?: Served;
  /** Sequences the server takes at once, where it is known. */
  readonly slots?: number;
  /** Seconds from the start of the prompt to the first token. */
  readonly ttft: number | null;
  /** Tokens per second, as `speedCounts` says. */
  readonly speed: number | null;
  readonly speedCounts: SpeedCounts;
  /** Watts as measured, within `powerScope`. */
  readonly decodeWatts: number | null;
  readonly prefillWatts: number | null;
  readonly idleWatts: number | null;
  /** Mean watts while all rows with the same `meter` ran, each as often as the others. */
  readonly meanWatts: number | null;
  readonly meter: string;
  readonly powerScope: string;
  readonly source: string;
  readonly licence: string;
  readonly setAside: readonly Quantity[];
  /** Why something is set aside; empty when nothing is. */
  readonly reason: string;
  readonly file: string;
  readonly line: number;
  /** When it was measured, seconds since 1970 by the clock of the log; for power from a log beside it. */
  readonly during?: PowerInterval;
  /** Bytes of the weights and number of parameters, where the file says them. */
  readonly weights?: number;
  readonly parameters?: number;
}

export interface PowerInterval {
  readonly from: number;
  /** End of prefill; equal to `from` when there was none, to `to` when there was nothing else. */
  readonly firstToken: number;
  readonly to: number;
}

/** A row that could not be read. */
export interface BrokenRow {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface ReadMeasurements {
  readonly measurements: readonly Measurement[];
  readonly broken: readonly BrokenRow[];
}

/** Fields a reader may leave out. */
export function measurement(known: Partial<Measurement> & { file: string; line: number }): Measurement {
  return {
    board: '',
    model: '',
    quantisation: '',
    engine: '',
    mode: '',
    prompt: null,
    output: null,
    batch: 1,
    load: 'alone',
    ttft: null,
    speed: null,
    speedCounts: 'steps',
    decodeWatts: null,
    prefillWatts: null,
    idleWatts: null,
    meanWatts: null,
    meter: '',
    powerScope: '',
    source: '',
    licence: '',
    setAside: [],
    reason: '',
    ...known,
  };
}

/** The figure if it was measured and not set aside. */
export function usable(row: Measurement, quantity: Quantity): number | null {
  return row.setAside.includes(quantity) ? null : row[quantity];
}

/** Tokens a sequence has in its cache on average while it decodes; without an output length, 128 are taken. */
export function meanContext(row: Measurement): number {
  return (row.prompt ?? 0) + (row.output ?? 128) / 2;
}

/** Seconds of one decode step of the whole batch, from the measured speed. */
export function stepSeconds(row: Measurement, speed: number): number {
  if (row.speedCounts === 'streams') return row.batch / speed;
  if (row.speedCounts === 'outputs' && row.output !== null && row.output > 1)
    return row.output / speed / (row.output - 1);
  return 1 / speed;
}

/** The inverse: the speed such a row would show at this step time. */
export function shownSpeed(row: Measurement, step: number): number {
  return stepSeconds(row, 1) / step;
}

export function profileName(
  row: Pick<Measurement, 'board' | 'model' | 'quantisation' | 'engine' | 'mode'>,
): string {
  return `${row.board}/${row.model}-${row.quantisation}-${row.engine}-${row.mode}`;
}
