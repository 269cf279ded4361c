import type { Reason } from '../../src/model.ts';

/** A device as the slow model knows it: plain numbers, and `room` in tokens. */
export interface Setting {
  prefill: { fixed: number; perToken: number; perTokenSquared: number; padTo: number; padShare: number };
  step: { fixed: number; perSequence: number; perCachedToken: number };
  power: { idle: number; prefill: number; decode: number; decodePerSequence: number };
  slots: number;
  queue: number;
  room: number;
  context: number;
  /** Prompt tokens per step; 0 for prompts that are read while decoding pauses. */
  chunk: number;
  batch: 'continuous' | 'static';
  memory: 'wait' | 'preempt';
}

export interface Job {
  at: number;
  prompt: number;
  output: number;
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
  outcome: Outcome;
  /** Tokens of the answer so far. */
  tokens: number;
  /** Tokens of prompt (and answer so far) in this reading, how many there are to read, and whether all are read. */
  read: number;
  length: number;
  decoding: boolean;
}

/** Token by token: one turn of the loop is one step, nothing is predicted and nothing is kept sorted. */
export function simulate(setting: Setting, jobs: readonly Job[]): Outcome[] {
  const { step, power, slots, room, memory } = setting;
  const outcomes: Outcome[] = jobs.map(() => ({
    refused: null,
    started: NaN,
    first: NaN,
    completed: NaN,
    joules: 0,
  }));
  const waiting: Sequence[] = [];
  let running: Sequence[] = [];
  let time = 0;
  let next = 0;

  /** Seconds for the first n tokens of a prompt. */
  const reading = (n: number): number => {
    if (n === 0) return 0;
    const { fixed, perToken, perTokenSquared, padTo, padShare } = setting.prefill;
    let padded = n;
    while (padded % padTo !== 0) padded++;
    const e = n + padShare * (padded - n);
    return fixed + perToken * e + perTokenSquared * e * e;
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
    return step.fixed + step.perSequence * decoders.length + step.perCachedToken * cached;
  };
  const decode = (decoders: readonly Sequence[]): void => {
    const seconds = stepSeconds(decoders);
    const watts = power.decode + power.decodePerSequence * (decoders.length - 1);
    for (const { outcome } of decoders) outcome.joules += (seconds * watts) / decoders.length;
    time += seconds;
    for (const sequence of decoders) sequence.tokens++;
  };
  const readWhole = (sequence: Sequence): void => {
    time += reading(sequence.length);
    sequence.outcome.joules += reading(sequence.length) * power.prefill;
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
    let budget = setting.chunk;
    const readOn = (sequence: Sequence): void => {
      const before = reading(sequence.read);
      while (budget > 0 && sequence.read < sequence.length) {
        sequence.read++;
        budget--;
      }
      touched.push([sequence, reading(sequence.read) - before]);
    };
    for (const sequence of running) if (!sequence.decoding) readOn(sequence);
    while (budget > 0 && fits()) readOn(admit());
    decode(decoders);
    for (const [sequence, seconds] of touched) {
      time += seconds;
      sequence.outcome.joules += seconds * power.prefill;
    }
    for (const [sequence] of touched) if (sequence.read === sequence.length) answer(sequence);
  };

  for (;;) {
    while (next < jobs.length && jobs[next]!.at <= time) {
      const job = jobs[next]!;
      const outcome = outcomes[next++]!;
      if (job.prompt + job.output > setting.context) outcome.refused = 'contextLimit';
      else if (job.prompt + job.output > room) outcome.refused = 'tooLarge';
      else if (waiting.length + running.length >= slots + setting.queue) outcome.refused = 'queueFull';
      else waiting.push({ job, outcome, tokens: 0, read: 0, length: 0, decoding: false });
    }
    for (const { job, outcome, tokens } of running) if (tokens === job.output) outcome.completed = time;
    running = running.filter(({ job, tokens }) => tokens < job.output);
    while (memory === 'preempt' && held() > room) waiting.unshift(running.pop()!);
    if (running.length === 0 && waiting.length === 0) {
      if (next === jobs.length) return outcomes;
      time = jobs[next]!.at;
    } else if (setting.batch === 'static') wholeBatch();
    else if (setting.chunk > 0) chunkedStep();
    else if (fits()) readWhole(admit());
    else decode(running);
  }
}
