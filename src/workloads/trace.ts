import { z } from 'zod';
import { plain } from '../kernel/numbers.ts';
import type { Random } from '../kernel/random.ts';
import type { Requests } from '../kernel/requests.ts';
import { cut } from '../logs/blocks.ts';
import { zoneClock } from '../logs/clock.ts';
import { LogError } from '../logs/logError.ts';
import { datesOf } from '../logs/dates.ts';
import { dateOf, UNITS, type Unit } from '../logs/moment.ts';
import type { RecordedLog } from '../logs/recordedLog.ts';
import { stretchOf } from '../logs/stretch.ts';
import type { Dates, Lengths, Tenants, Workload, WorkloadContext } from '../model.ts';
import { block, count, delay, plugin, positive, seconds, type Plugin } from '../options.ts';
import type { Recorded } from '../results.ts';
import { meansOf, recordedOf, tenantsOf } from './recorded.ts';
import { levels, Priorities, priorities, type Priority } from './priorities.ts';
import { Replay } from './replay.ts';

type Column = 'time' | 'prompt' | 'output' | 'tenant' | 'status' | 'priority';
type Columns = Partial<Record<Column, string | undefined>>;

const FORMATS: Readonly<Record<'azure', Columns>> = {
  azure: { time: 'TIMESTAMP', prompt: 'ContextTokens', output: 'GeneratedTokens' },
};

interface TraceOptions {
  file: string;
  format?: 'azure' | undefined;
  columns?: Columns | undefined;
  unit?: Unit | undefined;
  errors: 'skip' | 'keep';
  timeScale: number;
  rateScale: number;
  growth: 'users' | 'time';
  resample?: { block: number; blocks?: number | undefined } | undefined;
  zone?: string | undefined;
  from: number | string;
  to?: number | string | undefined;
  priorities: Priority[] | undefined;
}

/** Upper bounds: `rateScale`, and the number of requests of a replay. */
const MOST_TIMES = 10_000;
const MOST_REQUESTS = 100_000_000;

const column = (what: string): z.ZodOptional<z.ZodString> => z.string().optional().describe(what);

export const trace: Plugin<TraceOptions, WorkloadContext, Workload> = plugin(
  'replays a recorded log of requests: CSV or JSON Lines',
  {
    file: z
      .string()
      .min(1)
      .describe('path of a table with a header, or of JSON Lines; relative to the scenario file'),
    format: z
      .enum(['azure'])
      .optional()
      .describe(
        'a known set of columns: `azure` is the Azure LLM inference trace; not needed for usual names',
      ),
    columns: z
      .strictObject({
        time: column('when it arrived: seconds to nanoseconds, or a date and time'),
        prompt: column('prompt tokens'),
        output: column('output tokens'),
        tenant: column('who sent the request; any text'),
        status: column('the outcome: ok, error, 200, ...'),
        priority: column('the priority, a whole number from 0; read only if its column is named here'),
      })
      .optional()
      .describe(
        'names of the columns, where they are not usual ones; for JSON a path, such as usage.prompt_tokens',
      ),
    unit: z.enum(UNITS).optional().describe('unit of plain numbers in the time column; default: detected'),
    errors: z
      .enum(['skip', 'keep'])
      .default('skip')
      .describe(
        'rows that ended in an error or have no output: left out (skip), or included with at least one token (keep)',
      ),
    timeScale: positive().default(1).describe('2 makes everything take twice as long'),
    rateScale: positive()
      .default(1)
      .describe('0.1 keeps a random tenth of the rows; 2.5 adds another 1.5 times as many (see growth)'),
    growth: z
      .enum(['users', 'time'])
      .default('users')
      .describe(
        'how rateScale works: `users` adds or removes requests, the added ones as if from other users, in the same hour but never at the same instant; `time` replays the log that much faster',
      ),
    resample: z
      .strictObject({
        block: block().describe('length of a block: 1w, 1d, 1h, 10m'),
        blocks: count().optional().describe('blocks in a run; default: as many as the log has'),
      })
      .optional()
      .describe(
        'draws blocks of the log with replacement, so that replications differ as the recorded blocks do; weekdays and times of day are matched where the log has each twice',
      ),
    zone: z
      .string()
      .optional()
      .refine((name) => name === undefined || isZone(name), {
        error: 'a time zone, for instance Europe/Berlin',
      })
      .describe('time zone that days begin in, such as Europe/Berlin; default: that of the log, else UTC'),
    from: moment(delay(), '0s, 2d12h, 2026-03-02, 2026-03-02T09:00')
      .default(0)
      .describe(
        'leaves out what is earlier in the log, before scaling: time since its first request, or a date if its times are dates',
      ),
    to: moment(seconds(), '5d, 2026-03-06, 2026-03-06T18:00')
      .optional()
      .describe(
        'leaves out what is later, and ends there: time since the first request of the log, or a date; a date without a time includes that day',
      ),
    priorities: priorities(),
  },
  (options, context: WorkloadContext) => new Trace(options, context),
  {
    file: ({ file }) => file,
    prioritised: ({ priorities: some }) => some !== undefined,
    // Growth keeps the times and sends more of the rows.
    grown: ({ rateScale }, factor) => ({ rateScale: rateScale * factor }),
    oneBlock: ({ resample }) => resample && { resample: { ...resample, blocks: 1 } },
    wrong: ({ format, columns, rateScale, growth, priorities: shares }) => [
      ...(format !== undefined && columns !== undefined
        ? [
            {
              message: 'has both a format and columns',
              allowed: 'one of the two; neither for usual column names',
            },
          ]
        : []),
      ...(growth === 'users' && rateScale > MOST_TIMES
        ? [
            {
              message: `rateScale is ${plain(rateScale)}: each time is a further user beside every one of the log`,
              allowed: `up to ${plain(MOST_TIMES)}; growth: time hurries the log instead, by any factor`,
            },
          ]
        : []),
      ...(shares !== undefined && columns?.priority !== undefined
        ? [{ message: 'has both priorities and a column of them', allowed: 'one of them' }]
        : []),
    ],
  },
);

