/** Cost against attainment: every fleet that was run, and the Pareto front. */
import { dollars, percentTo } from '../../../kernel/numbers.ts';
import type { PlannedLevel, Planned } from '../result.ts';
import type { FleetOutcome } from '../fleetResult.ts';
import { askedLine, bottomAxis, decadeTicks, shareAxis } from '../../../report/curve.ts';
import { figure, type Figure, type Spec } from '../../../report/figure.ts';
import { BAD, CLOUD, EDGE, LINE, PAPER, QUIET, SOFT } from '../../../report/palette.ts';
import { qualityText } from './asked.ts';
import { demandWords, fleetWords, shortNames, sloWords } from './words.ts';

const WIDTH = 560;
const HEIGHT = 320;
/** The share of the height that the name of the target needs below its line. */
const ROOM = 0.07;

/** The vertical axis: attainment, or without an slo the share that stays at the edge. */
function height(fleet: FleetOutcome): FleetOutcome['attainment'] {
  if (fleet.attainment.mean !== null) return fleet.attainment;
  const { mean, ci95 } = fleet.cloudShare;
  return { mean: mean === null ? null : 1 - mean, ci95: ci95 && [1 - ci95[1], 1 - ci95[0]] };
}

export function planFront(planned: Planned, level: PlannedLevel, name: string): Figure {
  const names = shortNames(planned.kinds.map((kind) => kind.name));
  const chosen = level.recommended ?? level.nearest?.fleet ?? null;
  const onFront = new Set(level.front.map(({ counts }) => counts.join()));
  const target = planned.requirements.find(({ ask }) => ask === 'attainment')?.bound ?? null;
  const others = level.seen.filter(({ counts }) => counts.join() !== chosen?.counts.join());
  const all = chosen ? [...others, chosen] : others;
  const values = [...all, ...(level.cloudOnly && !all.some(isCloud) ? [level.cloudOnly] : [])].map(
    (fleet) => {
      const onLine = onFront.has(fleet.counts.join());
      const rank = fleet === chosen ? 'chosen' : isCloud(fleet) ? 'cloud' : onLine ? 'front' : 'other';
      return point(fleet, rank, onLine, names, level);
    },
  );
  const floor = lowest(values, target);
  const shown = values.map((one) => ({
    ...one,
    y: Math.max(one.good, floor),
    below: one.good < floor,
    cut: one.good >= floor && one.low !== null && one.low < floor,
    low: one.low === null ? null : Math.max(one.low, floor),
    high: one.high === null ? null : Math.min(1, Math.max(one.high, floor)),
  }));
  const words = sloWords(planned.slo);
  return figure(
    name,
    `Cost against what is attained, at ${demandWords(level)}`,
    {
      data: { values: shown },
      width: WIDTH,
      height: HEIGHT,
      layer: layers(shown, axesOf(planned, values, floor), target, floor),
    },
    [
      words === '' ? 'Of the requests that arrive.' : `In time: ${words}. Of all requests that arrive.`,
      chosen && !level.recommended
        ? 'No fleet is confirmed to meet all that is asked: the square is the nearest. Whiskers: 95 % intervals.'
        : `Whiskers: 95 % intervals. ${lineWords(level)}`,
      ...(shown.some(({ cut }) => cut)
        ? [`A whisker that ends at ${percentTo(floor, 0)} goes on below it.`]
        : []),
      runWords(level),
    ],
  );
}

interface Axes {
  readonly x: Spec;
  readonly y: Spec;
}

function axesOf({ slo }: Planned, values: readonly { readonly cost: number }[], floor: number): Axes {
  const costs = values.map(({ cost }) => cost);
  const wide = Math.max(...costs) > 8 * Math.min(...costs);
  const x = bottomAxis(
    'cost',
    'Dollars a month: hardware, electricity and cloud',
    wide ? { type: 'log', nice: false, padding: 24 } : { zero: false, padding: 24 },
    { format: '$,~r', ...(wide ? { values: decadeTicks(costs) } : { tickCount: 6 }) },
  );
  const title = sloWords(slo) === '' ? 'Requests that stay at the edge' : 'Requests answered in time';
  return { x, y: shareAxis('y', title, floor) };
}

