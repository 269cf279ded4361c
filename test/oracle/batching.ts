import { reasonOf, type Reason } from '../../src/model.ts';
import type { LimitLog } from './windowLog.ts';

/** The batches that vLLM captures graphs of. */
const CAPTURED = new Set([1, 2, 4]);
for (let size = 8; size <= 512; size += size < 256 ? 8 : 16) CAPTURED.add(size);

/** A device as the slow model knows it: plain numbers, and `room` in tokens. */
export interface Setting {
  prefill: {
    fixed: number;
    perToken: number;
    perTokenSquared: number;
    padTo: number;
    padShare: number;
    perStep?: number;
    outside?: number;
  };
  step: {
    fixed: number;
    perSequence: number;
    perCachedToken: number;
    alone?: number;
    experts?: { seconds: number; sequences: number; graphs?: boolean };
    table?: number[];
  };
  overlap?: number;
  /** How its server goes about its steps: every sequence that decodes takes one token of the chunk; who comes joins late. */
  serving?: { late: boolean };
  power: { idle: number; prefill: number; decode: number; decodePerSequence: number };
  slots: number;
  queue: number;
  room: number;
  context: number;
  /** Prompt tokens per step; 0 for prompts that are read while decoding pauses. */
  chunk: number;
  batch: 'continuous' | 'static';
  memory: 'wait' | 'preempt';
  /** Who waits goes first by this, and whether it takes the place of who comes after it; first come, first served if not said. */
  order?: { kind: 'priority' | 'shortest' | 'deadline'; preempt: boolean; output: number };
}

export interface Job {
  at: number;
  prompt: number;
  output: number;
  priority?: number;
  deadline?: number;
}

export interface Outcome {
  refused: Reason | null;
  started: number;
  first: number;
  completed: number;
  joules: number;
}

interface Sequence {
  job: Job;
  /** Which of them it is. */
  number: number;
  outcome: Outcome;
  /** Tokens of the answer so far. */
  tokens: number;
  /** Tokens of prompt (and answer so far) in this reading, how many there are to read, and whether all are read. */
  read: number;
  length: number;
  decoding: boolean;
}

