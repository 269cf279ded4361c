/** The program in this process, with what it says on each stream. */
import { PassThrough } from 'node:stream';
import { program } from '../../src/cli/program.ts';
import { unpainted } from '../../src/report/table.ts';
import type { Screen, Terminal } from '../../src/cli/terminal/terminal.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Captured {
  readonly terminal: Terminal;
  readonly said: { out: string; err: string };
}

/** A terminal that keeps what it is told. */
export function captured(columns = 100): Captured {
  const said = { out: '', err: '' };
  const screen = (name: 'out' | 'err'): Screen => ({
    write: (text) => {
      said[name] += text;
    },
    columns,
    live: false,
    paint: unpainted,
    coloured: false,
    stream: new PassThrough() as unknown as NodeJS.WriteStream,
  });
  return { said, terminal: { out: screen('out'), err: screen('err'), onInterrupt: () => () => undefined } };
}

export async function edgewise(args: readonly string[], columns = 100): Promise<Said> {
  const { terminal, said } = captured(columns);
  const code = await program(args, terminal);
  return { code, ...said };
}
