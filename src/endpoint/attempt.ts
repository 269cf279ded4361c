/** One request: sent, listened to, timed. */
import type { Client } from './client.ts';
import type { CompletionRequest, Heard, Protocol } from './protocol.ts';

type AttemptStatus = 'ok' | 'refused' | 'error' | 'cancelled';

/** Times are seconds by the clock of the observation. */
export interface Attempt {
  readonly sent: number;
  /** Null where nothing came. */
  readonly firstToken: number | null;
  readonly end: number;
  readonly status: AttemptStatus;
  /** What the answer came in: tokens as the server counts them, else parts. */
  readonly output: number;
  /** Prompt tokens as the server counts them; null where it does not. */
  readonly prompt: number | null;
  readonly code: number | null;
  readonly retryAfter: number | null;
  /** What went wrong; null where nothing did. */
  readonly fault: string | null;
  readonly promptSeconds: number | null;
  readonly decodeSeconds: number | null;
}

export interface AttemptOptions {
  readonly client: Client;
  readonly protocol: Protocol;
  /** Seconds since the observation began. */
  readonly clock: () => number;
  /** Seconds after which an answer is given up. */
  readonly timeout: number;
  /** Ends it early: the user wants no more. */
  readonly stop: AbortSignal;
}

/** Never throws. */
export async function attempt(ask: CompletionRequest, options: AttemptOptions): Promise<Attempt> {
  const { client, protocol, clock, timeout, stop } = options;
  const late = AbortSignal.timeout(timeout * 1000);
  // Ended by what it has heard: the rest of the answer is of no use.
  const enough = new AbortController();
  let sent = clock();
  let firstToken: number | null = null;
  let last = sent;
  let parts = 0;
  let done = false;
  let fault: string | null = null;
  const known: { -readonly [Key in keyof Heard]?: Heard[Key] } = {};
  const onLine = (line: string): void => {
    if (fault !== null) return;
    const heard = understood(protocol, line);
    if (heard === null) return;
    if (heard.error !== undefined) {
      fault = heard.error;
      enough.abort();
      return;
    }
    if (heard.part === true) {
      last = clock();
      firstToken ??= last;
      parts++;
    }
    if (heard.done === true) done = true;
    for (const name of ['prompt', 'output', 'promptSeconds', 'decodeSeconds'] as const)
      if (heard[name] !== undefined) known[name] = heard[name];
  };
  const streamed = await client.stream(protocol.path, protocol.body(ask), {
    signal: AbortSignal.any([late, stop, enough.signal]),
    onLine,
    onSent: () => (sent = clock()),
  });
  const { code, retryAfter } = streamed;
  fault ??= stop.aborted && !done ? 'stopped' : null;
  fault ??= late.aborted && !done ? `no whole answer within ${timeout} s` : null;
  fault ??= done ? null : streamed.fault;
  if (fault === null && firstToken === null) fault = 'an answer with nothing in it';
  return {
    sent,
    firstToken,
    end: fault === null ? last : clock(),
    status: statusOf(fault, code),
    output: known.output ?? parts,
    prompt: known.prompt ?? null,
    code,
    retryAfter,
    fault,
    promptSeconds: known.promptSeconds ?? null,
    decodeSeconds: known.decodeSeconds ?? null,
  };
}

function understood(protocol: Protocol, line: string): Heard | null {
  try {
    return protocol.read(line);
  } catch {
    return { error: `an answer that cannot be understood: ${line.slice(0, 80)}` };
  }
}

/** Too many requests, overloaded: the server would have taken it at another time. */
const REFUSALS: ReadonlySet<number | null> = new Set([429, 503, 529]);

function statusOf(fault: string | null, code: number | null): AttemptStatus {
  if (fault === null) return 'ok';
  if (REFUSALS.has(code)) return 'refused';
  return fault === 'stopped' ? 'cancelled' : 'error';
}
