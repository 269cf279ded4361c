/** A recorded log beside the simulator: errors, how sure the simulator could be, what would explain them. */
import { given } from '../kernel/given.ts';
import { quantileSorted } from 'd3-array';
import { percent } from '../kernel/numbers.ts';
import { counted } from '../kernel/words.ts';
import type { Compared, ComparedFigure, Explanation } from './result.ts';
import type { Answers, RealLog } from '../logs/answers.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { movedBy, slower, drawn } from '../experiment/modelError.ts';
import { explanations, meanError } from './explain.ts';
import { figuresOf, isLatency } from './figures.ts';
import { replay } from './replay.ts';

interface ComparisonOptions {
  /** What the scenario is called. */
  readonly name: string;
  readonly seed: number;
  /** Draws of the profiles within their uncertainty; 0 for no intervals. */
  readonly draws: number;
  /** Called as it goes on, with the share that is done. */
  readonly onProgress?: (share: number) => void;
}

export interface LogComparison {
  readonly compared: Compared;
  /** What became of each request in the simulator. */
  readonly simulated: Answers;
}

/** A scenario whose workload is the REPLAY of the log. */
export function comparison(recorded: RealLog, scenario: Scenario, options: ComparisonOptions): LogComparison {
  const { seed, draws, name, onProgress } = options;
  const real = figuresOf(recorded);
  const simulated = replay(recorded, scenario, seed);
  const plain = figuresOf(simulated);
  const slowed = figuresOf(replay(recorded, slower(scenario), seed));
  const spread: Map<string, number>[] = [];
  for (let draw = 0; draw < draws; draw++) {
    spread.push(figuresOf(replay(recorded, drawn(scenario, seed, draw), seed)));
    onProgress?.(draw / (draws + 1));
  }
  const figures = [...real].flatMap(([figure, value]): ComparedFigure[] => {
    const other = plain.get(figure);
    if (other === undefined || (figure === 'refused' && value === 0 && other === 0)) return [];
    const error = value === 0 ? null : other / value - 1;
    const moves = movedBy(other, slowed.get(figure));
    return [{ figure, real: value, simulated: other, error, model95: interval(spread, figure), moves }];
  });
  const found = explanations(recorded, scenario, seed);
  onProgress?.(1);
  const error = errorsOf(figures);
  const size = recorded.arrival.length;
  const compared: Compared = {
    schema: 'edgewise.compare/1',
    log: recorded.name,
    scenario: name,
    requests: size,
    seconds: size === 0 ? 0 : recorded.arrival[size - 1]!,
    figures,
    error,
    verdict: verdictOf(figures, error),
    explanations: found,
    explained: explained(found, meanError(real, plain), error),
    notes: notesOf(recorded, figures, scenario),
  };
  return { compared, simulated };
}

/** Fewer draws give no percentiles. */
export const FEWEST_DRAWS = 20;

function interval(spread: readonly ReadonlyMap<string, number>[], figure: string): [number, number] | null {
  const values = spread.flatMap((figures) => figures.get(figure) ?? []).sort((a, b) => a - b);
  const [first] = values;
  if (values.length < FEWEST_DRAWS || values.at(-1) === first) return null;
  return [quantileSorted(values, 0.025)!, quantileSorted(values, 0.975)!];
}

function errorsOf(figures: readonly ComparedFigure[]): Compared['error'] {
  const all = figures
    .filter(({ figure, error }) => isLatency(figure) && error !== null)
    .map(({ figure, error }) => ({ figure, error: Math.abs(error!) }))
    .sort((a, b) => a.error - b.error);
  const middle =
    all.length % 2 === 1 ? [all[(all.length - 1) / 2]!] : all.slice(all.length / 2 - 1, all.length / 2 + 1);
  const worst = all.at(-1);
  return {
    median: middle.length === 0 ? NaN : middle.reduce((sum, { error }) => sum + error, 0) / middle.length,
    worst: worst?.error ?? NaN,
    worstFigure: worst?.figure ?? '',
  };
}

/** What a repeated run of a real server differs by is about half of the first of these. */
const CLOSE = 0.07;
const FAIR = 0.2;