/** Token by token: one turn of the loop is one step, nothing is predicted and nothing is kept sorted. */
export function simulate(
  setting: Setting,
  jobs: readonly Job[],
  limits: readonly LimitLog[] = [],
): Outcome[] {
  const { step, power, slots, room, memory } = setting;
  const outcomes: Outcome[] = jobs.map(() => ({
    refused: null,
    started: NaN,
    first: NaN,
    completed: NaN,
    joules: 0,
  }));
  const lengths = { prompt: jobs.map(({ prompt }) => prompt), output: jobs.map(({ output }) => output) };
  const { perStep = 0, outside = 0 } = setting.prefill;
  const { overlap = 1 } = setting;
  /** On the way to the engine, each with when it is there. */
  const coming: { sequence: Sequence; at: number }[] = [];
  const waiting: Sequence[] = [];
  let running: Sequence[] = [];
  let time = 0;
  /** When the last step began. */
  let began = 0;
  let next = 0;

  /** Tokens that the first n of a prompt cost as much as. */
  const worth = (n: number): number => {
    let padded = n;
    while (padded % setting.prefill.padTo !== 0) padded++;
    return n + setting.prefill.padShare * (padded - n);
  };
  /** Seconds for the first n tokens of a prompt. */
  const reading = (n: number): number => {
    if (n === 0) return 0;
    const { fixed, perToken, perTokenSquared } = setting.prefill;
    const e = worth(n);
    return fixed + perToken * e + perTokenSquared * e * e;
  };
  /** The part of it that nothing overlaps with. */
  const attention = (n: number): number => (n === 0 ? 0 : setting.prefill.perTokenSquared * worth(n) ** 2);
  const baseSeconds = (n: number): number => {
    const { fixed, perSequence, alone, experts, table } = step;
    if (table) return n <= table.length ? table[n - 1]! : table.at(-1)! + perSequence * (n - table.length);
    if (n === 1 && alone !== undefined) return alone;
    let rows = n;
    if (experts?.graphs) while (n <= 512 && !CAPTURED.has(rows)) rows++;
    const touched = experts ? experts.seconds * (1 - Math.exp(-rows / experts.sequences)) : 0;
    return fixed + perSequence * n + touched;
  };
  const held = (): number => {
    let sum = 0;
    for (const { job, tokens, decoding } of running) {
      sum += job.prompt + (memory === 'wait' ? job.output : decoding ? tokens : tokens + 1);
    }
    return sum;
  };
  const fits = (): boolean => {
    const first = waiting[0];
    if (first === undefined || running.length >= slots) return false;
    const need = first.job.prompt + (memory === 'wait' ? first.job.output : first.tokens + 1);
    return held() + need <= room;
  };
  /** The least goes first. */
  const rank = ({ job }: Sequence): number => {
    const { kind, output } = setting.order!;
    if (kind === 'priority') return -job.priority!;
    if (kind === 'deadline') return job.deadline!;
    const tokens = job.prompt + output / 2;
    return reading(job.prompt) + (output - 1) * (baseSeconds(1) + step.perCachedToken * tokens);
  };
  const sort = (all: Sequence[]): void => {
    if (setting.order) all.sort((a, b) => rank(a) - rank(b) || a.number - b.number);
  };
  /** Between two steps, when nobody is read: those who come after the first that waits give way, the last first, if that is enough. */
  const giveWay = (): void => {
    const first = waiting[0];
    if (!setting.order?.preempt || first === undefined || fits()) return;
    if (running.some(({ decoding }) => !decoding)) return;
    const some = running.filter((one) => rank(one) > rank(first));
    sort(some);
    const all = [...running];
    running = running.filter((one) => !some.includes(one));
    const enough = fits();
    running = all;
    if (!enough) return;
    while (!fits()) {
      const last = some.pop()!;
      running = running.filter((one) => one !== last);
      waiting.push(last);
      sort(waiting);
    }
  };
  const admit = (): Sequence => {
    const sequence = waiting.shift()!;
    if (Number.isNaN(sequence.outcome.started)) sequence.outcome.started = time;
    sequence.read = 0;
    sequence.length = sequence.job.prompt + sequence.tokens;
    sequence.decoding = false;
    running.push(sequence);
    return sequence;
  };
  const answer = (sequence: Sequence): void => {
    sequence.tokens++;
    sequence.decoding = true;
    if (Number.isNaN(sequence.outcome.first)) sequence.outcome.first = time;
  };
  const stepSeconds = (decoders: readonly Sequence[]): number => {
    if (decoders.length === 0) return 0;
    let cached = 0;
    for (const { job, tokens } of decoders) cached += job.prompt + tokens;
    return baseSeconds(decoders.length) + step.perCachedToken * cached;
  };
  const decode = (decoders: readonly Sequence[]): void => {
    began = time;
    const seconds = stepSeconds(decoders);
    const watts = power.decode + power.decodePerSequence * (decoders.length - 1);
    for (const { outcome } of decoders) outcome.joules += (seconds * watts) / decoders.length;
    time += seconds;
    for (const sequence of decoders) sequence.tokens++;
  };
  const readWhole = (sequence: Sequence): void => {
    const seconds = reading(sequence.length) + perStep + (setting.batch === 'static' ? outside : 0);
    began = time;
    time += seconds;
    sequence.outcome.joules += seconds * power.prefill;
    answer(sequence);
  };

  const wholeBatch = (): void => {
    let prompts = 0;
    let longest = 0;
    while (waiting.length > 0 && running.length < slots) {
      const { job } = waiting[0]!;
      const most = Math.max(longest, job.output);
      if (prompts + job.prompt + most * (running.length + 1) > room) break;
      longest = most;
      prompts += job.prompt;
      readWhole(admit());
    }
    for (let k = 1; k < longest; k++) decode(running);
    for (const sequence of running) sequence.tokens = sequence.job.output;
  };

  const chunkedStep = (): void => {
    const decoders = running.filter(({ decoding }) => decoding);
    const touched: [Sequence, number][] = [];
    let budget = setting.serving ? Math.max(1, setting.chunk - decoders.length) : setting.chunk;
    let overlaps = 0;
    const readOn = (sequence: Sequence): void => {
      const before = reading(sequence.read);
      const alone = attention(sequence.read);
      while (budget > 0 && sequence.read < sequence.length) {
        sequence.read++;
        budget--;
      }
      const seconds = reading(sequence.read) - before;
      touched.push([sequence, seconds]);
      overlaps += seconds - (attention(sequence.read) - alone);
    };
    for (const sequence of running) if (!sequence.decoding) readOn(sequence);
    while (budget > 0 && fits()) readOn(admit());
    const turns = touched.reduce((sum, [, seconds]) => sum + seconds, 0);
    const read = touched.length === 0 ? 0 : turns + perStep;
    const decoding = stepSeconds(decoders);
    const both = decoders.length > 0 && read > 0;
    const saved = both ? (1 - overlap) * Math.min(baseSeconds(decoders.length), overlaps + perStep) : 0;
    const total = decoding + read - saved;
    const watts =
      both && overlap < 1 ? power.prefill : power.decode + power.decodePerSequence * (decoders.length - 1);
    const share = total > 0 ? decoding / (decoding + read) : 0;
    for (const sequence of decoders) {
      sequence.outcome.joules += (watts * share * total) / decoders.length;
      sequence.tokens++;
    }
    for (const [sequence, seconds] of touched) {
      const part = turns > 0 ? seconds / turns : 1 / touched.length;
      sequence.outcome.joules += power.prefill * (1 - share) * total * part;
    }
    began = time;
    time += total;
    for (const [sequence] of touched) if (sequence.read === sequence.length) answer(sequence);
  };

  for (;;) {
    while (next < jobs.length && jobs[next]!.at <= time) {
      const job = jobs[next]!;
      const barred = limits.map((limit) => limit.refusal(next, lengths, job.at)).find((reason) => reason > 0);
      const outcome = outcomes[next++]!;
      if (barred !== undefined) outcome.refused = reasonOf(barred);
      else if (job.prompt + job.output > setting.context) outcome.refused = 'contextLimit';
      else if (job.prompt + job.output > room) outcome.refused = 'tooLarge';
      else if (coming.length + waiting.length + running.length >= slots + setting.queue)
        outcome.refused = 'queueFull';
      else {
        const sequence = { job, outcome, number: next, tokens: 0, read: 0, length: 0, decoding: false };
        for (const limit of limits) limit.charge(next - 1, lengths, job.at);
        coming.push({ sequence, at: setting.batch === 'static' ? job.at : job.at + outside });
      }
    }
    for (const { job, outcome, number, tokens } of running) {
      if (tokens < job.output) continue;
      outcome.completed = time;
      for (const limit of limits) limit.settle(number - 1, job.at, job.prompt, job.output, time);
    }
    running = running.filter(({ job, tokens }) => tokens < job.output);
    while (memory === 'preempt' && held() > room) waiting.unshift(running.pop()!);
    sort(waiting);
    const idle = running.length === 0 && waiting.length === 0;
    const by = setting.chunk > 0 && setting.serving?.late && !idle ? began : time;
    while (coming.length > 0 && coming[0]!.at <= by) waiting.push(coming.shift()!.sequence);
    sort(waiting);
    giveWay();
    if (running.length === 0 && waiting.length === 0) {
      if (next === jobs.length && coming.length === 0) return outcomes;
      time = Math.min(jobs[next]?.at ?? Infinity, coming[0]?.at ?? Infinity);
    } else if (setting.batch === 'static') wholeBatch();
    else if (setting.chunk > 0) chunkedStep();
    else if (fits()) readWhole(admit());
    else decode(running);
  }
}
