/** A study that is done by workers of a queue: where the queue is, and what they need besides the jobs. */
import { resolve } from 'node:path';
import { inputs } from '../../store/sources.ts';
import type { RunFlags } from '../flags/runFlags.ts';
import type { Loaded } from '../scenarioFile.ts';
import type { Terminal } from '../terminal/terminal.ts';

export interface QueueOrder {
  readonly url: string;
  readonly base: string;
  /** Digests of the files that its runs read, by name. */
  readonly digests: Readonly<Record<string, string>>;
  readonly note: (text: string) => void;
}

/** None when nobody asks for a queue. */
export function orderOf(
  { queue, quiet }: Pick<RunFlags, 'queue' | 'quiet'>,
  { scenarioFile, base }: Pick<Loaded, 'scenarioFile' | 'base'>,
  { err }: Terminal,
): QueueOrder | undefined {
  if (queue === undefined) return undefined;
  return {
    url: queue,
    base: resolve(base),
    digests: inputs(scenarioFile, base),
    note: (text) => {
      // Where a bar is drawn, in its place: it is drawn again below.
      if (!quiet) err.write(`${err.live ? '\r\u001b[2K' : ''}${err.paint(text, 'quiet')}\n`);
    },
  };
}
