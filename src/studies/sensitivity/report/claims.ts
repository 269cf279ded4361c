/** For which part of the ranges each claim holds: a row per claim, a column per input, divided into parts of its range. */
import type { ClaimOutcome, ClaimStudy, Sensitivity } from '../result.ts';
import { amountText } from '../../../kernel/amount.ts';
import { figure, type Figure, type Spec } from '../../../report/figure.ts';
import { nominal } from '../../../report/layers.ts';
import { BAD, CLOUD, EDGE, INK, QUIET } from '../../../report/palette.ts';
import { wrap } from '../../../report/table.ts';

const OUTCOMES: readonly (readonly [key: ClaimOutcome, name: string, colour: string])[] = [
  ['holds', 'holds', EDGE],
  ['even', 'no difference', QUIET],
  ['undecided', 'cannot tell', CLOUD],
  ['fails', 'fails', BAD],
];

const WIDTH = 112;
const HEIGHT = 54;
const GAP = 12;
/** Least room for the labels of a range's parts, and what each letter of the longest takes, slanted as they are. */
const LABELS = 46;
const LETTER = 4.2;

export function claimFigures(study: Sensitivity): Figure[] {
  if (!study.claims || study.claims.claims.length === 0) return [];
  const { claims, points, replications } = study.claims;
  const columns = claims[0]!.bins.map(({ variable, bins }) => partNames(study, variable, bins));
  // All titles stand in one line.
  const room = Math.max(LABELS, ...columns.flat().map((words) => Math.ceil(LETTER * words.length)));
  return [
    figure(
      'claims',
      'Where the claims hold',
      {
        hconcat: [
          names(claims),
          ...columns.map((words, place) => column(study, claims, { place, words, room })),
        ],
        spacing: 12,
      },
      `Share of ${points} points over all ranges at once, by part of one range; each judged by the paired 95 % interval of ${replications} replications.`,
    ),
  ];
}

function inRows(values: readonly object[], spec: Spec): Spec {
  return {
    data: { values },
    facet: { row: { field: 'claim', type: 'ordinal', header: null } },
    spacing: GAP,
    // Every column by itself would leave as much room as its own marks take.
    align: 'none',
    bounds: 'flush',
    spec: { height: HEIGHT, ...spec },
  };
}

function names(claims: readonly ClaimStudy[]): Spec {
  const values = claims.map(({ text, shares }, claim) => ({
    claim,
    words: [
      ...wrap(text, 34).split('\n'),
      `holds at ${Math.round((shares['holds'] ?? 0) * 100)} % of all points`,
    ],
  }));
  return inRows(values, {
    width: 236,
    mark: {
      type: 'text',
      align: 'left',
      baseline: 'top',
      x: 0,
      y: 6,
      fontSize: 11.5,
      lineHeight: 14,
      color: INK,
    },
    encoding: { text: { field: 'words' } },
  });
}

interface ColumnLook {
  readonly place: number;
  /** What the parts of the range are called. */
  readonly words: readonly string[];
  /** Pixels below the bars for those names. */
  readonly room: number;
}

function column(
  { inputs }: Pick<Sensitivity, 'inputs'>,
  claims: readonly ClaimStudy[],
  { place, words, room }: ColumnLook,
): Spec {
  const input = inputs.find(({ path }) => path === claims[0]!.bins[place]!.variable);
  const values = claims.flatMap(({ bins }, claim) =>
    bins[place]!.bins.flatMap(({ shares, points }, part) =>
      OUTCOMES.flatMap(([key, outcome], rank) =>
        !shares[key]
          ? []
          : [
              {
                claim,
                part,
                outcome,
                rank,
                share: shares[key] ?? 0,
                says: `${words[part]}: ${outcome} at ${Math.round((shares[key] ?? 0) * 100)} % of ${points} points`,
              },
            ],
      ),
    ),
  );
  return inRows(values, {
    width: WIDTH,
    mark: { type: 'bar', width: { band: 0.96 } },
    encoding: {
      x: {
        field: 'part',
        type: 'ordinal',
        scale: { padding: 0 },
        title: input?.name ?? 'offered load',
        axis: {
          labelExpr: `${JSON.stringify(words)}[datum.value]`,
          labelAngle: -40,
          labelFontSize: 10,
          titleFontSize: 11.5,
          labelLimit: 90,
          labelOverlap: false,
          minExtent: room,
          maxExtent: room,
        },
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
      color: nominal(
        'outcome',
        OUTCOMES.map(([, name]) => name),
        OUTCOMES.map(([, , colour]) => colour),
        { title: null, orient: 'top', symbolType: 'square' },
      ),
      tooltip: { field: 'says' },
    },
  });
}

function partNames(
  { inputs }: Pick<Sensitivity, 'inputs'>,
  variable: string,
  parts: readonly { readonly from: number; readonly to: number }[],
): string[] {
  const input = inputs.find(({ path }) => path === variable);
  return parts.map(({ from, to }) => partName(from, to, input?.whole === true, input?.unit ?? ''));
}

function partName(from: number, to: number, whole: boolean, unit: string): string {
  if (whole && to - from === 1) return String(from + 0.5);
  return `${amountText(from, unit).replace(/ (s|min|h)$/, '$1')}–${amountText(to, unit).replace(/ (s|min|h)$/, '$1')}`;
}
