/** The tables of the report's page. */
import { reasonHeading } from '../reasons.ts';
import type { Label } from '../scenario/scenario.ts';
import type { CellSummary, Comparison, DeviceSummary, Estimate, Labels, Summary } from '../results.ts';
import { DEVICE_METRICS, type DeviceMetric } from '../metrics/definitions/devices.ts';
import { axes, cellName, hasEdge } from './axes.ts';
import { columnTable, dataTable, DIFFERS, type DataCell, type PageColumn } from './dataTable.ts';
import { differing, differsWords } from './summaryTable.ts';
import { estimateColumn, figureColumn, textColumn } from './columns.ts';
import { plain, present } from './format.ts';
import { markup, type Html } from './html.ts';
import { note } from './section.ts';
import { tenantHeading } from './tenantTable.ts';
import { metricOf, namesOf } from '../metrics/definitions.ts';
import { regionWords } from './regionWords.ts';

/** Cells, and devices of one cell, that a page shows; the files have the rest. */
const MOST_CELLS = 400;
const MOST_DEVICES = 100;

export function cellTable(summary: Summary): Html {
  const { cells } = summary;
  const varied = axes(cells);
  const shown = cells.slice(0, MOST_CELLS);
  const figures = present(cells).map(({ name }) => name);
  const differ = differing(summary, figures);
  const columns: PageColumn[] = [
    ...varied.map(({ name, path, values }): PageColumn => ({
      heading: name,
      title: path,
      align: 'left',
      ...onPage(shown.map(({ vary }) => ordered(vary[path], values))),
    })),
    { heading: 'verdict', align: 'left', ...onPage(shown.map(verdictCell)) },
    {
      heading: 'load',
      unit: '%',
      title: 'work arriving over what the fleet can do',
      ...onPage(shown.map(loadCell)),
    },
    ...figures.map((name): PageColumn => ({
      ...figureColumn(name, shown, ({ metrics }) => metrics[name]),
      differs: differ.has(name),
    })),
  ];
  const marked = columns.some(({ differs }) => differs);
  return markup`${marked ? note(`${DIFFERS} and bold: ${differsWords(summary)}`) : null}${columnTable(columns, { names: varied.length, kind: 'figures', of: (row) => [row] })}
    ${left(cells.length - shown.length, 'cells', 'summary.json and runs.csv')}`;
}

/** What only a page shows. */
const onPage = (data: readonly DataCell[]): Pick<PageColumn, 'cells' | 'data'> => ({ cells: [], data });

const verdictCell = (cell: CellSummary): DataCell => ({
  body: hasEdge(cell) ? markup`<span class="${cell.verdict}">${cell.verdict}</span>` : '–',
});

const loadCell = ({ offeredLoad }: CellSummary): DataCell => ({
  body: offeredLoad === null ? '–' : plain(Math.round(offeredLoad * 100)),
  sort: offeredLoad,
});

/** A value of an axis sorts as the file lists it. */
function ordered(value: Label | undefined, values: readonly Label[]): DataCell {
  return { body: String(value ?? ''), sort: value === undefined ? null : values.indexOf(value) };
}

function left(count: number, what: string, where: string): Html | null {
  return count > 0 ? note(`${count} more ${what} are in ${where}.`) : null;
}

/** Every comparison that was made, with what it comes to. */
export function comparisonTable({ cells }: Pick<Summary, 'cells'>, comparisons: readonly Comparison[]): Html {
  const places = new Map(cells.map(({ vary }, i) => [labelKey(vary), i]));
  const number = (labels: Labels): number[] => {
    const found = places.get(labelKey(labels));
    return found === undefined ? [] : [found];
  };
  return dataTable({
    kind: 'prose',
    names: 0,
    columns: [{ heading: 'figure' }, { heading: 'in words' }, { heading: 'verdict' }],
    rows: comparisons.map(({ metric, text, verdict, cell, baseline }) => ({
      of: [...number(cell), ...number(baseline)],
      cells: [
        markup`<code>${metric}</code>`,
        text,
        markup`<span class="${WORDS[verdict] ?? 'neutral'}">${verdict}</span>`,
      ],
    })),
  });
}

/** Labels as one text, whatever order they come in. */
const labelKey = (labels: Labels): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

const WORDS: Readonly<Record<string, string>> = { better: 'good', worse: 'bad', 'cannot tell yet': 'unsure' };

/** Why requests were refused: counts by reason. */
export function reasonTable({ cells }: Summary): Html | null {
  const names = [...new Set(cells.flatMap(({ reasons }) => Object.keys(reasons)))];
  if (names.length === 0) return null;
  const varied = axes(cells);
  const shown = cells.slice(0, MOST_CELLS);
  const columns = names.map((name) =>
    estimateColumn(
      { heading: reasonHeading(name), title: name },
      { factor: 1, unit: '' },
      shown.map(({ reasons }) => reasons[name] ?? { mean: 0, ci95: null }),
    ),
  );
  const named = textColumn('cell', shown, (cell) => cellName(cell, varied));
  return columnTable([named, ...columns], { of: (row) => [row] });
}

/** The devices, tenants or priorities of one cell; null when it has none. */
export function namedTable(
  kind: 'device' | 'tenant' | 'priority',
  devices: readonly DeviceSummary[] = [],
): Html | null {
  if (devices.length === 0) return null;
  const headed = (metric: string): string =>
    kind === 'device' ? DEVICE_METRICS[metric as DeviceMetric].heading : tenantHeading(metric);
  const metrics = [...new Set(devices.flatMap((device) => Object.keys(device)))].filter(
    (key) => key !== 'name' && devices.some((device) => (device[key] as Estimate).mean !== null),
  );
  const shown = devices.slice(0, MOST_DEVICES);
  const columns = metrics.map((metric) =>
    figureColumn(metric, shown, (device) => device[metric] as Estimate | undefined, {
      heading: headed(metric),
      title: metric,
    }),
  );
  const named = textColumn(kind, shown, ({ name }) => name);
  return markup`${columnTable([named, ...columns], { kind: 'figures' })}
    ${left(devices.length - MOST_DEVICES, `${kind}s`, 'summary.json')}`;
}

export function regionTable(cell: CellSummary): Html | null {
  if (!cell.regions) return null;
  const { kinds, each = [] } = cell.regions;
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
