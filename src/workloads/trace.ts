import { z } from 'zod';
import type { Random } from '../kernel/random.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Lengths, Workload, WorkloadContext } from '../model.ts';
import { delay, plugin, positive, seconds, type Plugin } from '../options.ts';
import { Rows } from './rows.ts';
import { parseMoment, type Moment } from './timestamp.ts';

interface Columns {
  time: string;
  prompt: string;
  output: string;
  tenant?: string | undefined;
}

const FORMATS: Readonly<Record<'azure', Columns>> = {
  azure: { time: 'TIMESTAMP', prompt: 'ContextTokens', output: 'GeneratedTokens' },
};

interface Options {
  file: string;
  format?: 'azure' | undefined;
  columns?: Columns | undefined;
  timeScale: number;
  rateScale: number;
  from: number;
  to?: number | undefined;
}

export const trace: Plugin<Options, WorkloadContext, Workload> = plugin(
  'replays a CSV of requests at their own times, read as it goes',
  {
    file: z
      .string()
      .min(1)
      .describe('CSV with a header, its times not falling; relative to the scenario file'),
    format: z
      .enum(['azure'])
      .optional()
      .describe('columns by name: `azure` is the Azure LLM inference trace'),
    columns: z
      .strictObject({
        time: z.string().describe('seconds, or a date and time'),
        prompt: z.string().describe('prompt tokens'),
        output: z.string().describe('output tokens'),
        tenant: z.string().optional().describe('any text; tenants are numbered as they appear'),
      })
      .optional()
      .describe('which column holds what, when the format has no name'),
    timeScale: positive().default(1).describe('2 makes everything take twice as long'),
    rateScale: positive()
      .default(1)
      .describe(
        '0.1 keeps a random tenth of the rows; 2.5 sends two copies of each and a random half of a third',
      ),
    from: delay().default(0).describe('leaves out what is earlier in the file, before scaling'),
    to: seconds().optional().describe('leaves out what is later in the file, before scaling'),
  },
  (options, context: WorkloadContext) => new Trace(options, context),
);

interface Row {
  at: number;
  prompt: number;
  output: number;
  tenant: string;
}

class Trace implements Workload {
  readonly means: Lengths;
  readonly duration: number;
  readonly rate: number;
  readonly period = 0;
  readonly #requests: Requests;
  readonly #options: Options;
  readonly #reader: Reader;
  readonly #draws: Random;
  readonly #keeps: Random;
  readonly #tenants: Map<string, number> = new Map();
  /** The present row, and copies of it still to be sent. */
  #at = 0;
  #prompt = 1;
  #output = 1;
  #tenant = 0;
  #copies = 0;

  constructor(options: Options, context: WorkloadContext) {
    this.#options = options;
    // Once through beforehand: a broken row is an error before anything runs, and the length and the means are known.
    const check = new Reader(options, context);
    let rows = 0;
    let prompts = 0;
    let outputs = 0;
    let last = 0;
    for (let row = check.next(); row; row = check.next()) {
      rows++;
      prompts += row.prompt;
      outputs += row.output;
      last = row.at;
    }
    check.close();
    if (rows === 0) throw new RangeError(`${options.file}: no rows between from and to`);
    this.means = { prompt: prompts / rows, output: outputs / rows };
    this.duration = Math.min(context.duration, last * options.timeScale);
    this.#reader = new Reader(options, context);
    this.#draws = context.stream('draw');
    this.#keeps = context.stream('keep');
    this.#requests = context.requests;
    this.rate = (rows / (last * options.timeScale)) * options.rateScale;
  }

  draw(id: number): void {
    const requests = this.#requests;
    this.#next();
    requests.arrival[id] = this.#at;
    if (this.#at === Infinity) return;
    requests.prompt[id] = this.#prompt;
    requests.output[id] = this.#output;
    requests.tenant[id] = this.#tenant;
    requests.draw[id] = this.#draws.uniform();
  }

  #next(): void {
    if (this.#at === Infinity) return;
    while (this.#copies === 0) {
      const row = this.#reader.next();
      if (!row || row.at * this.#options.timeScale > this.duration) {
        this.#at = Infinity;
        return this.#reader.close();
      }
      this.#at = row.at * this.#options.timeScale;
      this.#prompt = row.prompt;
      this.#output = row.output;
      this.#tenant = this.#number(row.tenant);
      const { rateScale } = this.#options;
      const copies = Math.floor(rateScale);
      this.#copies = copies + (rateScale > copies && this.#keeps.uniform() < rateScale - copies ? 1 : 0);
    }
    this.#copies--;
  }

  #number(tenant: string): number {
    let number = this.#tenants.get(tenant);
    if (number === undefined) this.#tenants.set(tenant, (number = this.#tenants.size));
    return number;
  }
}

/** Checked rows of the file, times from `from` on. */
class Reader {
  readonly #options: Options;
  readonly #rows: Rows;
  readonly #row: Row = { at: 0, prompt: 1, output: 1, tenant: '' };
  readonly #places: { time: number; prompt: number; output: number; tenant: number };
  #start: Moment | null = null;
  #last = 0;

  constructor(options: Options, context: WorkloadContext) {
    this.#options = options;
    this.#rows = new Rows(context.source(options.file));
    const columns = options.columns ?? (options.format && FORMATS[options.format]);
    if (!columns) throw new RangeError(`trace ${options.file}: give either format or columns`);
    const header = this.#rows.next();
    if (!header) throw new RangeError(`${options.file}: the file is empty`);
    const names = header.map((name) => name.trim());
    const place = (name: string | undefined): number => {
      if (name === undefined) return -1;
      const found = names.indexOf(name);
      if (found < 0) {
        throw new RangeError(`${options.file}:1: no column "${name}"; the header has ${names.join(', ')}`);
      }
      return found;
    };
    this.#places = {
      time: place(columns.time),
      prompt: place(columns.prompt),
      output: place(columns.output),
      tenant: place(columns.tenant),
    };
  }

  next(): Row | null {
    const { from, to = Infinity } = this.#options;
    const row = this.#row;
    for (;;) {
      const fields = this.#rows.next();
      if (!fields) return null;
      const at = this.#time(fields);
      if (at > to) return null;
      if (at < from) continue;
      row.at = at - from;
      row.prompt = this.#tokens(fields, this.#places.prompt);
      row.output = this.#tokens(fields, this.#places.output);
      row.tenant = fields[this.#places.tenant] ?? '';
      return row;
    }
  }

  close(): void {
    this.#rows.close();
  }

  #time(fields: readonly string[]): number {
    const text = fields[this.#places.time] ?? '';
    const moment = parseMoment(text);
    if (!moment) this.#fail(`a time must be seconds or a date and time, not "${text}"`);
    this.#start ??= moment;
    const at = moment.seconds - this.#start.seconds + (moment.fraction - this.#start.fraction);
    if (at < this.#last) this.#fail(`times must not fall: ${text} is earlier than the row before`);
    return (this.#last = at);
  }

  #tokens(fields: readonly string[], place: number): number {
    const text = fields[place] ?? '';
    const number = text.trim() === '' ? NaN : Number(text);
    if (!Number.isInteger(number) || number < 0) {
      this.#fail(`a length must be a whole number of tokens, not "${text}"`);
    }
    return Math.max(1, number);
  }

  #fail(what: string): never {
    throw new RangeError(`${this.#options.file}:${this.#rows.line}: ${what}`);
  }
}
