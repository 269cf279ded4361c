/** Cost against attainment: every fleet that was run, and those that nothing cheaper outdoes. */
import { dollars, percent, percentTo } from '../../../kernel/numbers.ts';
import type { PlannedLevel, Planned } from '../result.ts';
import type { FleetOutcome } from '../fleetResult.ts';
import { figure, type Figure } from '../../../report/figure.ts';
import type { Spec } from '../../../report/spec.ts';
import { BAD, CLOUD, EDGE, INK, LINE, PAPER, QUIET, SOFT } from '../../../report/palette.ts';
import { qualityText } from './asked.ts';
import { decadeTicks, PERCENTS } from './demand.ts';
import { demandWords, fleetWords, shortNames, sloWords } from './words.ts';

const WIDTH = 560;
const HEIGHT = 320;

/** What is shown upwards: attainment, or without an slo the share that stays at the edge. */
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
  const values = [...all, ...(level.cloudOnly && !all.some(isCloud) ? [level.cloudOnly] : [])].map((fleet) =>
    point(fleet, fleet === chosen, onFront.has(fleet.counts.join()), names, level),
  );
  const floor = lowest(values, target);
  const shown = values.map((one) => ({
    ...one,
    y: Math.max(one.good, floor),
    below: one.good < floor,
    low: one.low === null ? null : Math.max(one.low, floor),
    high: one.high === null ? null : Math.min(1, Math.max(one.high, floor)),
  }));
  const words = sloWords(planned.slo);
  const title = `Cost against what is attained, at ${demandWords(level)}`;
  return figure(name, title, {
    title: {
      text: title,
      subtitle: [
        words === '' ? 'Of the requests that arrive.' : `In time: ${words}. Of all requests that arrive.`,
        chosen && !level.recommended
          ? 'No fleet is confirmed to meet all that is asked: the square is the nearest. Whiskers: 95 % intervals.'
          : 'Whiskers: 95 % intervals. Fleets on the line: none that was run costs less and attains as much.',
        runWords(level),
      ],
    },
    data: { values: shown },
    width: WIDTH,
    height: HEIGHT,
    layer: layers(shown, axesOf(planned, values, floor), target, level),
  });
}

interface Axes {
  readonly x: Spec;
  readonly y: Spec;
}

function axesOf({ slo }: Planned, values: readonly { readonly cost: number }[], floor: number): Axes {
  const costs = values.map(({ cost }) => cost);
  const wide = Math.max(...costs) > 8 * Math.min(...costs);
  const x: Spec = {
    field: 'cost',
    type: 'quantitative',
    title: 'Dollars a month: hardware, electricity and cloud',
    scale: wide ? { type: 'log', nice: false, padding: 24 } : { zero: false, padding: 24 },
    axis: {
      grid: false,
      domain: true,
      ticks: true,
      format: '$,~r',
      ...(wide ? { values: decadeTicks(costs) } : { tickCount: 6 }),
    },
  };
  const y: Spec = {
    field: 'y',
    type: 'quantitative',
    title:
      slo.ttft === null && slo.e2e === null && slo.tpot === null
        ? 'Requests that stay at the edge'
        : 'Requests answered in time',
    scale: { domain: [floor, 1], nice: false, zero: false },
    axis: { labelExpr: PERCENTS, tickCount: 5 },
  };
  return { x, y };
}

/** The target, the front, whiskers, points, and what is written beside them. */
function layers(
  shown: readonly (ReturnType<typeof point> & { readonly below: boolean })[],
  { x, y }: Axes,
  target: number | null,
  level: PlannedLevel,
): Spec[] {
  const band = (field: 'low' | 'high'): Spec => ({ ...y, field });
  const best = level.recommended ? 'recommended' : 'nearest';
  const kinds = (
    [
      [best, BAD, 'square'],
      ['on the front', EDGE, 'circle'],
      ['others', QUIET, 'circle'],
      ['the cloud alone', CLOUD, 'diamond'],
    ] as const
  ).filter(([kind]) => shown.some((one) => one.kind === kind));
  const domain = kinds.map(([kind]) => kind);
  return [
    ...(target === null ? [] : [asked(target, y)]),
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
        encoding: { x, y: band('low'), y2: { field: 'high' } },
      }),
    ),
    {
      mark: { type: 'point', filled: true, opacity: 1, stroke: PAPER, strokeWidth: 1 },
      encoding: {
        x,
        y,
        color: {
          field: 'kind',
          type: 'nominal',
          sort: domain,
          title: null,
          scale: { domain, range: kinds.map(([, colour]) => colour) },
          legend: { orient: 'top', symbolStrokeWidth: 0 },
        },
        shape: {
          field: 'kind',
          type: 'nominal',
          sort: domain,
          scale: { domain, range: kinds.map(([, , shape]) => shape) },
          title: null,
          legend: { orient: 'top', symbolStrokeWidth: 0 },
        },
        size: { condition: { test: 'datum.chosen', value: 190 }, value: 70 },
        tooltip: { field: 'says' },
      },
    },
    ...over(
      shown.filter((one) => one.chosen || one.kind === 'the cloud alone'),
      (data) => named(data, x, y),
    ),
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

