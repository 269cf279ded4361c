/** How far a run is: a bar that is drawn again where somebody watches, now and then a line elsewhere. */
import { SingleBar } from 'cli-progress';
import type { Progress } from '../../experiment/bench.ts';
import { plain } from '../../report/format.ts';
import { wrap } from '../../report/table.ts';
import { requestsWords } from '../../studies/words.ts';
import type { Screen } from './terminal.ts';

interface Gauge {
  readonly update: (progress: Progress) => void;
  /** Something to keep on the screen. */
  readonly say: (text: string) => void;
  readonly stop: () => void;
}

/** Milliseconds between two drawings. */
const OFTEN = 80;
/** Milliseconds between two lines, and before the first. */
const EVERY = 10_000;
/** Seconds before an estimate means something. */
const SETTLED = 0.5;
const BAR = 28;

export const SILENT: Gauge = { update: () => undefined, say: () => undefined, stop: () => undefined };

/** Of a study that decides as it goes what it runs, its stages are said: how much is left nobody knows. */
export function gauge(screen: Screen): Gauge {
  const known = forward(screen.live ? bar(screen) : lines(screen));
  const open = stages(screen);
  const say = (text: string): void => {
    open.stop();
    for (const line of text.split('\n'))
      screen.write(`${screen.paint(wrap(line, screen.columns), 'quiet')}\n`);
  };
  return {
    update: (progress) => (progress.stage === undefined ? known : open).update(progress),
    say,
    stop() {
      known.stop();
      open.stop();
    },
  };
}

type Meter = Omit<Gauge, 'say'>;

/** One line that is drawn again where somebody watches; else a line for each stage. */
function stages({ live, write, paint, columns }: Screen): Meter {
  let stage = '';
  let drawn = false;
  let next = 0;
  return {
    update({ stage: now = '', jobs, requests }) {
      if (!live && now !== stage) write(`${paint(now, 'quiet')}\n`);
      stage = now;
      if (!live || performance.now() < next) return;
      next = performance.now() + OFTEN;
      const text = `${now}  ${jobs.done} of ${jobs.total} runs so far, ${requestsWords(requests)}`;
      write(`\r\u001b[2K${paint(text.slice(0, columns - 1), 'quiet')}`);
      drawn = true;
    },
    stop() {
      if (drawn) write('\r\u001b[2K');
      drawn = false;
    },
  };
}

/** What the running jobs have done is not always known when one ends: nothing goes back but when work is added. */
function forward({ update, stop }: Meter): Meter {
  let last: Progress | undefined;
  return {
    update(progress) {
      const same = last?.jobs.total === progress.jobs.total;
      const share = same ? Math.max(last!.share, progress.share) : progress.share;
      last = { ...progress, share, requests: Math.max(last?.requests ?? 0, progress.requests) };
      update(last);
    },
    stop,
  };
}

function bar({ stream }: Screen): Meter {
  const left = forecast();
  let made: SingleBar | undefined;
  return {
    update(progress) {
      const { jobs, share, requests } = progress;
      const told = { runs: runs(jobs), requests: requestsWords(requests), left: left(share) };
      if (!made) {
        made = new SingleBar({
          format: `{bar} {percentage} %  {runs}  {requests}{left}`,
          barCompleteChar: '█',
          barIncompleteChar: '░',
          barsize: BAR,
          stream,
          clearOnComplete: true,
          hideCursor: true,
          linewrap: false,
          fps: 12,
          gracefulExit: false,
          emptyOnZero: true,
        });
        made.start(1000, Math.floor(share * 1000), told);
      } else made.update(Math.floor(share * 1000), told);
    },
    stop() {
      made?.stop();
    },
  };
}

function lines(screen: Screen): Meter {
  const left = forecast();
  let next = performance.now() + EVERY;
  return {
    update({ jobs, share, requests }) {
      if (performance.now() < next) return;
      next = performance.now() + EVERY;
      screen.write(`${Math.floor(share * 100)} %  ${runs(jobs)}  ${requestsWords(requests)}${left(share)}\n`);
    },
    stop: () => undefined,
  };
}

function runs({ done, total, failed }: Progress['jobs']): string {
  return `${plain(done)} of ${plain(total)} runs${failed > 0 ? `, ${plain(failed)} failed` : ''}`;
}

/** What is left, from how long it took so far. What was done before this began took no time. */
function forecast(): (share: number) => string {
  const began = performance.now();
  let first: number | undefined;
  return (share) => {
    first ??= share;
    const seconds = (performance.now() - began) / 1000;
    const made = share - first;
    if (seconds < SETTLED || made <= 0) return '';
    return `  ${clock((seconds * (1 - share)) / made)} left`;
  };
}

/** Hours beyond which days are counted. */
const DAYS = 72;

/** `4 s`, `1:05 min`, `2:10 h`, `12 days`. */
export function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole >= DAYS * 3600) return `${plain(Math.round(whole / 86_400))} days`;
  if (whole < 60) return `${whole} s`;
  const [large, small, unit] =
    whole < 3600
      ? [Math.floor(whole / 60), whole % 60, 'min']
      : [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), 'h'];
  return `${large}:${String(small).padStart(2, '0')} ${unit}`;
}
