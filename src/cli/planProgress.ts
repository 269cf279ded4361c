/** How far a plan is: one line that is drawn again where somebody watches; else a line for each stage. */
import type { Progress } from '../experiment/bench.ts';
import { wrap } from '../report/table.ts';
import { amount } from './progress.ts';
import type { Screen } from './terminal.ts';

export interface Teller {
  update(progress: Progress): void;
  /** Something to keep on the screen. */
  say(text: string): void;
  stop(): void;
}

/** Milliseconds between two drawings. */
const OFTEN = 80;

export function teller({ live, write, paint, columns }: Screen): Teller {
  let stage = '';
  let drawn = 0;
  let next = 0;
  const clear = (): void => {
    if (live && drawn > 0) write('\r\u001b[2K');
    drawn = 0;
  };
  return {
    update({ stage: at = '', jobs, requests }) {
      if (!live) {
        if (at !== stage) write(`${paint(at, 'quiet')}\n`);
        stage = at;
        return;
      }
      if (performance.now() < next) return;
      next = performance.now() + OFTEN;
      const text = `${at}  ${jobs.done} of ${jobs.total} runs so far, ${amount(requests)}`;
      write(`\r\u001b[2K${paint(text.slice(0, columns - 1), 'quiet')}`);
      drawn = text.length;
    },
    say(text) {
      clear();
      for (const line of text.split('\n')) write(`${paint(wrap(line, columns), 'quiet')}\n`);
    },
    stop: clear,
  };
}
