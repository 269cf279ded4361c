/** Counts as horizontal bars: a row of bars for every picture, under each other on one scale. */
import type { Estimate } from '../results.ts';
import { known, metric, shown, titled, type Arrangement, type PlacedCell } from './arrangement.ts';
import { figure, type Figure } from './figure.ts';
import type { Spec } from './spec.ts';
import { money, rounded, text } from './format.ts';
import { loadBars, type LoadBar } from './loadBars.ts';
import { QUIET } from './palette.ts';
import { reach, span } from './whisker.ts';

export function outcomeChart(arrangement: Arrangement): Figure | null {
  if (!known(arrangement, 'edge.served') && !known(arrangement, 'edge.rejected')) return null;
  const part = (place: PlacedCell, name: string, estimate: Estimate | undefined): LoadBar => {
    const arrived = place.cell.metrics['arrived']?.mean ?? 0;
    const label = arrived > 0 ? `${rounded(((estimate?.mean ?? 0) / arrived) * 100, 0)} %` : '';
    const says = `${place.name}: ${text(estimate)} ${name}, ${label} of those that arrived`;
    return { ...base(arrangement, place), part: name, ...span(estimate), label, says };
  };
  const spec = bars(arrangement, ['served', 'rejected'], 'Requests per run', (place) => [
    part(place, 'served', metric('edge.served')(place)),
    part(place, 'rejected', metric('edge.rejected')(place)),
  ]);
  const key = 'Filled: served; outlined: rejected; shares of the requests that arrived';
  return figure('outcomes', 'Requests served and rejected by the edge', spec, key);
}

export function cloudChart(arrangement: Arrangement): Figure | null {
  if (!known(arrangement, 'cloud.tokens')) return null;
  const scale = shown(arrangement, 'cloud.tokens');
  const spec = bars(arrangement, ['tokens'], titled('cloud.tokens', scale), (place) => {
    const estimate = metric('cloud.tokens')(place);
    const label = money(metric('cloud.cost')(place));
    const says = `${place.name}: ${text(estimate, scale)} ${scale.unit} for ${label}`;
    return [{ ...base(arrangement, place), part: 'tokens', ...span(estimate, scale.factor), label, says }];
  });
  return figure(
    'cloud',
    'Tokens redirected to the cloud',
    spec,
    'Figures beside the bars: their cost per run',
  );
}

function base(
  arrangement: Arrangement,
  { kind, number }: PlacedCell,
): { cell: number; strategy: string; colour: string } {
  return {
    cell: number,
    strategy: kind,
    colour: arrangement.colours[arrangement.kinds.indexOf(kind)] ?? QUIET,
  };
}

function bars(
  { pictures, places, kinds }: Arrangement,
  parts: readonly string[],
  counts: string,
  of: (place: PlacedCell) => LoadBar[],
): Spec {
  const groups = pictures.map((picture) => places.filter((place) => place.picture === picture).flatMap(of));
  const most = Math.max(...groups.flat().map(reach)) || 1;
  const rows = groups.map((group, i) =>
    loadBars({
      title: pictures[i]!,
      bars: group,
      parts,
      width: 400,
      height: kinds.length * (parts.length > 1 ? 40 : 28),
      most: most * (parts.length > 1 ? 1.12 : 1.3),
      counts: i === groups.length - 1 ? counts : null,
    }),
  );
  return { spacing: 12, vconcat: rows, resolve: { scale: { yOffset: 'independent' } } };
}
