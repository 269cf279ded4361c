/** Utilisation of the fleet over time: a line for every kind, a small picture for everything else that varies. */
import type { Arrangement } from './arrangement.ts';
import { figure, type Figure, type Spec } from './figure.ts';
import { dashes } from './palette.ts';
import { sideBySide } from './sideBySide.ts';
import { length, points } from './timeline.ts';

/** Cells whose lines can be told apart. */
const MOST_CELLS = 12;
const MOST_POINTS = 180;

/** Null when there are no series, or too many to read. */
export function timeChart({ places, kindTitle, kinds, colours, pictures }: Arrangement): Figure | null {
  if (places.length > MOST_CELLS) return null;
  const values = places.flatMap(({ number, series, kind, picture, name }) => {
    const fleet = series.find(({ device }) => device === 'fleet');
    if (!fleet) return [];
    const over = { from: 0, to: length(fleet) };
    return points(fleet, 'utilization', over, MOST_POINTS).map(({ at, value }) => {
      const [minute, percent] = [Math.round(at / 0.6) / 100, Math.round(value * 1e4) / 100];
      return { cell: number, minute, percent, kind, picture, says: `${name}: ${percent} % at ${minute} min` };
    });
  });
  if (values.length === 0) return null;
  const by = (range: readonly unknown[]): Spec => ({
    field: 'kind',
    type: 'nominal',
    sort: kinds,
    scale: { domain: kinds, range },
    legend: kinds.length > 1 ? { title: kindTitle } : null,
  });
  const view: Spec = {
    height: pictures.length > 1 ? 180 : 240,
    params: [{ name: 'kinds', select: { type: 'point', fields: ['kind'] }, bind: 'legend' }],
    mark: { type: 'line', strokeWidth: 1.8 },
    encoding: {
      x: {
        field: 'minute',
        type: 'quantitative',
        title: 'Time (min)',
        scale: { nice: false },
        axis: { grid: false, domain: true, ticks: true },
      },
      y: {
        field: 'percent',
        type: 'quantitative',
        title: 'Utilisation of the fleet (%)',
        scale: { domain: [0, 100] },
      },
      color: by(colours),
      strokeDash: by(dashes(kinds.length)),
      opacity: { condition: { param: 'kinds', value: 1 }, value: 0.12 },
      tooltip: { field: 'says' },
    },
  };
  const spec = sideBySide({ values, pictures, widths: [440, 330], view });
  return figure('utilization', 'Utilisation of the fleet over time', spec);
}
