/** runs.csv and series.csv, line by line. */
import type { Findings } from '../experiment/findings.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import type { Series } from '../results.ts';
import { csvLine, type CsvValue } from '../kernel/csv.ts';
import type { CsvTable } from './csvText.ts';

type Cells = Pick<ScenarioFile, 'axes' | 'cells'>;

/**
 * A row per cell and replication in that order: the cell's number from 0, its labels, then a column per figure and
 * `reason.*` for why requests were refused.
 */
export function* runsTable({ axes, cells }: Cells, findings: Findings): Generator<string> {
  const paths = axes.map(({ path }) => path);
  const metrics = new Set<string>();
  const reasons = new Set<string>();
  for (let cell = 0; cell < cells.length; cell++)
    for (const [, replication] of findings.of(cell)) {
      for (const name of Object.keys(replication.metrics)) metrics.add(name);
      for (const name of Object.keys(replication.reasons)) reasons.add(name);
    }
  const why = [...reasons].sort();
  yield csvLine(['cell', ...paths, 'replication', ...metrics, ...why.map((name) => `reason.${name}`)]);
  for (const [cell, { labels }] of cells.entries())
    for (const [number, replication] of findings.of(cell))
      yield csvLine([
        cell,
        ...paths.map((path) => labels[path]),
        number,
        ...[...metrics].map((name) => replication.metrics[name]),
        ...why.map((name) => replication.reasons[name] ?? 0),
      ]);
}

/** A row per cell, replication and tenant or priority; null without any. */
export function groupsTable(
  { axes, cells }: Cells,
  findings: Findings,
  of: 'tenants' | 'priorities',
): Iterable<string> | null {
  const rows = cells.flatMap(({ labels }, cell) =>
    findings.of(cell).flatMap(([number, { [of]: groups = [] }]) =>
      groups.map(({ name, metrics }) => ({
        before: [cell, ...axes.map(({ path }) => labels[path]), number],
        name,
        metrics,
      })),
    ),
  );
  const [first] = rows;
  if (!first) return null;
  const metrics = Object.keys(first.metrics);
  return [
    csvLine([
      'cell',
      ...axes.map(({ path }) => path),
      'replication',
      of === 'tenants' ? 'tenant' : 'priority',
      ...metrics,
    ]),
    ...rows.map((row) => csvLine([...row.before, row.name, ...metrics.map((name) => row.metrics[name])])),
  ];
}

/** A row per cell, replication and region; null without regions. */
export function regionsTable({ axes, cells }: Cells, findings: Findings): Iterable<string> | null {
  const has = cells.some((_, cell) => findings.of(cell).some(([, { world }]) => world !== undefined));
  return has ? regionRows({ axes, cells }, findings) : null;
}

function* regionRows({ axes, cells }: Cells, findings: Findings): Generator<string> {
  const worlds = cells.map((_, cell) =>
    findings.of(cell).flatMap(([number, { world }]) => (world ? [{ number, world }] : [])),
  );
  const figures = [...new Set(worlds.flatMap((some) => some.flatMap(({ world }) => world.figures)))];
  yield csvLine(['cell', ...axes.map(({ path }) => path), 'replication', 'region', 'kind', ...figures]);
  for (const [cell, { labels }] of cells.entries())
    for (const { number, world } of worlds[cell]!) {
      const places = figures.map((name) => world.figures.indexOf(name));
      for (const [i, name] of world.names.entries()) {
        const row = world.rows.subarray(i * world.figures.length, (i + 1) * world.figures.length);
        const values = places.map((place): CsvValue => (Number.isNaN(row[place] ?? NaN) ? null : row[place]));
        const before = [cell, ...axes.map(({ path }) => labels[path]), number];
        yield csvLine([...before, name, world.kinds[world.kindOf[i]!]!.name, ...values]);
      }
    }
}

/** A row per cell, device and time bucket, identified by its start: means over replications. */
export function* seriesTable({ cells }: Pick<ScenarioFile, 'cells'>, findings: Findings): Generator<string> {
  const all = cells.map((_, cell) => findings.series(cell));
  const quantities = [...new Set(all.flat().flatMap((series) => Object.keys(series.quantities)))];
  yield csvLine(['cell', 'device', 'time', ...quantities]);
  for (const [cell, lines] of all.entries())
    for (const { device, width, quantities: columns } of lines) {
      const length = Math.max(0, ...Object.values(columns).map((values) => values.length));
      for (let i = 0; i < length; i++) {
        const values: CsvValue[] = quantities.map((name) => columns[name]?.[i]);
        yield csvLine([cell, device, Number((i * width).toPrecision(12)), ...values]);
      }
    }
}

/** The time series of each cell, as the table has them. */
export function seriesOf({ columns, rows }: CsvTable): Series[][] {
  const names = columns.slice(3);
  const cells: Map<string, number[][]>[] = [];
  for (const [cell = '', device = '', ...values] of rows) {
    const devices = (cells[Number(cell)] ??= new Map());
    if (!devices.has(device)) devices.set(device, [[], ...names.map(() => [])]);
    values.forEach((value, i) => {
      if (value !== '') devices.get(device)![i]!.push(Number(value));
    });
  }
  return Array.from(cells, (devices) =>
    [...devices].map(([device, [times, ...lines]]) => ({
      device,
      width: times!.length > 1 ? times![1]! - times![0]! : 0,
      quantities: Object.fromEntries(
        names.flatMap((name, i) => (lines[i]!.length > 0 ? [[name, lines[i]!]] : [])),
      ),
    })),
  );
}
