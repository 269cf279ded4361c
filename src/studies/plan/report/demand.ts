/** What a fleet costs and attains as demand grows, beside the cloud alone. */
import type { PlannedLevel, Planned } from '../result.ts';
import type { Estimate } from '../../../results.ts';
import { figure, type Figure } from '../../../report/figure.ts';
import type { Spec } from '../../../report/spec.ts';
import { BAD, CLOUD, EDGE, INK } from '../../../report/palette.ts';
import { demandWords, fleetWords, shortNames, times } from './words.ts';

const SIZE = { width: 560, height: 190 };
/** Labels of an axis of shares. */
export const PERCENTS: string = "format(100 * datum.value, '.0f') + ' %'";
/** Ranges wider than this are drawn on a logarithmic scale. */
const WIDE = 25;

/** An axis of demand, and where on it one may write. */
interface Across {
  readonly x: (title: string | null) => Spec;
  /** Where a note would run out of the picture. */
  readonly far: (at: number) => boolean;
  /** A place that lies on it; else null. */
  readonly inside: (at: number | null | undefined) => number | null;
}

interface Mark {
  readonly at: number | null;
  readonly text: string;
  readonly ink: string;
}

/** Where the mean lies, with the ends of its interval. */
interface Row {
  readonly growth: number;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export function planDemand(planned: Planned, level: PlannedLevel, name: string): Figure[] {
  const { probes, knee, breakEven } = level;
  const fleet = level.recommended ?? level.nearest?.fleet;
  if (probes.length < 2 || !fleet) return [];
  const names = shortNames(planned.kinds.map((kind) => kind.name));
  const who = fleetWords(fleet, names);
  const target = planned.requirements.find(({ ask }) => ask === 'attainment')?.bound ?? null;
  const across = acrossOf(probes);
  const costs = costPanel(probes, who, across, {
    at: across.inside(breakEven?.fleet === fleet.name ? breakEven.estimate : null),
    text: `break-even at ${times(breakEven?.estimate ?? 0)} ×`,
    ink: INK,
  });
  const attained = attainedPanel(probes, target, across, {
    at: across.inside(knee?.estimate),
    text: `breaks at ${knee ? times(knee.estimate) : ''} ×`,
    ink: BAD,
  });
  const known = probes.some(({ attainment }) => attainment.mean !== null);
  return [
    figure(name, `${who}: what it costs and what it attains as demand grows`, {
      title: {
        text: 'What it costs, and how much more demand it can serve',
        subtitle: [`${who}, chosen for ${demandWords(level)}. Bands: 95 % intervals.`],
      },
      spacing: 18,
      vconcat: known ? [costs, attained] : [costs],
    }),
  ];
}

function acrossOf(probes: PlannedLevel['probes']): Across {
  const [from, to] = [probes[0]!.growth, probes.at(-1)!.growth];
  const wide = to > WIDE * from;
  const scale = { nice: false, domain: [from, to] };
  return {
    x: (title) => ({
      field: 'growth',
      type: 'quantitative',
      title,
      scale: wide ? { type: 'log', ...scale } : scale,
      axis: {
        grid: false,
        domain: true,
        ticks: true,
        format: '~r',
        ...(wide ? { values: decadeTicks(probes.map(({ growth }) => growth)) } : { tickCount: 6 }),
      },
    }),
    far: (at) => (wide ? at > to * (from / to) ** 0.25 : at > to - 0.25 * (to - from)),
    inside: (at) => (at != null && at >= from && at <= to ? at : null),
  };
}

/** A line across the panel, with what it means beside it. */
function noted({ at, text, ink }: Mark, { x, far }: Across, under: string | null): Spec[] {
  if (at === null) return [];
  const words = {
    type: 'text',
    align: far(at) ? 'right' : 'left',
    baseline: 'top',
    dx: far(at) ? -5 : 5,
    dy: 4,
    color: ink,
    fontSize: 11,
  };
  return [
    {
      data: { values: [{ growth: at, text }] },
      layer: [
        {
          mark: { type: 'rule', color: ink, strokeDash: [4, 3], strokeWidth: 1.2 },
          encoding: { x: x(under) },
        },
        { mark: words, encoding: { x: x(under), y: { value: 0 }, text: { field: 'text' } } },
      ],
    },
  ];
}

/** A line with its band and its points; `ink` is a colour of the marks, `more` what else they are told apart by. */
function banded(rows: readonly Row[], band: readonly Row[], x: Spec, y: Spec, ink: Spec, more: Spec): Spec[] {
  return [
    {
      data: { values: band },
      mark: { type: 'area', ...ink, opacity: 0.2 },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, ...more },
    },
    { data: { values: rows }, mark: { type: 'line', ...ink }, encoding: { x, y, ...more } },
    { data: { values: rows }, mark: { type: 'point', ...ink, size: 36 }, encoding: { x, y, ...more } },
  ];
}

function costPanel(probes: PlannedLevel['probes'], who: string, across: Across, mark: Mark): Spec {
  const lines = [who, 'the cloud alone'];
  const row = (growth: number, kind: string, { mean, ci95 }: Estimate): Row & { readonly kind: string } => ({
    growth,
    kind,
    mean,
    low: ci95?.[0] ?? null,
    high: ci95?.[1] ?? null,
  });
  const money = probes.flatMap(({ growth, edge, cloud }) => [
    row(growth, lines[0]!, edge),
    ...(cloud ? [row(growth, lines[1]!, cloud)] : []),
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
  // On a logarithmic scale there is no 0.
  const band = money.filter(({ low, mean }) => low !== null && low > 0 && mean !== null);
  return {
    ...SIZE,
    layer: [...banded(money, band, across.x(null), y, {}, { color }), ...noted(mark, across, null)],
  };
}

function attainedPanel(
  probes: PlannedLevel['probes'],
  target: number | null,
  across: Across,
  mark: Mark,
): Spec {
  const title = 'Times today’s demand';
  const good = probes.map(({ growth, attainment: { mean, ci95 } }) => ({
    growth,
    mean,
    low: ci95?.[0] ?? null,
    high: ci95 ? Math.min(1, ci95[1]) : null,
  }));
  const least = Math.min(...good.map(({ low, mean }) => low ?? mean ?? 1), target ?? 1);
  const y: Spec = {
    field: 'mean',
    type: 'quantitative',
    title: 'Answered in time',
    scale: { domain: [Math.max(0, Math.floor(least * 20 - 0.2) / 20), 1], nice: false, zero: false },
    axis: { labelExpr: PERCENTS, tickCount: 4 },
  };
  const asked: Spec = {
    data: { values: [{ mean: target }] },
    mark: { type: 'rule', color: INK, strokeDash: [6, 4], strokeWidth: 1 },
    encoding: { y },
  };
  const band = good.filter(({ low }) => low !== null);
  return {
    ...SIZE,
    layer: [
      ...(target === null ? [] : [asked]),
      ...banded(good, band, across.x(title), y, { color: EDGE }, {}),
      ...noted(mark, across, title),
    ],
  };
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
