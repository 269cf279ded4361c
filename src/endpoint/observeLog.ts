/** The log of an observation: a line when it begins, a line for each request as it ends. */
import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder, writeFully } from '../store/atomic.ts';
import { guarded } from '../store/storeError.ts';
import type { Attempt } from './attempt.ts';

interface LogHead {
  /** When second 0 was. */
  readonly started: string;
  readonly endpoint: string;
  readonly model: string | null;
  readonly protocol: string;
  readonly server: { readonly kind?: string; readonly version?: string };
  readonly slots: number | null;
  /** `open`: requests came when they were due; `grid`: so many at once, the next when they had ended. */
  readonly load: 'open' | 'grid';
  readonly inFlight: number;
}

/** A request as it was meant. */
export interface Meant {
  readonly request: number;
  readonly tenant: string;
  readonly prompt: number;
  readonly output: number;
  /** When it was to be sent; null where it was to be sent as soon as it could. */
  readonly due: number | null;
  /** The point of the grid it belongs to. */
  readonly point?: string;
  readonly round?: number;
}

export class ObserveLog {
  readonly path: string;
  readonly #file: number;
  /** Lines by their status. */
  readonly counts: Record<Attempt['status'], number> = { ok: 0, refused: 0, error: 0, cancelled: 0 };

  constructor(path: string, head: LogHead) {
    this.path = path;
    makeFolder(dirname(path));
    this.#file = guarded('cannot be written', path, () => openSync(path, 'w'));
    this.#line({ log: 'edgewise.log/1', ...head });
  }

  /** `inFlight` counts those that were at the server when it was sent, itself included. */
  add(meant: Meant, made: Attempt, inFlight: number): void {
    this.counts[made.status]++;
    const { request, tenant, due, point, round } = meant;
    this.#line({
      request,
      arrival: micro(made.sent),
      ...(tenant !== '' && { tenant }),
      prompt: made.prompt ?? meant.prompt,
      output: made.status === 'ok' ? made.output : 0,
      asked: meant.output,
      firstToken: made.firstToken === null ? null : micro(made.firstToken),
      end: micro(made.end),
      status: made.status,
      inFlight,
      ...(due !== null && { due: micro(due) }),
      ...(point !== undefined && { point, round }),
      ...(made.code !== null && made.code !== 200 && { code: made.code }),
      ...(made.retryAfter !== null && { retryAfter: made.retryAfter }),
      ...(made.fault !== null && { error: made.fault }),
      ...(made.promptSeconds !== null && { promptSeconds: micro(made.promptSeconds) }),
      ...(made.decodeSeconds !== null && { decodeSeconds: micro(made.decodeSeconds) }),
    });
  }

  close(): void {
    closeSync(this.#file);
  }

  #line(value: object): void {
    guarded('cannot be written', this.path, () =>
      writeFully(this.#file, Buffer.from(`${JSON.stringify(value)}\n`)),
    );
  }
}

function micro(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
