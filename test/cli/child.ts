/** The program as a user has it: built, in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { build } from '../executors/built.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export const main = (): string => join(build(), 'cli/main.js');

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when that has been said on either stream. */
  says(text: string): Promise<void>;
}

/** Starts it in a folder. */
export function start(args: readonly string[], cwd: string): Started {
  return watch(spawn(process.execPath, [main(), ...args], { cwd, env: plain() }));
}

/** Starts a line of shell in which $EDGEWISE is the program. */
export function shell(line: string, cwd: string): Promise<Ended> {
  const env = { ...plain(), EDGEWISE: `${process.execPath} ${main()}` };
  return watch(spawn('bash', ['-c', line], { cwd, env })).ended;
}

export function run(args: readonly string[], cwd: string): Promise<Ended> {
  return start(args, cwd).ended;
}

function plain(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, NODE_OPTIONS: __, ...env } = process.env;
  return { ...env, NO_COLOR: '1', COLUMNS: '100' };
}

function watch(child: ChildProcess): Started {
  let out = '';
  let err = '';
  const waiting: { text: string; resolve: () => void }[] = [];
  const look = (): void => {
    for (const one of waiting) if (`${out}${err}`.includes(one.text)) one.resolve();
  };
  child.stdout?.on('data', (data: Buffer) => {
    out += data.toString();
    look();
  });
  child.stderr?.on('data', (data: Buffer) => {
    err += data.toString();
    look();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
  return {
    process: child,
    ended,
    says: (text) =>
      new Promise((resolve) => {
        waiting.push({ text, resolve });
        look();
      }),
  };
}