/** A line at the target, named at its end. */
function asked(target: number, y: Spec): Spec {
  const words = { type: 'text', align: 'left', baseline: 'middle', dx: 6, color: SOFT, fontSize: 11 };
  return {
    data: { values: [{ y: target, text: `asked: ${percent(target)}` }] },
    layer: [
      { mark: { type: 'rule', strokeDash: [6, 4], color: INK, strokeWidth: 1 }, encoding: { y } },
      { mark: words, encoding: { y, x: { value: 'width' }, text: { field: 'text' } } },
    ],
  };
}

/** How much of all there is can be seen. */
function runWords({ effort: { fleets }, unseen: { cannot, may } }: PlannedLevel): string {
  const run = `${fleets - cannot - may} of ${fleets} fleets were run`;
  const left = may > 0 ? `; ${may} of the others might be on the line` : '';
  if (cannot + may === 0) return `All ${fleets} fleets were run.`;
  return `${run}${left || '; no other can be on the line, by what it costs at least and attains at most'}.`;
}

const isCloud = ({ counts }: FleetOutcome): boolean => counts.every((count) => count === 0);

function point(
  fleet: FleetOutcome,
  chosen: boolean,
  onFront: boolean,
  names: readonly string[],
  level: PlannedLevel,
) {
  const { mean, ci95 } = height(fleet);
  const label = fleetWords(fleet, names);
  const best = level.recommended ? 'recommended' : 'nearest';
  const kind = chosen ? best : isCloud(fleet) ? 'the cloud alone' : onFront ? 'on the front' : 'others';
  return {
    cost: fleet.cost.total.mean ?? 0,
    good: mean ?? 0,
    low: ci95?.[0] ?? null,
    high: ci95?.[1] ?? null,
    front: onFront,
    chosen,
    kind,
    label: `${label}, Q ${qualityText(fleet.quality.mean)}`,
    percent: percentTo(mean, 0),
    says: `${label}: ${dollars(fleet.cost.total.mean)} a month, ${percentTo(mean, 1)}, Q ${qualityText(fleet.quality.mean)}`,
  };
}

/** The bottom of the axis: far below the target only what is on the front is worth its place. */
function lowest(
  values: readonly { readonly good: number; readonly front: boolean }[],
  target: number | null,
): number {
  const least = Math.min(...values.map(({ good }) => good));
  if (target === null) return Math.max(0, Math.floor(least * 10) / 10);
  const near = Math.max(0, target - 5 * (1 - target));
  return Math.max(0, Math.floor(Math.max(least, near) * 20 - 0.4) / 20);
}

/** A layer of some of the data, if there is any. */
function over<Row>(rows: readonly Row[], layer: (data: Spec) => Spec): Spec[] {
  return rows.length > 0 ? [layer({ values: rows })] : [];
}

/** The name beside the point, kept readable over what lies behind it. */
function named(data: Spec, x: Spec, y: Spec): Spec {
  const text = {
    type: 'text',
    align: 'left',
    baseline: 'top',
    dx: 11,
    dy: 8,
    fontSize: 12,
    fontWeight: 'bold',
  };
  const halo = { ...text, stroke: PAPER, strokeWidth: 5, strokeJoin: 'round' };
  return {
    data,
    layer: [halo, text].map((mark) => ({ mark, encoding: { x, y, text: { field: 'label' } } })),
  };
}
