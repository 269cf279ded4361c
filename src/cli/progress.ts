/** How far a run is: a bar that is drawn again where somebody watches, now and then a line elsewhere. */
import { counted } from '../kernel/words.ts';
import { SingleBar } from 'cli-progress';
import type { Progress } from '../experiment/bench.ts';
import { plain } from '../report/format.ts';
import type { Screen } from './terminal.ts';

export interface Gauge {
  readonly update: (progress: Progress) => void;
  readonly stop: () => void;
}

/** Milliseconds between two lines, and before the first. */
const EVERY = 10_000;
/** Seconds before an estimate means something. */
const SETTLED = 0.5;
const BAR = 28;

export const SILENT: Gauge = { update: () => undefined, stop: () => undefined };

export function gauge(screen: Screen): Gauge {
  return forward(screen.live ? bar(screen) : lines(screen));
}

/** What the running jobs have done is not always known when one ends: nothing goes back but when work is added. */
function forward({ update, stop }: Gauge): Gauge {
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

function bar({ stream }: Screen): Gauge {
  const left = forecast();
  let made: SingleBar | undefined;
  return {
    update(progress) {
      const { jobs, share, requests } = progress;
      const told = { runs: runs(jobs), requests: amount(requests), left: left(share) };
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

function lines(screen: Screen): Gauge {
  const left = forecast();
  let next = performance.now() + EVERY;
  return {
    update({ jobs, share, requests }) {
      if (performance.now() < next) return;
      next = performance.now() + EVERY;
      screen.write(`${Math.floor(share * 100)} %  ${runs(jobs)}  ${amount(requests)}${left(share)}\n`);
    },
    stop: () => undefined,
  };
}

function runs({ done, total, failed }: Progress['jobs']): string {
  return `${plain(done)} of ${plain(total)} runs${failed > 0 ? `, ${plain(failed)} failed` : ''}`;
}

/** `1.24 million requests`. */
export function amount(requests: number): string {
  if (requests >= 1e6) return `${plain(requests / 1e6)} million requests`;
  const count = Math.round(requests);
  return counted(count, 'request');
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
