/** Why who is best over alpha is best: whose answers they are, and what those are worth. */
import { dollarRange, percent } from '../../kernel/numbers.ts';
import type { Sensitivity } from './result.ts';
import type { AlphaContest, AnswerMeans } from './alphaResult.ts';
import { contestants } from './alpha.ts';

type Made = Pick<Sensitivity, 'alpha' | 'cells'>;

interface Known {
  readonly label: string;
  /** Of the requests, answered by the cloud. */
  readonly cloud: number;
}

/**
 * A clause after a colon, or nothing where the numbers have no plain reason to offer. Only for one that is best at
 * every alpha: what tips the scale at some alpha is what the curves show.
 */
export function why(made: Made, contest: AlphaContest): string {
  const { between, crossings, stretches } = contest;
  const best = stretches[0]?.best;
  if (best === undefined || crossings.length > 0) return '';
  if (between === 'platforms') return ofPlatforms(made, contest, best);
  return ofCells(made, contest, best, contestants(made.cells, contest.where));
}

function answered(made: Made, cell: number): readonly [edge: AnswerMeans, cloud: AnswerMeans] | null {
  const of = (platform: string): AnswerMeans | undefined =>
    made.alpha.answers.find((one) => one.cell === cell && one.platform === platform);
  const [edge, cloud] = [of('edge'), of('cloud')];
  return edge && cloud && edge.quality !== null && cloud.quality !== null ? [edge, cloud] : null;
}

/** Of all cells in which it is so, so that it is said once. */
function ofPlatforms(made: Made, { measure }: AlphaContest, best: string): string {
  if (best === 'all') return '';
  const alike = made.alpha.contests.filter(
    (one) =>
      one.between === 'platforms' &&
      one.measure === measure &&
      one.crossings.length === 0 &&
      one.stretches[0]?.best === best,
  );
  const found = alike.map(({ where }) =>
    answered(
      made,
      made.cells.findIndex((labels) =>
        Object.entries(where).every(([path, label]) => labels[path] === label),
      ),
    ),
  );
  if (!found.every((pair) => pair !== null)) return '';
  const pairs = found.map(([edge, cloud]): [AnswerMeans, AnswerMeans] =>
    best === 'edge' ? [edge, cloud] : [cloud, edge],
  );
  const elsewhere = best === 'edge' ? 'in the cloud' : 'at the edge';
  if (measure === 'utility') {
    const both = pairs.every(
      ([one, other]) => one.quality! > other.quality! && one.responsiveness! > other.responsiveness!,
    );
    return both ? `: its answers are better and sooner than ${elsewhere} (${worth(pairs)})` : '';
  }
  const costs = pairs.map(([one, other]) => [one.costPerResponse, other.costPerResponse] as const);
  if (!costs.every(([cost, theirs]) => cost !== null && theirs !== null && cost > 0 && theirs > cost))
    return '';
  return `: an answer costs ${dollarRange(costs.map(([cost]) => cost!))} there and ${dollarRange(costs.map(([, theirs]) => theirs!))} ${elsewhere}`;
}

function ofCells(
  made: Made,
  { measure }: AlphaContest,
  best: string,
  cells: readonly { readonly cell: number; readonly label: string }[],
): string {
  const known = cells.flatMap(
    ({ cell, label }): (Known & { readonly pair: readonly [AnswerMeans, AnswerMeans] })[] => {
      const pair = answered(made, cell);
      return pair?.[1].share == null ? [] : [{ label, cloud: pair[1].share, pair }];
    },
  );
  const winner = known.find(({ label }) => label === best);
  if (!winner || known.length < 2 || known.length < cells.length) return '';
  const others = known.filter((one) => one !== winner);
  const most = others.every(({ cloud }) => cloud < winner.cloud);
  const least = others.every(({ cloud }) => cloud > winner.cloud);
  if (!most && !least) return '';
  const cloudBetter = known.every(
    ({ pair: [edge, cloud] }) =>
      cloud.quality! > edge.quality! && cloud.responsiveness! > edge.responsiveness!,
  );
  const edgeBetter = known.every(
    ({ pair: [edge, cloud] }) =>
      edge.quality! > cloud.quality! && edge.responsiveness! > cloud.responsiveness!,
  );
  const [edge, cloud] = winner.pair;
  const sends = `it sends the ${most ? 'most' : 'fewest'} requests to the cloud (${percent(winner.cloud, 2)}; ${others
    .map((one) => `${one.label} ${percent(one.cloud, 2)}`)
    .join(', ')})`;
  if (measure === 'utility') {
    if (most && cloudBetter)
      return `: ${sends}, whose answers are better and sooner than the edge's (${worth([[cloud, edge]])}); U does not ask what they cost, PCR does`;
    if (least && edgeBetter)
      return `: ${sends}, whose answers are worse and later than the edge's (${worth([[cloud, edge]])})`;
    return '';
  }
  const [here, there] = [edge.costPerResponse, cloud.costPerResponse];
  const dear = least && here !== null && there !== null && here > 0 && there > here;
  return dear
    ? `: ${sends}, where an answer costs ${dollarRange([there])} against ${dollarRange([here])} at the edge`
    : '';
}

function worth(pairs: readonly (readonly [AnswerMeans, AnswerMeans])[]): string {
  const of = (pick: (one: AnswerMeans) => number | null): string => {
    const [ours, theirs] = [0, 1].map((side) =>
      span(
        pairs.map((pair) => pick(pair[side]!)!),
        (value) => value.toFixed(2),
      ),
    );
    return `${ours} against ${theirs}`;
  };
  return `quality ${of(({ quality }) => quality)}, responsiveness ${of(({ responsiveness }) => responsiveness)}`;
}

/** From the least to the most, once where they read alike. */
function span(values: readonly number[], written: (value: number) => string): string {
  const [low, high] = [written(Math.min(...values)), written(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}
