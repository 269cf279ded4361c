/** How a server is asked for an answer, and what the lines of the answer say. */
import type { ProtocolName } from './address.ts';

/** What a request asks for. */
export interface CompletionRequest {
  readonly model: string | null;
  /** Text, or the numbers of tokens where the server takes them. */
  readonly prompt: string | readonly number[];
  /** Output tokens: at most, and no fewer where the server can be told so. */
  readonly output: number;
  /** Whether fields beyond the standard may be sent, which keep a server from ending early. */
  readonly exact: boolean;
}

/** What one line says; everything it does not is left out. */
export interface Heard {
  /** Whether a part of the answer came with it. */
  readonly part?: boolean;
  /** Whether the answer is complete with it. */
  readonly done?: boolean;
  /** Tokens as the server counts them. */
  readonly prompt?: number | undefined;
  readonly output?: number | undefined;
  /** Seconds as the server took them. */
  readonly promptSeconds?: number | undefined;
  readonly decodeSeconds?: number | undefined;
  /** What went wrong in the middle of it. */
  readonly error?: string | undefined;
}

export interface Protocol {
  readonly name: ProtocolName;
  readonly path: string;
  body(ask: CompletionRequest): object;
  /** Null for a line that says nothing; throws a SyntaxError for one that cannot be understood. */
  read(line: string): Heard | null;
}
