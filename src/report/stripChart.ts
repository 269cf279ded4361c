/** Figures by name, horizontal: a row for every kind, a dot for every figure, its interval as a whisker. So are latencies shown, and how evenly the devices worked. */
import { type Spec, figure, type Figure } from './figure.ts';
import { nominal, sideBySide, whiskers, type Whisker, span } from './layers.ts';
import { LINE, PAPER, shapes, SOFT } from './palette.ts';
import type { Estimate } from '../results.ts';
import { type Arrangement, known, metric } from './arrangement.ts';
import { PERCENT, quiet, text } from './format.ts';

interface Dot extends Whisker {
  /** Number of the cell in the run, where it is of one. */
  readonly cell?: number;
  readonly row: string;
  readonly picture: string;
  /** What is told apart by shape: median and 95th percentile. */
  readonly part: string;
  readonly says: string;
}

interface StripOptions {
  readonly dots: readonly Dot[];
  readonly parts: readonly string[];
  readonly rows: readonly string[];
  readonly colours: readonly string[];
  readonly pictures: readonly string[];
  readonly title: string;
}

const ROW = 26;
const LEGEND = { title: null, orient: 'top', symbolFillColor: SOFT, symbolStrokeColor: SOFT };

export function stripChart({ dots, parts, rows, colours, pictures, title }: StripOptions): Spec {
  const y = {
    field: 'row',
    type: 'nominal',
    sort: rows,
    title: null,
    scale: { type: 'band' },
    axis: { grid: true, labelPadding: 8 },
  };
  const x = { field: 'mean', type: 'quantitative', title, scale: { zero: true } };
  const layer = [
    {
      mark: { type: 'line', strokeWidth: 1, opacity: 0.5 },
      encoding: { x, y, detail: { field: 'row', type: 'nominal' }, color: { value: LINE } },
    },
    ...whiskers(dots).map((one) => ({ ...one, encoding: { y, ...(one['encoding'] as Spec) } })),
    {
      mark: { type: 'point', size: 64, stroke: PAPER, strokeWidth: 0.8 },
      encoding: {
        x,
        y,
        color: nominal('row', rows, colours),
        shape: nominal('part', parts, shapes(parts.length), parts.length > 1 ? LEGEND : null),
        tooltip: { field: 'says' },
      },
    },
  ];
  const view = { height: { step: ROW }, layer };
  return sideBySide({ values: dots, pictures, widths: [400, 330], view });
}

/** More devices or cells than this are a cloud of dots that says nothing. */
const MOST_DEVICES = 60;
const MOST_CELLS = 24;

export function deviceChart({ places, kinds, colours, pictures }: Arrangement): Figure | null {
  const most = Math.max(...places.map(({ cell }) => cell.devices.length));
  if (most < 2 || most > MOST_DEVICES || places.length > MOST_CELLS) return null;
  const single = places.length === 1;
  const dots = places.flatMap((place) =>
    place.cell.devices.map((device): Dot => {
      const estimate = device['utilization'] as Estimate | undefined;
      const whole = span(estimate, 100);
      const name = quiet(device.name);
      return {
        ...(single ? whole : { mean: whole.mean, low: null, high: null }),
        cell: place.number,
        row: single ? name : place.kind,
        picture: place.picture,
        part: 'device',
        says: `${name}, ${place.name}: ${text(estimate, PERCENT)} %`,
      };
    }),
  );
  const rows = single ? [...new Set(dots.map(({ row }) => row))] : kinds;
  const spec = stripChart({
    dots,
    parts: ['device'],
    rows,
    colours: single ? rows.map(() => colours[0]!) : colours,
    pictures,
    title: 'Share of time with work (%)',
  });
  return figure('devices', 'Utilisation of each device', spec);
}

const STATS = [
  ['p50', 'median'],
  ['p95', '95th percentile'],
] as const;
const PARTS = STATS.map(([, words]) => words);

export function latencyChart(arrangement: Arrangement): Figure | null {
  if (!known(arrangement, 'ttft.p50')) return null;
  if (arrangement.places.length === 1) return ofOne(arrangement);
  const { pictures, kinds, colours, places } = arrangement;
  const dots = places.flatMap((place) =>
    STATS.map(([stat, part]): Dot => {
      const estimate = metric(`ttft.${stat}`)(place);
      const says = `${place.name}: ${part} ${text(estimate)} s`;
      return { cell: place.number, row: place.kind, picture: place.picture, part, ...span(estimate), says };
    }),
  );
  const title = 'Time to first token (s)';
  return figure(
    'latency',
    'Time to first token',
    stripChart({ dots, parts: PARTS, rows: kinds, colours, pictures, title }),
  );
}

const APART = [
  ['edge.ttft', 'First token, edge'],
  ['cloud.ttft', 'First token, cloud'],
  ['edge.e2e', 'Whole answer, edge'],
  ['cloud.e2e', 'Whole answer, cloud'],
] as const;
const TOGETHER = [
  ['ttft', 'First token'],
  ['e2e', 'Whole answer'],
] as const;

/** With one cell there is room for edge and cloud apart: a blend of the two misleads. */
function ofOne({ places, colours }: Arrangement): Figure {
  const { cell } = places[0]!;
  const apart = APART.filter(([name]) => cell.metrics[`${name}.p50`]?.mean != null);
  const named: readonly (readonly [string, string])[] = apart.length > 0 ? apart : TOGETHER;
  const dots = named.flatMap(([name, row]) =>
    STATS.map(([stat, part]): Dot => {
      const estimate = cell.metrics[`${name}.${stat}`];
      return {
        cell: 0,
        row,
        picture: '',
        part,
        ...span(estimate),
        says: `${row}: ${part} ${text(estimate)} s`,
      };
    }),
  );
  const spec = stripChart({
    dots,
    parts: PARTS,
    rows: named.map(([, row]) => row),
    colours: named.map(() => colours[0]!),
    pictures: [''],
    title: 'Seconds from arrival',
  });
  return figure('latency', 'Latency of the answers', spec);
}
