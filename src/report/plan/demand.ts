/** What a fleet costs and attains as demand grows, beside the cloud alone. */
import type { Level, Planned } from '../../planned.ts';
import { figure, type Figure } from '../figure.ts';
import type { Spec } from '../spec.ts';
import { BAD, CLOUD, EDGE, INK } from '../palette.ts';
import { demandWords, fleetWords, shortNames, times } from './words.ts';

const WIDTH = 560;
/** Labels of an axis of shares. */
export const PERCENTS: string = "format(100 * datum.value, '.0f') + ' %'";
/** Ranges wider than this are drawn on a logarithmic scale. */
const WIDE = 25;

export function planDemand(planned: Planned, level: Level, name: string): Figure[] {
  const { probes, knee, breakEven } = level;
  const fleet = level.recommended ?? level.nearest?.fleet;
  if (probes.length < 2 || !fleet) return [];
  const names = shortNames(planned.kinds.map((kind) => kind.name));
  const who = fleetWords(fleet, names);
  const target = planned.requirements.find(({ ask }) => ask === 'attainment')?.bound ?? null;
  const wide = probes.at(-1)!.growth > WIDE * probes[0]!.growth;
  const x = (title: string | null): Spec => ({
    field: 'growth',
    type: 'quantitative',
    title,
    scale: wide
      ? { type: 'log', nice: false, domain: [probes[0]!.growth, probes.at(-1)!.growth] }
      : { nice: false, domain: [probes[0]!.growth, probes.at(-1)!.growth] },
    axis: {
      grid: false,
      domain: true,
      ticks: true,
      format: '~r',
      ...(wide ? { values: decadeTicks(probes.map(({ growth }) => growth)) } : { tickCount: 6 }),
    },
  });
  const lines = [who, 'the cloud alone'];
  const money = probes.flatMap(({ growth, edge, cloud }) => [
    { growth, kind: lines[0]!, mean: edge.mean, low: edge.ci95?.[0] ?? null, high: edge.ci95?.[1] ?? null },
    ...(cloud
      ? [
          {
            growth,
            kind: lines[1]!,
            mean: cloud.mean,
            low: cloud.ci95?.[0] ?? null,
            high: cloud.ci95?.[1] ?? null,
          },
        ]
      : []),
  ]);
  const range = money.map(({ mean }) => mean ?? 0).filter((mean) => mean > 0);
  const decades = Math.max(...range) > WIDE * Math.min(...range);
  const y: Spec = {
    field: 'mean',
    type: 'quantitative',
    title: 'Dollars a month',
    scale: decades ? { type: 'log', nice: false } : { zero: true },
    axis: { format: '$,~r', ...(decades ? { values: decadeTicks(range) } : { tickCount: 5 }) },
  };
  const color: Spec = {
    field: 'kind',
    type: 'nominal',
    sort: lines,
    title: null,
    scale: { domain: lines, range: [EDGE, CLOUD] },
    legend: { orient: 'top', symbolType: 'stroke', symbolOpacity: 1 },
  };
  const size = { width: WIDTH, height: 190 };
  /** Where a note would run out of the picture. */
  const far = (at: number): boolean => {
    const [from, to] = [probes[0]!.growth, probes.at(-1)!.growth];
    return wide ? at > to * (from / to) ** 0.25 : at > to - 0.25 * (to - from);
  };
  const mark = (at: number | null, text: string, ink: string, under: string | null): Spec[] =>
    at === null
      ? []
      : [
          {
            data: { values: [{ growth: at, text }] },
            layer: [
              {
                mark: { type: 'rule', color: ink, strokeDash: [4, 3], strokeWidth: 1.2 },
                encoding: { x: x(under) },
              },
              {
                mark: {
                  type: 'text',
                  align: far(at) ? 'right' : 'left',
                  baseline: 'top',
                  dx: far(at) ? -5 : 5,
                  dy: 4,
                  color: ink,
                  fontSize: 11,
                },
                encoding: { x: x(under), y: { value: 0 }, text: { field: 'text' } },
              },
            ],
          },
        ];
  const inside = (at: number | null | undefined): number | null =>
    at != null && at >= probes[0]!.growth && at <= probes.at(-1)!.growth ? at : null;
  const costs: Spec = {
    ...size,
    layer: [
      {
        data: { values: money.filter(({ low, mean }) => low !== null && low > 0 && mean !== null) },
        mark: { type: 'area', opacity: 0.2 },
        encoding: { x: x(null), y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      { data: { values: money }, mark: { type: 'line' }, encoding: { x: x(null), y, color } },
      {
        data: { values: money },
        mark: { type: 'point', size: 36 },
        encoding: { x: x(null), y, color },
      },
      ...mark(
        inside(breakEven?.fleet === fleet.name ? breakEven.estimate : null),
        `break-even at ${times(breakEven?.estimate ?? 0)} ×`,
        INK,
        null,
      ),
    ],
  };
  const good = probes.map(({ growth, attainment }) => ({
    growth,
    mean: attainment.mean,
    low: attainment.ci95?.[0] ?? null,
    high: attainment.ci95 ? Math.min(1, attainment.ci95[1]) : null,
  }));
  const least = Math.min(...good.map(({ low, mean }) => low ?? mean ?? 1), target ?? 1);
  const upright: Spec = {
    field: 'mean',
    type: 'quantitative',
    title: 'Answered in time',
    scale: { domain: [Math.max(0, Math.floor(least * 20 - 0.2) / 20), 1], nice: false, zero: false },
    axis: { labelExpr: PERCENTS, tickCount: 4 },
  };
  const title = 'Times today’s demand';
  const attained: Spec = {
    ...size,
    layer: [
      ...(target === null
        ? []
        : [
            {
              data: { values: [{ mean: target }] },
              mark: { type: 'rule', color: INK, strokeDash: [6, 4], strokeWidth: 1 },
              encoding: { y: upright },
            },
          ]),
      {
        data: { values: good.filter(({ low }) => low !== null) },
        mark: { type: 'area', color: EDGE, opacity: 0.2 },
        encoding: { x: x(title), y: { ...upright, field: 'low' }, y2: { field: 'high' } },
      },
      { data: { values: good }, mark: { type: 'line', color: EDGE }, encoding: { x: x(title), y: upright } },
      {
        data: { values: good },
        mark: { type: 'point', color: EDGE, size: 36 },
        encoding: { x: x(title), y: upright },
      },
      ...mark(inside(knee?.estimate), `breaks at ${knee ? times(knee.estimate) : ''} ×`, BAD, title),
    ],
  };
  const all = good.every(({ mean }) => mean === null) ? [costs] : [costs, attained];
  return [
    figure(name, `${who}: what it costs and what it attains as demand grows`, {
      title: {
        text: 'What it costs, and how far it carries',
        subtitle: [`${who}, chosen for ${demandWords(level)}. Bands: 95 % intervals.`],
      },
      spacing: 18,
      vconcat: all,
    }),
  ];
}

/** 1, 2 and 5 of every decade, or 1 and 3 when those are too many. */
export function decadeTicks(values: readonly number[]): number[] {
  const [from, to] = [Math.min(...values), Math.max(...values)];
  const within = (steps: readonly number[]): number[] => {
    const found: number[] = [];
    for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); power++)
      for (const step of steps) {
        const tick = Number(`${step}e${power}`);
        if (tick >= from * 0.999 && tick <= to * 1.001) found.push(tick);
      }
    return found;
  };
  const fine = within([1, 2, 5]);
  return fine.length <= 6 ? fine : within([1, 3]);
}
