/** A closed-loop grid on a real server: round after round over its points, until each is known well enough or time is up. */
import { meanOf } from '../kernel/spread.ts';
import { flowLengths, type GridOptions, type GridPoint, FLOW } from './grid.ts';
import { FEWEST, MOST, spreadOf, type GridRound } from './settled.ts';
import type { Random } from '../kernel/random.ts';
import type { Attempt } from './attempt.ts';
import type { Driver } from './drive.ts';
import type { Meant } from './observeLog.ts';

interface GridRunOptions {
  readonly driver: Driver;
  readonly points: readonly GridPoint[];
  readonly grid: GridOptions;
  /** Half-width of the 95 % intervals as a share of the mean. */
  readonly precision: number;
  /** Seconds of the clock after which no round begins. */
  readonly until: number;
  readonly clock: () => number;
  readonly stop: AbortSignal;
  readonly random: Random;
  readonly onRound: (known: number, rounds: number) => void;
}

/** What became of a point. */
export interface KnownPoint {
  readonly point: GridPoint;
  readonly rounds: readonly GridRound[];
  /** Half-width of the interval over the mean; infinite where there are too few rounds. */
  readonly spread: number;
}

/** Passes that a flow is in: it is there for its variety, not for a mean. */
const FLOWS = 2;
/** Passes in a row of a point that failed, after which it is left alone. */
const FAILURES = 2;

export async function runGrid(options: GridRunOptions): Promise<KnownPoint[]> {
  const { driver, points, precision, until, clock, stop, onRound } = options;
  const rounds = points.map((): GridRound[] => []);
  const failures = points.map(() => 0);
  const flows = points.map(() => 0);
  let request = 0;
  let all = 0;
  const settled = (k: number): boolean =>
    points[k]!.kind === 'flow'
      ? flows[k]! >= FLOWS
      : rounds[k]!.length >= MOST || spreadOf(rounds[k]!) <= precision;
  const over = (k: number): boolean => settled(k) || failures[k]! >= FAILURES;
  while (!points.every((_, k) => over(k))) {
    for (const [k, point] of points.entries()) {
      if (over(k)) continue;
      if (stop.aborted || clock() >= until) return points.map((each, i) => known(each, rounds[i]!));
      const meant = meantOf(options, point, request, rounds[k]!.length + flows[k]!);
      request += meant.length;
      if (point.kind === 'flow') {
        await driver.flow(meant, point.streams);
        flows[k]!++;
      } else {
        const round = shown(await driver.together(meant));
        if (round) rounds[k]!.push(round);
        failures[k] = round ? 0 : failures[k]! + 1;
      }
      onRound(points.filter((_, i) => settled(i)).length, ++all);
    }
  }
  return points.map((each, i) => known(each, rounds[i]!));
}

function known(point: GridPoint, rounds: readonly GridRound[]): KnownPoint {
  return { point, rounds, spread: spreadOf(rounds) };
}

function meantOf({ grid, random }: GridRunOptions, point: GridPoint, first: number, round: number): Meant[] {
  const { kind, streams, name } = point;
  const count = kind === 'flow' ? streams * FLOW : streams;
  return Array.from({ length: count }, (_, k) => {
    const { prompt, output } = kind === 'flow' ? flowLengths(grid, () => random.uniform()) : point;
    return { request: first + k, tenant: '', prompt, output, due: null, point: name, round };
  });
}

/** The means over a round; null when one of it got no answer. */
function shown(made: readonly Attempt[]): GridRound | null {
  if (made.some(({ status }) => status !== 'ok')) return null;
  const steps = made.flatMap(({ output, firstToken, end }) =>
    output > 1 ? [(end - firstToken!) / (output - 1)] : [],
  );
  return {
    ttft: meanOf(made.map(({ sent, firstToken }) => firstToken! - sent)),
    step: steps.length === made.length ? meanOf(steps) : null,
  };
}

/** Rounds that are made at least, whatever they show. */
export function leastRounds({ kind }: GridPoint): number {
  return kind === 'flow' ? FLOWS : FEWEST;
}
