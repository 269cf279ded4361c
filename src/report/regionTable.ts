/** The regions of a cell as a table of the page: their kinds, and each of them where they are few. */
import { metricOf, namesOf } from '../metrics/definitions.ts';
import type { CellSummary, Estimate } from '../results.ts';
import { dataTable, type DataColumn, type DataRow } from './dataTable.ts';
import { plain } from './format.ts';
import { markup, type Html } from './html.ts';
import { scaleOf } from './quantity.ts';
import { regionWords } from './regionWords.ts';
import { number } from './resultTables.ts';
import { note } from './section.ts';

type Metrics = Readonly<Record<string, Estimate>>;

export function regionTable(cell: CellSummary): Html {
  const { kinds, each = [] } = cell.regions!;
  const all = each.length > kinds.length ? each : [];
  const lines = [...kinds, ...all];
  // What is counted and never happened anywhere says nothing.
  const names = namesOf('table').filter((name) =>
    lines.some(({ metrics }) => (metricOf(name).count ? metrics[name]?.mean : metrics[name]?.mean != null)),
  );
  return markup`${note(regionWords(cell))}
    ${tableOf(
      names,
      ['kind', 'regions', 'devices'],
      kinds.map(({ name, count, devices, metrics }) => ({
        cells: [name, plain(count), plain(devices)],
        metrics,
      })),
    )}
    ${
      all.length === 0
        ? note('Each region has a row in regions.csv.')
        : tableOf(
            names,
            ['region'],
            all.map(({ name, metrics }) => ({ cells: [name], metrics })),
          )
    }`;
}

function tableOf(
  names: readonly string[],
  headings: readonly string[],
  lines: readonly { readonly cells: readonly string[]; readonly metrics: Metrics }[],
): Html {
  const scales = names.map((name) =>
    scaleOf(
      name,
      lines.map(({ metrics }) => metrics[name]),
    ),
  );
  const columns: DataColumn[] = [
    ...headings.map((heading, i): DataColumn => ({ heading, kind: i === 0 ? 'text' : 'number' })),
    ...names.map((name, i): DataColumn => {
      const { short, description } = metricOf(name);
      return { heading: short, unit: scales[i]!.unit, title: `${name}: ${description}`, kind: 'number' };
    }),
  ];
  const rows = lines.map(({ cells, metrics }): DataRow => {
    return { cells: [...cells, ...names.map((name, i) => number(metrics[name], scales[i]!))] };
  });
  return dataTable({ columns, rows, kind: 'figures' });
}
