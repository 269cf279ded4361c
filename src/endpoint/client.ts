/** Speaks HTTP to one server: no other host is ever asked, whatever the server says. */
import { Agent, request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { StringDecoder } from 'node:string_decoder';
import { codeOf } from '../store/storeError.ts';

export interface Reply {
  readonly code: number;
  readonly text: string;
}

/** How a streamed answer ended. */
interface Streamed {
  /** Status of HTTP; null when none came. */
  readonly code: number | null;
  /** Seconds after which the server wants to be asked again; null when it did not say. */
  readonly retryAfter: number | null;
  /** Why it is no whole answer; null when it is one. */
  readonly fault: string | null;
}

interface StreamOptions {
  readonly signal: AbortSignal;
  /** Called with every line of a good answer, as it comes. */
  readonly onLine: (line: string) => void;
  /** Called at the instant the request is handed to the connection. */
  readonly onSent: () => void;
}

interface ClientOptions {
  /** Goes into the header Authorization, and nowhere else. */
  readonly key: string | undefined;
  /** Connections at a time. */
  readonly connections: number;
}

/** Characters of a refusal that are looked at. */
const LONGEST = 2000;

export class Client {
  readonly root: string;
  readonly #key: string | undefined;
  readonly #agent: Agent;
  readonly #secure: boolean;

  constructor(root: string, { key, connections }: ClientOptions) {
    this.root = root;
    this.#key = key;
    this.#secure = root.startsWith('https:');
    const options = { keepAlive: true, maxSockets: Math.max(connections, 8), scheduling: 'lifo' } as const;
    this.#agent = this.#secure ? new SecureAgent(options) : new Agent(options);
  }

  close(): void {
    this.#agent.destroy();
  }

  /** A small question about the server; null when it does not answer in time. */
  async ask(path: string, body?: object, seconds = 10): Promise<Reply | null> {
    const signal = AbortSignal.timeout(seconds * 1000);
    return new Promise((resolve) => {
      const made = this.#request(path, body, signal, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ code: response.statusCode ?? 0, text }));
        response.on('error', () => resolve(null));
      });
      made.on('error', () => resolve(null));
    });
  }

  /** Posts a request and hands its answer on line by line. Never throws: how it went is in what it returns. */
  async stream(path: string, body: object, options: StreamOptions): Promise<Streamed> {
    const first = await this.#streamOnce(path, body, options);
    // A connection that was left open may have been closed by the server meanwhile: then nothing was asked yet.
    return first ?? (await this.#streamOnce(path, body, options))!;
  }

  async #streamOnce(path: string, body: object, options: StreamOptions): Promise<Streamed | null> {
    const { signal, onLine, onSent } = options;
    return new Promise((resolve) => {
      let code: number | null = null;
      let retryAfter: number | null = null;
      const end = (fault: string | null): void => resolve({ code, retryAfter, fault });
      const made = this.#request(path, body, signal, (response) => {
        code = response.statusCode ?? 0;
        retryAfter = secondsOf(response.headers['retry-after']);
        if (code === 200) lines(response, onLine, end);
        else refusal(response, code, end);
      });
      made.on('error', (error) => {
        if (made.reusedSocket && code === null && codeOf(error) === 'ECONNRESET' && !signal.aborted)
          resolve(null);
        else end(signal.aborted ? 'stopped' : said(error));
      });
      onSent();
    });
  }

  #request(
    path: string,
    body: object | undefined,
    signal: AbortSignal,
    onResponse: (response: IncomingMessage) => void,
  ): ClientRequest {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const made = (this.#secure ? secureRequest : plainRequest)(
      this.root + path,
      {
        method: text === undefined ? 'GET' : 'POST',
        agent: this.#agent,
        signal,
        headers: {
          accept: 'text/event-stream, application/x-ndjson, application/json, text/plain',
          ...(text !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          }),
          ...(this.#key !== undefined && { authorization: `Bearer ${this.#key}` }),
        },
      },
      onResponse,
    );
    made.setNoDelay(true);
    made.end(text);
    return made;
  }
}

function lines(
  response: IncomingMessage,
  onLine: (line: string) => void,
  end: (fault: string | null) => void,
): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  response.on('data', (bytes: Buffer) => {
    const parts = (rest + decoder.write(bytes)).split('\n');
    rest = parts.pop()!;
    for (const line of parts) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  });
  response.on('end', () => {
    if (rest !== '') onLine(rest);
    end(response.complete ? null : 'cut off');
  });
  response.on('error', () => end('cut off'));
  response.on('aborted', () => end('cut off'));
}

function refusal(response: IncomingMessage, code: number, end: (fault: string) => void): void {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (part: string) => {
    if (text.length < LONGEST) text += part;
  });
  const done = (): void => {
    const to = response.headers.location;
    if (code >= 300 && code < 400)
      return end(`sent on to ${to ?? 'another address'}, which is not followed: name it yourself`);
    const words = text.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
    return end(`HTTP ${code}${words === '' ? '' : `: ${words}`}`);
  };
  response.on('end', done);
  response.on('error', done);
}

/** `Retry-After` counts seconds, or names a date. */
function secondsOf(header: string | undefined): number | null {
  if (header === undefined) return null;
  const seconds = Number(header);
  if (header.trim() !== '' && Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, (date - Date.now()) / 1000);
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'cut off',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host, or no network',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};

function said(error: Error): string {
  return REASONS[codeOf(error) ?? ''] ?? error.message;
}
