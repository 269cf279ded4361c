/** Results over alpha, which needs no runs of its own: curves of U and PCR, where the best changes, and who wins at which alpha and input. */
import { group } from 'd3-array';
import { meanInterval } from '../../kernel/statistics.ts';
import type { Labels } from '../../results.ts';
import type { Input } from './result.ts';
import type {
  AlphaContest,
  AlphaLine,
  AlphaStudy,
  AnswerMeans,
  Measure,
  Platform,
  Regions,
} from './alphaResult.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';
import { standing, winnerAt, type Contender } from './contest.ts';
import type { Curve } from './design.ts';
import type { Responses } from './responses.ts';

const MEASURES: readonly Measure[] = ['utility', 'pcr'];

const PLATFORMS: readonly Platform[] = ['edge', 'cloud', 'all'];
const STEPS = 20;

export function alphaStudy(
  scenarioFile: Pick<ScenarioFile, 'axes' | 'cells'>,
  responses: Responses,
  base: number,
): AlphaStudy {
  const lines: AlphaLine[] = [];
  const contests: AlphaContest[] = [];
  for (const measure of MEASURES) {
    scenarioFile.cells.forEach(({ labels }, cell) => {
      const platforms = PLATFORMS.map((platform) =>
        contender(responses, base, cell, platform, measure),
      ).filter(known);
      for (const { label, zero, one } of platforms)
        lines.push({ cell, platform: label as Platform, measure, at: curve(zero, one) });
      // With a single platform both together equal it: it would trivially be best at every alpha.
      if (platforms.length === PLATFORMS.length)
        contests.push({ measure, between: 'platforms', where: labels, ...standing(platforms) });
    });
    for (const group of groups(scenarioFile)) {
      const rivals = group.cells.map(({ cell, label }) => ({
        ...contender(responses, base, cell, 'all', measure),
        label,
      }));
      contests.push({ measure, between: 'cells', where: group.where, ...standing(rivals) });
    }
  }
  const answers = scenarioFile.cells.flatMap((_, cell) => [
    answersOf(responses, base, cell, 'edge'),
    answersOf(responses, base, cell, 'cloud'),
  ]);
  return { lines, contests, answers };
}

function answersOf(
  responses: Responses,
  base: number,
  cell: number,
  platform: 'edge' | 'cloud',
): AnswerMeans {
  const mean = (figure: string): number | null => {
    const found = responses.mean(base, cell, figure);
    return Number.isFinite(found) ? found : null;
  };
  const count = mean(platform === 'edge' ? 'edge.served' : 'cloud.requests');
  const arrived = mean('arrived');
  return {
    cell,
    platform,
    share: count !== null && arrived !== null && arrived > 0 ? count / arrived : null,
    quality: mean(`${platform}.quality`),
    responsiveness: mean(`${platform}.responsiveness`),
    costPerResponse: mean(`${platform}.costPerResponse`),
  };
}

function curve(zero: readonly number[], one: readonly number[]): AlphaLine['at'] {
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const alpha = i / STEPS;
    const { mean, ci95 } = meanInterval(zero.map((start, r) => start + alpha * (one[r]! - start)));
    return { alpha, mean: mean!, ci95 };
  });
}

const known = ({ zero, one }: Contender): boolean => [...zero, ...one].every(Number.isFinite);

/** A contender's values at both ends of alpha, by replication. */
function contender(
  responses: Responses,
  point: number,
  cell: number,
  platform: Platform,
  measure: Measure,
): Contender {
  const before = platform === 'all' ? '' : `${platform}.`;
  const quality = responses.values(point, cell, `${before}quality`);
  const responsiveness = responses.values(point, cell, `${before}responsiveness`);
  if (measure === 'utility') return { label: platform, zero: responsiveness, one: quality };
  const cost = responses.values(point, cell, `${before}costPerResponse`);
  const perCent = (values: readonly number[]): number[] => values.map((value, i) => value / (100 * cost[i]!));
  return { label: platform, zero: perCent(responsiveness), one: perCent(quality) };
}

interface AlphaGroup {
  /** Labels of the other axes. */
  readonly where: Labels;
  readonly cells: readonly { readonly cell: number; readonly label: string }[];
}

/** The axis whose values compete: the strategy if it varies, else the first. */
function contested({ axes }: Pick<ScenarioFile, 'axes'>): string | null {
  const several = axes.filter(({ labels }) => labels.length > 1);
  return (several.find(({ path }) => path === 'strategy') ?? several[0])?.path ?? null;
}

/** Groups of cells that differ only in that axis. */
export function groups(scenarioFile: Pick<ScenarioFile, 'axes' | 'cells'>): AlphaGroup[] {
  const axis = contested(scenarioFile);
  if (axis === null) return [];
  const all = scenarioFile.cells.map(({ labels: { [axis]: label, ...where } }, cell) => ({
    where,
    cell,
    label: String(label),
  }));
  return [...group(all, ({ where }) => JSON.stringify(where)).values()].map((cells) => ({
    where: cells[0]!.where,
    cells,
  }));
}

const ALPHAS = 41;

/** From the runs of the curves. */
export function regions(
  scenarioFile: Pick<ScenarioFile, 'axes' | 'cells'>,
  inputs: readonly Input[],
  curves: readonly Curve[],
  responses: Responses,
): Regions[] {
  const alphas = Array.from({ length: ALPHAS }, (_, i) => i / (ALPHAS - 1));
  return curves
    .filter(({ input }) => inputs[input]!.path !== 'metrics.alpha')
    .flatMap(({ input, values, points }) =>
      groups(scenarioFile).flatMap(({ where, cells }) =>
        MEASURES.map((measure) => {
          const winners = points.map((point) => {
            const rivals = cells.map(({ cell, label }) => ({
              ...contender(responses, point, cell, 'all', measure),
              label,
            }));
            return alphas.map((alpha) => winnerAt(rivals, alpha));
          });
          return { input, measure, where, alphas, values, winners };
        }),
      ),
    );
}