function verdictOf(
  figures: readonly ComparedFigure[],
  { median, worst, worstFigure }: Compared['error'],
): Compared['verdict'] {
  const latencies = figures.filter(({ figure }) => isLatency(figure));
  const known = latencies.filter(({ model95 }) => model95 !== null);
  const inside = known.filter(({ real, model95 }) => real >= model95![0] && real <= model95![1]).length;
  const outcome = median <= CLOSE && worst <= FAIR ? 'close' : median <= FAIR ? 'fair' : 'off';
  const size = `a median error of ${percent(median, ERROR)} and a largest one of ${percent(worst, ERROR)} (${worstFigure})`;
  const covered =
    known.length === 0
      ? ''
      : ` The real figure is within the model's interval for ${inside} of ${known.length} latencies${inside < 0.8 * known.length ? ': the profile is less sure than it says' : ''}.`;
  const [word, so] = {
    close: ['Close', 'It is accurate enough to plan for this server, with its intervals.'],
    fair: [
      'Fair',
      `Good for choosing between fleets and settings; where a limit matters, leave ${percent(worst, ERROR)} of headroom.`,
    ],
    off: ['Off', 'Do not plan with it: calibrate from this server first.'],
  }[outcome];
  const answer = `${word}: ${size}.`;
  return { outcome, text: `${answer} ${so}${covered}`, answer };
}

/** A thing explains the error when it leaves less than this of it. */
const EXPLAINS = 0.7;
/** Below this there is nothing to explain. */
const SMALL = 0.04;

function explained(
  [best, next]: readonly Explanation[],
  whole: number,
  { worst, worstFigure }: Compared['error'],
): string {
  const largest = `the largest error is ${worstFigure}, ${percent(worst, ERROR)}`;
  if (!Number.isFinite(whole)) return '';
  if (whole < SMALL)
    return `Nothing to explain: the latencies have a mean error of ${percent(whole, ERROR)}; ${largest}.`;
  if (!best) return `None of the causes that were tried explains it; ${largest}.`;
  if (best.left > EXPLAINS * whole)
    return `No single cause explains it: ${best.text} would help most, and reduce the mean error from ${percent(whole, ERROR)} to ${percent(best.left, ERROR)}; ${largest}.`;
  const beside =
    next && next.left < EXPLAINS * whole ? `, ${next.text} alone ${percent(next.left, ERROR)}` : '';
  return `Most likely cause: ${best.text}. This change alone would reduce the mean error from ${percent(whole, ERROR)} to ${percent(best.left, ERROR)}${beside}; ${largest}.`;
}

/** Digits of an error. */
const ERROR = 2;

function notesOf(
  { server, status, arrival }: RealLog,
  figures: readonly ComparedFigure[],
  { cloud, fallback }: Pick<Scenario, 'cloud' | 'fallback'>,
): string[] {
  const lost = status.filter((one) => one === 'error' || one === 'cancelled').length;
  const refused = figures.find(({ figure }) => figure === 'refused');
  return given([
    figures.every(({ figure }) => !figure.startsWith('ttft.')) &&
      'The log does not say when first tokens came: whole answers are all that is compared.',
    server.closed === true &&
      'The log is from a closed loop: arrivals depended on the speed of the server, so errors look smaller than they would under open load.',
    lost > 0 &&
      `${counted(lost, 'request')} failed or ${lost === 1 ? 'was' : 'were'} stopped at the server: ${lost === 1 ? 'it counts' : 'they count'} as load in the simulator, but not in latencies.`,
    refused &&
      refused.real > 0 &&
      refused.simulated === 0 &&
      (cloud !== null && fallback === 'cloud'
        ? 'The server refused requests; in the simulator the cloud answers what the machines refuse, so that nothing is refused: --set fallback=drop compares the machines alone.'
        : "The server refused requests and the simulated one does not: the scenario's queue and limits differ from the server's."),
    arrival.length < 100 &&
      `The log has only ${arrival.length} requests: percentiles from p90 on depend on a handful of them.`,
  ]);
}
