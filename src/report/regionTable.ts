/** The regions of a cell as a table of the page: their kinds, and each of them where they are few. */
import { metricOf, namesOf } from '../metrics/definitions.ts';
import type { CellSummary } from '../results.ts';
import { columnTable, type PageColumn } from './dataTable.ts';
import { figureColumn } from './figureColumn.ts';
import { plain } from './format.ts';
import { markup, type Html } from './html.ts';
import { regionWords } from './regionWords.ts';
import { note } from './section.ts';
import { textColumn } from './columns.ts';

export function regionTable(cell: CellSummary): Html {
  const { kinds, each = [] } = cell.regions!;
  const all = each.length > kinds.length ? each : [];
  const lines: readonly Pick<(typeof kinds)[number], 'name' | 'metrics'>[] = [...kinds, ...all];
  // What is counted and never happened anywhere says nothing.
  const names = namesOf('table').filter((name) =>
    lines.some(({ metrics }) => (metricOf(name).count ? metrics[name]?.mean : metrics[name]?.mean != null)),
  );
  const figures = (rows: typeof lines): PageColumn[] =>
    names.map((name) => figureColumn(name, rows, ({ metrics }) => metrics[name]));
  const ofKinds = [
    textColumn('kind', kinds, ({ name }) => name),
    { heading: 'regions', cells: kinds.map(({ count }) => plain(count)) },
    { heading: 'devices', cells: kinds.map(({ devices }) => plain(devices)) },
    ...figures(kinds),
  ];
  return markup`${note(regionWords(cell))}
    ${columnTable(ofKinds, { kind: 'figures' })}
    ${
      all.length === 0
        ? note('Each region has a row in regions.csv.')
        : columnTable([textColumn('region', all, ({ name }) => name), ...figures(all)], { kind: 'figures' })
    }`;
}
