/** Counts as horizontal bars: a row of bars for every picture, under each other on one scale. */
import { known, shown, titled, type Arrangement } from './arrangement.ts';
import { figure, type Figure } from './figure.ts';
import type { Spec } from './spec.ts';
import { cloudBar, countBar, loadBars, type BarsOf, type LoadBar } from './loadBars.ts';
import { QUIET } from './palette.ts';
import { reach } from './whisker.ts';

export function outcomeChart(arrangement: Arrangement): Figure | null {
  if (!known(arrangement, 'edge.served') && !known(arrangement, 'edge.rejected')) return null;
  const spec = bars(arrangement, ['served', 'rejected'], 'Requests per run', (of) => [
    countBar(of, 'served', 'edge.served'),
    countBar(of, 'rejected', 'edge.rejected'),
  ]);
  const key = 'Filled: served; outlined: rejected; shares of the requests that arrived';
  return figure('outcomes', 'Requests served and rejected by the edge', spec, key);
}

export function cloudChart(arrangement: Arrangement): Figure | null {
  if (!known(arrangement, 'cloud.tokens')) return null;
  const scale = shown(arrangement, 'cloud.tokens');
  const spec = bars(arrangement, ['tokens'], titled('cloud.tokens', scale), (of) => [cloudBar(of, scale)]);
  return figure(
    'cloud',
    'Tokens redirected to the cloud',
    spec,
    'Figures beside the bars: their cost per run',
  );
}

function bars(
  { pictures, places, kinds, colours }: Arrangement,
  parts: readonly string[],
  counts: string,
  of: (whose: BarsOf) => LoadBar[],
): Spec {
  const groups = pictures.map((picture) =>
    places
      .filter((place) => place.picture === picture)
      .flatMap(({ cell, number, name, kind }) =>
        of({ cell, number, name, strategy: kind, colour: colours[kinds.indexOf(kind)] ?? QUIET }),
      ),
  );
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
