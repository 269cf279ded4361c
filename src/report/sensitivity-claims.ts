/** Over what part of the ranges each claim holds: a row for a claim, a column for an input, its range in parts. */
import { amountText } from '../kernel/amount.ts';
import { figure, type Figure, type Spec } from './figure.ts';
import { BAD, CLOUD, EDGE, INK, QUIET } from './palette.ts';
import type { Study, StudyClaim } from './sensitivity-data.ts';
import { wrap } from './table.ts';

export const OUTCOMES: readonly (readonly [key: string, name: string, colour: string])[] = [
  ['holds', 'holds', EDGE],
  ['even', 'no difference', QUIET],
  ['undecided', 'cannot tell', CLOUD],
  ['fails', 'fails', BAD],
];

const WIDTH = 112;
const HEIGHT = 54;

export function claimFigures(study: Study): Figure[] {
  if (!study.claims) return [];
  const { claims, points, replications } = study.claims;
  const rows = claims.map((claim, i) => row(study, claim, i === claims.length - 1));
  return [
    figure(
      'claims',
      'Where the claims hold',
      { vconcat: rows, spacing: 12 },
      `Share of ${points} points over all ranges at once, by part of one range; each judged by the paired 95 % interval of ${replications} replications.`,
    ),
  ];
}

function row({ inputs }: Study, { text, shares, bins }: StudyClaim, last: boolean): Spec {
  const words = `${wrap(text, 34)}\n${Math.round((shares['holds'] ?? 0) * 100)} % of all points`.split('\n');
  const label = {
    data: { values: [{ words }] },
    width: 200,
    height: HEIGHT,
    mark: {
      type: 'text',
      align: 'left',
      baseline: 'middle',
      x: 0,
      y: HEIGHT / 2,
      fontSize: 11.5,
      lineHeight: 14,
      color: INK,
    },
    encoding: { text: { field: 'words' } },
  };
  const pictures = bins.map(({ variable, bins: parts }, place): Spec => {
    const input = inputs.find(({ path }) => path === variable);
    const unit = input?.unit ?? '';
    const order = parts.map((_, i) => i);
    const words = Object.fromEntries(
      parts.map(({ from, to }, i) => [String(i), partName(from, to, input?.whole === true, unit)]),
    );
    const values = parts.flatMap(({ shares: split, points }, i) =>
      OUTCOMES.map(([key, name], rank) => ({
        part: i,
        outcome: name,
        rank,
        share: split[key] ?? 0,
        says: `${words[String(i)]}: ${name} at ${Math.round((split[key] ?? 0) * 100)} % of ${points} points`,
      })),
    );
    return {
      data: { values },
      width: WIDTH,
      height: HEIGHT,
      mark: { type: 'bar', width: { band: 0.96 } },
      encoding: {
        x: {
          field: 'part',
          type: 'ordinal',
          sort: order,
          scale: { padding: 0 },
          title: last ? (input?.name ?? 'offered load') : null,
          axis: last
            ? {
                labelExpr: `${JSON.stringify(words)}[datum.value]`,
                labelAngle: -40,
                labelFontSize: 10,
                titleFontSize: 11.5,
                labelLimit: 90,
                labelOverlap: false,
              }
            : { labels: false, ticks: false },
        },
        y: {
          field: 'share',
          type: 'quantitative',
          stack: 'zero',
          title: null,
          scale: { domain: [0, 1] },
          axis: place === 0 ? { format: '.0%', values: [0, 0.5, 1], grid: false, labelFontSize: 10 } : null,
        },
        order: { field: 'rank', type: 'quantitative' },
        color: {
          field: 'outcome',
          type: 'nominal',
          sort: OUTCOMES.map(([, name]) => name),
          scale: { domain: OUTCOMES.map(([, name]) => name), range: OUTCOMES.map(([, , colour]) => colour) },
          legend: { title: null, orient: 'top', symbolType: 'square' },
        },
        tooltip: { field: 'says' },
      },
    };
  });
  return { hconcat: [label, ...pictures], spacing: 10 };
}

function partName(from: number, to: number, whole: boolean, unit: string): string {
  if (whole && to - from === 1) return String(from + 0.5);
  return `${amountText(from, unit).replace(/ (s|min|h)$/, '$1')}–${amountText(to, unit).replace(/ (s|min|h)$/, '$1')}`;
}
