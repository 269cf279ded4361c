/** How evenly the devices worked: a dot for each. */
import type { Estimate } from '../results.ts';
import type { Arrangement } from './arrangement.ts';
import { figure, type Figure } from './figure.ts';
import { PERCENT, quiet, text } from './format.ts';
import { stripChart, type Dot } from './stripChart.ts';
import { span } from './whisker.ts';

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
