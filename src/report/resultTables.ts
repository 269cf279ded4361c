/** The tables of the report's page. */
import { reasonHeading } from '../reasons.ts';
import type { Label } from '../scenario/scenario.ts';
import type { CellSummary, Comparison, DeviceSummary, Estimate, Labels, Summary } from '../results.ts';
import { DEVICE_METRICS, type DeviceMetric } from '../metrics/definitions/devices.ts';
import { axes, cellName, hasEdge } from './axes.ts';
import { dataTable, DIFFERS, type DataCell, type DataColumn, type DataRow } from './dataTable.ts';
import { differing, differsWords } from './differing.ts';
import { decimals, parts, plain, rounded, type AxisScale } from './format.ts';
import { markup, type Html } from './html.ts';
import { note } from './section.ts';
import { present, scaleOf } from './quantity.ts';
import { tenantHeading } from './tenantTable.ts';

/** Cells, and devices of one cell, that a page shows; the files have the rest. */
const MOST_CELLS = 400;
const MOST_DEVICES = 100;

export function cellTable(summary: Summary): Html {
  const { cells } = summary;
  const varied = axes(cells);
  const shown = cells.slice(0, MOST_CELLS);
  const quantities = present(cells).map((one) => ({
    ...one,
    scale: scaleOf(
      one.name,
      cells.map(({ metrics }) => metrics[one.name]),
    ),
  }));
  const differ = differing(
    summary,
    quantities.map(({ name }) => name),
  );
  const columns: DataColumn[] = [
    ...varied.map(({ name, path }) => ({ heading: name, title: path })),
    { heading: 'verdict' },
    { heading: 'load', unit: '%', title: 'work arriving over what the fleet can do', kind: 'number' },
    ...quantities.map(({ name, description, short, scale }): DataColumn => ({
      heading: short,
      unit: scale.unit,
      title: `${name}: ${description}`,
      kind: 'number',
      differs: differ.has(name),
    })),
  ];
  const rows = shown.map((cell, i): DataRow => ({
    of: [i],
    cells: [
      ...varied.map(({ path, values }) => ordered(cell.vary[path], values)),
      hasEdge(cell) ? markup`<span class="${cell.verdict}">${cell.verdict}</span>` : '–',
      {
        body: cell.offeredLoad === null ? '–' : plain(Math.round(cell.offeredLoad * 100)),
        sort: cell.offeredLoad,
      },
      ...quantities.map(({ name, scale }) => number(cell.metrics[name], scale)),
    ],
  }));
  const marked = columns.some(({ differs }) => differs);
  return markup`${marked ? note(`${DIFFERS} and bold: ${differsWords(summary)}`) : null}${dataTable({ columns, rows, names: varied.length, kind: 'figures' })}
    ${left(cells.length - shown.length, 'cells', 'summary.json and runs.csv')}`;
}

/** A value of an axis sorts as the file lists it. */
function ordered(value: Label | undefined, values: readonly Label[]): DataCell {
  return { body: String(value ?? ''), sort: value === undefined ? null : values.indexOf(value) };
}

function left(count: number, what: string, where: string): Html | null {
  return count > 0 ? note(`${count} more ${what} are in ${where}.`) : null;
}

export function number(estimate: Estimate | undefined, scale: AxisScale): DataCell {
  const { mean, half } = parts(estimate, scale);
  const model = ends(estimate, scale);
  return {
    body: markup`${mean}${half === '' ? null : markup` <small>${half}</small>`}${model === '' ? null : markup`<br><small class="model">${model}</small>`}`,
    sort: estimate?.mean ?? null,
  };
}

/** Where the mean lies as the profiles vary, when that was asked for. */
function ends(estimate: Estimate | undefined, { factor }: AxisScale): string {
  if (!estimate?.model95) return '';
  const [low, high] = estimate.model95.map((end) => end * factor);
  const places = decimals((high! - low!) / 2);
  return high! > low! ? `${rounded(low!, places)} to ${rounded(high!, places)}` : '';
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
  const scale = { factor: 1, unit: '' };
  return dataTable({
    columns: [
      { heading: 'cell' },
      ...names.map((name): DataColumn => ({
        heading: reasonHeading(name),
        title: name,
        kind: 'number',
      })),
    ],
    rows: cells.slice(0, MOST_CELLS).map((cell, i) => ({
      of: [i],
      cells: [
        cellName(cell, varied),
        ...names.map((name) => number(cell.reasons[name] ?? { mean: 0, ci95: null }, scale)),
      ],
    })),
  });
}

/** The devices of one cell. */
export function deviceTable({ devices }: CellSummary): Html {
  return namedTable('device', devices, (metric) => DEVICE_METRICS[metric as DeviceMetric].heading);
}

/** The tenants of one cell. */
export function tenantTable({ tenants = [] }: CellSummary): Html {
  return namedTable('tenant', tenants, tenantHeading);
}

/** The priorities of one cell. */
export function priorityTable({ priorities = [] }: CellSummary): Html {
  return namedTable('priority', priorities, tenantHeading);
}

function namedTable(
  kind: 'device' | 'tenant' | 'priority',
  devices: readonly DeviceSummary[],
  headed: (metric: string) => string,
): Html {
  const metrics = [...new Set(devices.flatMap((device) => Object.keys(device)))].filter(
    (key) => key !== 'name' && devices.some((device) => (device[key] as Estimate).mean !== null),
  );
  const scales = metrics.map((metric) =>
    scaleOf(
      metric,
      devices.map((device) => device[metric] as Estimate | undefined),
    ),
  );
  const columns = metrics.map((metric, i): DataColumn => ({
    heading: headed(metric),
    title: metric,
    unit: scales[i]!.unit,
    kind: 'number',
  }));
  const rows = devices.slice(0, MOST_DEVICES).map((device): DataRow => ({
    cells: [
      device.name,
      ...metrics.map((metric, i) => number(device[metric] as Estimate | undefined, scales[i]!)),
    ],
  }));
  return markup`${dataTable({ columns: [{ heading: kind }, ...columns], rows, kind: 'figures' })}
    ${left(devices.length - MOST_DEVICES, `${kind}s`, 'summary.json')}`;
}
