/** Who comes first, and how far that can be told. */
import { list } from '../kernel/words.ts';
import { metricOf, namesIn } from '../metrics/definitions.ts';
import type { Ranking, Summary } from '../results.ts';
import { axes, cellName } from './axes.ts';
import { dataTable } from './dataTable.ts';
import { quiet } from './format.ts';
import { markup, type Html } from './html.ts';

const MOST_ROWS = 200;

type Rank = Ranking['places'][number];

/** Those that share their places, in a list of their own. */
function groups({ places }: Ranking): Rank[][] {
  const found: Rank[][] = [];
  for (const place of places) {
    const last = found.at(-1)?.[0];
    if (last && last.best === place.best && last.worst === place.worst) found.at(-1)!.push(place);
    else found.push([place]);
  }
  return found;
}

/** `loadAware, then weighted and random, whose order is undecided`. */
export function orderWords(ranking: Ranking): string {
  const all = groups(ranking);
  const name = ({ label }: Rank): string => quiet(label);
  const named = (of: readonly Rank[]): string => list(of.map(name));
  if (all.length === 1) return `no order is certain yet between ${named(all[0]!)}`;
  // Places that overlap without being the same have no plain order.
  const clear = all.every((group, i) => i === 0 || group[0]!.best > all[i - 1]![0]!.worst);
  if (!clear) return ranking.places.map((place) => `${name(place)} (${placeOf(place)})`).join(', ');
  return all
    .map((group) => (group.length === 1 ? named(group) : `${named(group)}, whose order is undecided`))
    .join(', then ');
}

const placeOf = ({ best, worst }: Rank): string => (best === worst ? `${best}` : `${best} to ${worst}`);

/** A row for each figure and setting; null when nothing was ranked. */
export function rankingTable({ cells, rankings = [] }: Summary): Html | null {
  const varied = axes(cells);
  const chosen = rankings.filter(({ axis }) => axis !== 'workload' && !axis.startsWith('workload.'));
  // What demand does is no choice, unless nothing else varies.
  const all = chosen.length > 0 ? chosen : rankings;
  const ranked = namesIn('ranking').flatMap((metric) =>
    all.filter((one) => one.metric === metric && varied.some(({ path }) => path === one.axis)),
  );
  if (ranked.length === 0) return null;
  const settings = ranked.some(({ where }) => Object.keys(where).length > 0);
  return dataTable({
    kind: 'prose',
    names: 0,
    columns: [{ heading: 'figure' }, { heading: 'best first' }],
    rows: ranked.slice(0, MOST_ROWS).map((ranking) => ({
      // The setting stands with the figure, where it is seen on a narrow screen too.
      cells: [
        markup`${metricOf(ranking.metric).long}${settings ? markup` <small>${settingOf(ranking)}</small>` : null}`,
        placesOf(ranking),
      ],
    })),
  });

  function settingOf({ where }: Ranking): string {
    return Object.keys(where).length === 0 ? '' : cellName({ vary: where }, varied);
  }
}

function placesOf(ranking: Ranking): Html {
  return markup`${groups(ranking).map((group, i) => {
    const names = group.map(({ label }) => quiet(label)).join(' or ');
    return markup`${i === 0 ? null : ', '}<b>${placeOf(group[0]!)}</b> ${names}`;
  })}`;
}
