/** What each tenant or each priority got, in plain text: a table for each cell. */
import { metricOf, namesIn } from '../metrics/definitions.ts';
import type { CellSummary, DeviceSummary, Estimate, Summary } from '../results.ts';
import { axes, cellName } from './axes.ts';
import { figureColumn, textColumn } from './columns.ts';
import { table, type TextArea } from './table.ts';

/** As many fit under a run without being asked for. */
const FEW = 8;
/** Cells whose tenants are listed. */
const MOST_CELLS = 12;

/** Whether the tenants of a run are few enough to be listed unasked. */
export function fewTenants({ cells }: Summary): boolean {
  return cells.length === 1 && (cells[0]!.tenants?.length ?? 0) <= FEW;
}

/** Empty where no tenant has figures of its own. */
export function tenantTables(summary: Summary, options: Required<TextArea>): string {
  return groupTables(summary, 'tenant', ({ tenants = [] }) => tenants, options);
}

/** Empty where all requests have the same priority. */
export function priorityTables(summary: Summary, options: Required<TextArea>): string {
  return groupTables(summary, 'priority', ({ priorities = [] }) => priorities, options);
}

function groupTables(
  { cells }: Summary,
  heading: string,
  of: (cell: CellSummary) => readonly DeviceSummary[],
  { width, paint }: Required<TextArea>,
): string {
  const varied = axes(cells);
  return cells
    .filter((cell) => of(cell).length > 0)
    .slice(0, MOST_CELLS)
    .map((cell) => {
      const title = varied.length === 0 ? '' : `${paint(cellName(cell, varied), 'quiet')}\n`;
      return `${title}${groupTable(heading, of(cell), { width, paint })}`;
    })
    .join('\n\n');
}

function groupTable(
  heading: string,
  groups: readonly DeviceSummary[],
  { width, paint }: Required<TextArea>,
): string {
  const columns = tenantFigures(groups).map((metric) =>
    figureColumn(metric, groups, (group) => group[metric] as Estimate, { heading: tenantHeading(metric) }),
  );
  const names = textColumn(heading, groups, ({ name }) => printable(name));
  return table([names, ...columns], { width, keys: 1, paint });
}

/** Those that are not 0 for all. */
function tenantFigures(tenants: readonly DeviceSummary[]): string[] {
  return namesIn('tenant').filter((metric) =>
    tenants.some((tenant) => (tenant[metric] as Estimate | undefined)?.mean),
  );
}

export function tenantHeading(metric: string): string {
  const { tenants, short } = metricOf(metric);
  return tenants ?? short;
}

const LONGEST = 32;

/** A name of a log must not move the cursor of the terminal it is shown on. */
function printable(name: string): string {
  // oxlint-disable-next-line no-control-regex
  const plain = name.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}
