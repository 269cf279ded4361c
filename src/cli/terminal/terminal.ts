/** Where a command speaks: results on one stream, everything else on the other. */
import { hasColor, paintWith } from './colour.ts';
import type { Paint } from '../../report/table.ts';
import { codeOf, reason } from '../../store/storeError.ts';
import { FAILED } from '../fault.ts';

export interface Screen {
  readonly write: (text: string) => void;
  /** Columns to fill. */
  readonly columns: number;
  /** Whether somebody sees it come, so that a line may be drawn again. */
  readonly live: boolean;
  readonly paint: Paint;
  readonly coloured: boolean;
  readonly stream: NodeJS.WriteStream;
}

export interface Terminal {
  /** Results, and nothing else. */
  readonly out: Screen;
  /** Progress, notes, mistakes. */
  readonly err: Screen;
  /** Calls when the user wants it to end; a second wish ends the program. Returns what takes the call back. */
  readonly onInterrupt: (call: () => void) => () => void;
}

/** Columns where nobody says how many there are. */
const COLUMNS = 100;
const LEAST = 40;
export const INTERRUPTED = 130;
/** Ctrl-C, a system that shuts down, a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function terminalOf(running: NodeJS.Process): Terminal {
  return {
    out: screenOf(running.stdout, running.env, (error) => {
      running.exitCode = FAILED;
      running.stderr.write(
        `edgewise: the results cannot be written where they should go: ${reason(error)}\n`,
      );
    }),
    err: screenOf(running.stderr, running.env),
    onInterrupt(call) {
      let asked = false;
      const heard = (): void => {
        if (asked) running.exit(INTERRUPTED);
        asked = true;
        call();
      };
      for (const signal of SIGNALS) running.on(signal, heard);
      return () => {
        for (const signal of SIGNALS) running.off(signal, heard);
      };
    },
  };
}

function screenOf(
  stream: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
  broken?: (error: unknown) => void,
): Screen {
  let open = true;
  // Who reads may stop reading, as head does: what is left to say is then said to nobody.
  stream.on('error', (error) => {
    if (open && codeOf(error) !== 'EPIPE') broken?.(error);
    open = false;
  });
  // Absent, not false, where it is no terminal.
  const isTerminal = stream.isTTY;
  const columns = isTerminal ? stream.columns : Number(env['COLUMNS']);
  const coloured = hasColor(isTerminal, env);
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    columns: Number.isInteger(columns) && columns > 0 ? Math.max(LEAST, columns) : COLUMNS,
    live: isTerminal && env['TERM'] !== 'dumb',
    paint: paintWith(coloured),
    coloured,
    stream,
  };
}