function isZone(name: string): boolean {
  try {
    zoneClock(name);
    return true;
  } catch {
    return false;
  }
}

/** A duration, or a date that is read with the log. */
function moment(duration: z.ZodType<number, number | string>, examples: string): z.ZodType<number | string> {
  const expects = `a duration or a date, for instance ${examples}`;
  return z
    .union([z.string().refine((text) => dateOf(text) !== undefined), duration], {
      error: expects,
    })
    .meta({ expects });
}

class Trace implements Workload {
  readonly means: Lengths;
  readonly duration: number;
  readonly rate: number;
  readonly period = 0;
  readonly recorded: Recorded;
  readonly dates?: Dates;
  readonly named?: Tenants;
  readonly priorities?: readonly number[];
  readonly #requests: Requests;
  readonly #log: RecordedLog;
  readonly #replay: Replay;
  /** Seconds of the run per second of the log. */
  readonly #scale: number;
  readonly #draws: Random;
  readonly #marks: Priorities | null;

  constructor(options: TraceOptions, context: WorkloadContext) {
    const { file, format, columns, unit, errors, resample, rateScale, timeScale, growth } = options;
    const log = context.logs.read(file, { columns: columns ?? (format && FORMATS[format]), unit, errors });
    const stretch = stretchOf(log, options);
    const all = (stretch.high - stretch.low) * rateScale;
    if (growth === 'users' && all > MOST_REQUESTS)
      throw new LogError(
        file,
        `rateScale makes ${plain(Math.round(all))} requests of its ${plain(stretch.high - stretch.low)}; a replay has up to ${plain(MOST_REQUESTS)}`,
      );
    const blocks = resample ? cut(stretch, resample.block) : null;
    const hurried = growth === 'time';
    this.#log = log;
    this.#scale = hurried ? timeScale / rateScale : timeScale;
    const recorded = blocks
      ? (resample?.blocks ?? blocks.starts.length) * blocks.length
      : stretch.to - stretch.from;
    // Resampling never ends by itself; a replay ends with the log.
    const endless = blocks !== null && resample!.blocks === undefined && context.duration < Infinity;
    this.duration = endless ? context.duration : Math.min(context.duration, recorded * this.#scale);
    const seconds = this.duration / this.#scale;
    this.means = meansOf(stretch);
    this.recorded = recordedOf(stretch, { ...options, blocks, seconds, duration: this.duration });
    // Resampled blocks belong to no particular date.
    const dates = blocks ? null : datesOf(stretch, this.#scale);
    if (dates !== null) this.dates = dates;
    if (log.tenants.length > 0) this.named = tenantsOf(stretch);
    const rate = hurried ? 1 : rateScale;
    this.#replay = new Replay(stretch, { rate, blocks, seconds, stream: (name) => context.stream(name) });
    this.#draws = context.stream('draw');
    this.#requests = context.requests;
    this.#marks = options.priorities ? new Priorities(options.priorities, context.requests) : null;
    const found = this.#marks
      ? this.#marks.levels
      : log.priority && levels(log.priority.subarray(stretch.low, stretch.high));
    if (found) this.priorities = found;
    this.rate = ((stretch.high - stretch.low) / ((stretch.to - stretch.from) * timeScale)) * rateScale;
  }

  draw(id: number): void {
    const requests = this.#requests;
    const replay = this.#replay;
    replay.next();
    const at = replay.at * this.#scale;
    requests.arrival[id] = at > this.duration ? Infinity : at;
    if (requests.arrival[id] === Infinity) return;
    const { prompt, output, tenant, tenants, priority } = this.#log;
    const { row } = replay;
    requests.prompt[id] = prompt[row]!;
    requests.output[id] = output[row]!;
    requests.tenant[id] = tenant[row]! + replay.copy * tenants.length;
    requests.draw[id] = this.#draws.uniform();
    if (priority !== null) requests.priority[id] = priority[row]!;
    this.#marks?.mark(id);
  }
}