/** The target, the front, error bars, points, and labels of values below the axis. */
function layers(
  shown: readonly (ReturnType<typeof point> & { readonly below: boolean })[],
  { x, y }: Axes,
  target: number | null,
  floor: number,
): Spec[] {
  const kinds = MARKS.flatMap(([rank, colour, shape]) => {
    const kind = shown.find((one) => one.rank === rank)?.kind;
    return kind === undefined ? [] : [{ kind, colour, shape }];
  });
  const domain = kinds.map(({ kind }) => kind);
  const told = (range: readonly string[]): Spec => ({
    field: 'kind',
    type: 'nominal',
    sort: domain,
    title: null,
    scale: { domain, range },
    legend: { orient: 'top', symbolStrokeWidth: 0, labelLimit: 0, columns: 2 },
  });
  return [
    ...(target === null ? [] : [askedLine(y, target, 'right', target - floor < ROOM * (1 - floor))]),
    ...over(
      shown.filter((one) => one.front),
      (data) => ({
        data,
        mark: { type: 'line', interpolate: 'step-after', color: EDGE, strokeWidth: 1.5, opacity: 0.6 },
        encoding: { x, y, order: { field: 'cost', type: 'quantitative' } },
      }),
    ),
    ...over(
      shown.filter(({ low }) => low !== null),
      (data) => ({
        data,
        mark: { type: 'rule', color: LINE, strokeWidth: 1.2 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      }),
    ),
    {
      mark: { type: 'point', filled: true, opacity: 1, stroke: PAPER, strokeWidth: 1 },
      encoding: {
        x,
        y,
        color: told(kinds.map(({ colour }) => colour)),
        shape: told(kinds.map(({ shape }) => shape)),
        size: { condition: { test: "datum.rank === 'chosen'", value: 190 }, value: 70 },
        tooltip: { field: 'says' },
      },
    },
    ...over(
      shown.filter(({ below }) => below),
      (data) => ({
        data,
        mark: { type: 'text', baseline: 'bottom', dy: -8, fontSize: 10, color: SOFT },
        encoding: { x, y, text: { field: 'percent' } },
      }),
    ),
  ];
}

/** Marks in the order of the legend. */
const MARKS = [
  ['chosen', BAD, 'square'],
  ['front', EDGE, 'circle'],
  ['other', QUIET, 'circle'],
  ['cloud', CLOUD, 'diamond'],
] as const;

/** How many of all fleets are shown. */
/** A single one is no line to see. */
function lineWords({ front }: Pick<PlannedLevel, 'front'>): string {
  if (front.length !== 1) return 'Fleets on the line: none that was run costs less and attains as much.';
  const who = front.every(isCloud) ? 'The cloud alone' : 'One fleet';
  return `${who} costs least and attains most of those that were run, so that the line is one point.`;
}

function runWords({ effort: { fleets }, unseen: { cannot, may } }: PlannedLevel): string {
  const run = `${fleets - cannot - may} of ${fleets} fleets were run`;
  const left = may > 0 ? `; ${may} of the others might be on the line` : '';
  if (cannot + may === 0) return `All ${fleets} fleets were run.`;
  return `${run}${left || '; no other can be on the line, by what it costs at least and attains at most'}.`;
}

const isCloud = ({ counts }: FleetOutcome): boolean => counts.every((count) => count === 0);

/** The recommended fleet and the cloud alone have legend entries of their own. */
function point(
  fleet: FleetOutcome,
  rank: (typeof MARKS)[number][0],
  onFront: boolean,
  names: readonly string[],
  level: PlannedLevel,
) {
  const { mean, ci95 } = height(fleet);
  const label = fleetWords(fleet, names);
  const quality = `Q ${qualityText(fleet.quality.mean)}`;
  const kind = {
    chosen: `${level.recommended ? 'recommended' : 'nearest'}: ${label}, ${quality}`,
    front: 'on the front',
    other: 'others',
    cloud: `${label}, ${quality}`,
  }[rank];
  return {
    cost: fleet.cost.total.mean ?? 0,
    good: mean ?? 0,
    low: ci95?.[0] ?? null,
    high: ci95?.[1] ?? null,
    front: onFront,
    rank,
    kind,
    percent: percentTo(mean, 0),
    says: `${label}: ${dollars(fleet.cost.total.mean)} a month, ${percentTo(mean, 1)}, ${quality}`,
  };
}

/** The bottom of the axis: far below the target only points on the front are kept in view. */
function lowest(
  values: readonly { readonly good: number; readonly front: boolean }[],
  target: number | null,
): number {
  const least = Math.min(...values.map(({ good }) => good));
  if (target === null) return Math.max(0, Math.floor(least * 10) / 10);
  const near = Math.max(0, target - 5 * (1 - target));
  return Math.max(0, Math.floor(Math.max(least, near) * 20 - 0.4) / 20);
}

/** A layer for some of the data, if there is any. */
function over<Row>(rows: readonly Row[], layer: (data: Spec) => Spec): Spec[] {
  return rows.length > 0 ? [layer({ values: rows })] : [];
}
