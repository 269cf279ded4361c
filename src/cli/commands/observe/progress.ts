/** How far an observation is: a line that is drawn again where somebody watches, now and then a line elsewhere. */
import { given } from '../../../kernel/given.ts';
import { gridPoints } from '../../../endpoint/grid.ts';
import type { OfferedLoad, Observation } from '../../../endpoint/observation.ts';
import { plain } from '../../../report/format.ts';
import { clock } from '../../terminal/progress.ts';
import type { Screen } from '../../terminal/terminal.ts';

interface ObserveGauge {
  counted(counts: Observation['counts']): void;
  rounds(known: number, rounds: number): void;
  stop(): void;
}

/** Milliseconds between two lines. */
const LIVE = 200;
const ELSEWHERE = 10_000;

export function observeGauge(screen: Screen, load: OfferedLoad, quiet: boolean): ObserveGauge {
  const began = performance.now();
  let last = began;
  let drawn = false;
  let round = '';
  const left = (): string => {
    const whole = load.kind === 'grid' ? load.time : (load.requests.at(-1)?.at ?? 0);
    const seconds = whole - (performance.now() - began) / 1000;
    return seconds > 0 ? `, ${load.kind === 'grid' ? 'at most ' : ''}${clock(seconds)} left` : '';
  };
  const show = (text: string): void => {
    const now = performance.now();
    if (quiet || now - last < (screen.live ? LIVE : ELSEWHERE)) return;
    last = now;
    screen.write(screen.live ? `\r${text.slice(0, screen.columns - 1)}\u001b[K` : `${text}\n`);
    drawn = screen.live;
  };
  return {
    counted({ ok, refused, error, cancelled }) {
      const of = load.kind === 'open' ? ` of ${plain(load.requests.length)}` : '';
      const failed = error + cancelled;
      const parts = given([
        `${plain(ok)}${of} answered`,
        refused > 0 && `${plain(refused)} refused`,
        failed > 0 && `${plain(failed)} failed`,
        round,
      ]);
      show(parts.join(', ') + left());
    },
    rounds(known, rounds) {
      if (load.kind === 'grid')
        round = `round ${plain(rounds)}, ${known} of ${gridPoints(load.grid).length} points known`;
    },
    stop() {
      if (drawn) screen.write('\r\u001b[K');
    },
  };
}
