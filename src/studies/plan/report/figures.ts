/** Figures of a plan, two for each level of demand: all fleets (front.ts), and the chosen one over demand, beside the cloud alone. */
import { quantity } from '../../../report/layers.ts';
import type { Planned, PlannedLevel } from '../result.ts';
import { choices } from '../../../report/choices.ts';
import { type Figure, figure, type Spec } from '../../../report/figure.ts';
import { planFront } from './front.ts';
import { times, demandWords, fleetWords, shortNames } from './words.ts';
import {
  askedLine,
  banded,
  bottomAxis,
  curvePoint,
  decadeTicks,
  placeLine,
  shareAxis,
  type CurvePoint,
  type NamedPlace,
} from '../../../report/curve.ts';
import { BAD, CLOUD, EDGE, INK } from '../../../report/palette.ts';

export function planFigures(planned: Planned): Figure[] {
  const made = planned.levels.flatMap((level, i) => {
    const suffix = i === 0 ? '' : `-${times(level.growth)}`;
    return [
      planFront(planned, level, `plan-front${suffix}`),
      ...planDemand(planned, level, `plan-demand${suffix}`),
    ];
  });
  return choices(made, (name) => name.replace(/-[\d.]+$/, ''));
}

const SIZE = { width: 560, height: 190 };
/** Ranges wider than this factor get a logarithmic scale. */
const WIDE = 25;
/** Vertical positions of labels: where the rising and the falling line leave room. */
const [TOP, FOOT] = [10, 180];

function planDemand(planned: Planned, level: PlannedLevel, name: string): Figure[] {
  const { probes } = level;
  const fleet = level.recommended ?? level.nearest?.fleet;
  if (probes.length < 2 || !fleet) return [];
  const names = shortNames(planned.kinds.map((kind) => kind.name));
  const who = fleetWords(fleet, names);
  const target = planned.requirements.find(({ ask }) => ask === 'attainment')?.bound ?? null;
  const across = acrossOf(probes);
  const even = level.breakEven?.fleet === fleet.name ? level.breakEven.estimate : null;
  const [plain, titled] = [across.x(null), across.x('Times today’s demand')];
  const costs = [
    ...costPanel(probes, who, plain),
    ...across.placed(plain, even, { what: 'break-even', ink: INK, down: TOP }),
  ];
  const attained = [
    ...attainedPanel(probes, target, titled),
    ...across.placed(titled, level.knee?.estimate, { what: 'breaks', ink: BAD, down: FOOT }),
  ];
  const known = probes.some(({ attainment }) => attainment.mean !== null);
  const vconcat = (known ? [costs, attained] : [costs]).map((layer) => ({ ...SIZE, layer }));
  const title = 'What it costs, and how much more demand it can serve';
  const made = figure(name, title, { spacing: 18, vconcat }, [
    `${who}, chosen for ${demandWords(level)}. Bands: 95 % intervals.`,
  ]);
  return [{ ...made, title: `${who}: what it costs and what it attains as demand grows` }];
}

interface PlaceName extends Pick<NamedPlace, 'ink' | 'down'> {
  readonly what: string;
}

/** The demand axis, with marked levels. */
function acrossOf(probes: PlannedLevel['probes']): {
  readonly x: (title: string | null) => Spec;
  readonly placed: (x: Spec, at: number | null | undefined, name: PlaceName) => Spec[];
} {
  const [from, to] = [probes[0]!.growth, probes.at(-1)!.growth];
  const wide = to > WIDE * from;
  const scale = { nice: false, domain: [from, to], ...(wide && { type: 'log' }) };
  const ticks = wide ? { values: decadeTicks(probes.map(({ growth }) => growth)) } : { tickCount: 6 };
  return {
    x: (title) => bottomAxis('growth', title, scale, { format: '~r', ...ticks }),
    placed(x, at, { what, ...name }) {
      if (at == null || at < from || at > to) return [];
      const far = wide ? at > to * (from / to) ** 0.25 : at > to - 0.25 * (to - from);
      return [placeLine(x, { at, text: `${what} at ${times(at)} ×`, far, ...name })];
    },
  };
}

function costPanel(probes: PlannedLevel['probes'], who: string, x: Spec): Spec[] {
  const lines = [who, 'the cloud alone'] as const;
  const money = probes.flatMap(({ growth, edge, cloud }) => [
    { growth, kind: lines[0], ...curvePoint(edge) },
    ...(cloud ? [{ growth, kind: lines[1], ...curvePoint(cloud) }] : []),
  ]);
  const range = money.map(({ mean }) => mean ?? 0).filter((mean) => mean > 0);
  const decades = Math.max(...range) > WIDE * Math.min(...range);
  const y: Spec = quantity('mean', 'Dollars a month', {
    scale: decades ? { type: 'log', nice: false } : { zero: true },
    axis: { format: '$,~r', ...(decades ? { values: decadeTicks(range) } : { tickCount: 5 }) },
  });
  const color: Spec = {
    field: 'kind',
    type: 'nominal',
    sort: lines,
    title: null,
    scale: { domain: lines, range: [EDGE, CLOUD] },
    legend: { orient: 'top', symbolType: 'stroke', symbolOpacity: 1 },
  };
  // A logarithmic scale has no 0.
  const drawn = money.map((row) => (row.low !== null && row.low > 0 ? row : { ...row, low: null }));
  return banded(drawn, { x, y }, {}, { color });
}

function attainedPanel(probes: PlannedLevel['probes'], target: number | null, x: Spec): Spec[] {
  const good = probes.map(({ growth, attainment }): CurvePoint & { readonly growth: number } => ({
    growth,
    ...curvePoint(attainment, 1),
  }));
  const least = Math.min(...good.map(({ low, mean }) => low ?? mean ?? 1), target ?? 1);
  const floor = Math.max(0, Math.floor(least * 20 - 0.2) / 20);
  const y = shareAxis('mean', 'Answered in time', floor, 4);
  return [
    ...(target === null ? [] : [askedLine(y, target, 'left')]),
    ...banded(good, { x, y }, { color: EDGE }),
  ];
}
