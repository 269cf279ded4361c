/** How the regions of a world fare, in plain text: a table of their kinds, how they differ, and what the intervals are of. */
import { plain } from '../../../kernel/numbers.ts';
import { counted } from '../../../kernel/words.ts';
import { metricOf, namesOf } from '../../../metrics/definitions.ts';
import type { RegionsSummary } from '../../../regional.ts';
import type { CellSummary, Summary } from '../../../results.ts';
import { axes, cellName } from '../../../report/axes.ts';
import { parts } from '../../../report/format.ts';
import { scaleOf } from '../../../report/quantity.ts';
import { table, wrap, type Paint } from '../../../report/table.ts';

interface RegionTextOptions {
  readonly width: number;
  readonly paint: Paint;
}

/** Cells whose regions are listed. */
const MOST_CELLS = 12;
/** Kinds that are listed. */
const MOST_KINDS = 24;

/** Empty where there are no regions. */
export function regionsText({ cells }: Summary, { width, paint }: RegionTextOptions): string {
  const varied = axes(cells);
  const worlds = cells.flatMap((cell) => (cell.regions ? [{ cell, regions: cell.regions }] : []));
  if (worlds.length === 0) return '';
  const words = worlds.map(
    ({ cell, regions }) => `${worldWords(regions)} ${intervalSourceWords(cell, regions)}`,
  );
  const alike = words.every((text) => text === words[0]);
  const tables = worlds.slice(0, MOST_CELLS).map(({ cell, regions }, k) => {
    const title = varied.length === 0 ? '' : `${paint(cellName(cell, varied), 'quiet')}\n`;
    const said = alike ? '' : `\n\n${wrap(words[k]!, width)}`;
    return `${title}${kindTable(regions, { width, paint })}${said}`;
  });
  const more = worlds.length > MOST_CELLS ? [`… and ${worlds.length - MOST_CELLS} more cells`] : [];
  return [...tables, ...more, ...(alike ? [wrap(words[0]!, width)] : [])].join('\n\n');
}

function kindTable({ kinds }: RegionsSummary, { width, paint }: RegionTextOptions): string {
  const rows = kinds.slice(0, MOST_KINDS);
  const figures = namesOf('screen').filter((name) => kinds.some(({ metrics }) => metrics[name]?.mean));
  const columns = figures.map((name) => {
    const estimates = rows.map(({ metrics }) => metrics[name] ?? { mean: null, ci95: null });
    const scale = scaleOf(name, estimates);
    return {
      heading: metricOf(name).short,
      unit: scale.unit,
      cells: estimates.map((estimate) => {
        const { mean, half } = parts(estimate, scale);
        return [mean, half] as const;
      }),
    };
  });
  const names = { heading: 'region', unit: '', align: 'left' as const, cells: rows.map(({ name }) => name) };
  const counts = { heading: 'regions', unit: '', cells: rows.map(({ count }) => plain(count)) };
  const devices = { heading: 'devices', unit: '', cells: rows.map((row) => plain(row.devices)) };
  const more = kinds.length > rows.length ? `\n… and ${kinds.length - rows.length} more kinds` : '';
  return `${table([names, counts, devices, ...columns], { width, keys: 1, paint })}${more}`;
}

/** How many there are, and how they are run. */
function worldWords({ count, devices, groups }: RegionsSummary): string {
  const whole = `${counted(count, 'region')} with ${counted(devices, 'device')}`;
  if (groups === count)
    return `${whole}; no region sends requests to another, so that each was run by itself.`;
  if (groups === 1) return `${whole}, which were run side by side: what one turns away, others may take.`;
  return `${whole} in ${counted(groups, 'group')}; regions of a group were run side by side: what one turns away, others of it may take.`;
}

/** What the intervals of a world are of. */
function intervalSourceWords(
  { replications }: CellSummary,
  { intervals, groups, count }: RegionsSummary,
): string {
  switch (intervals) {
    case 'replications':
      return `Intervals are over ${counted(replications, 'replication')} of the whole world: how regions differ from each other is not in them.`;
    case 'regions':
      return groups === count
        ? 'There is one replication. Intervals are from how regions of a kind differ in it: as they send each other nothing, each is a sample of its kind.'
        : 'There is one replication. Intervals are from how groups of the same kinds of regions differ in it: as they send each other nothing, each is a sample.';
    case 'none':
      return replications > 1
        ? 'Nothing random differs between the replications, and there are no intervals.'
        : 'There is one replication, and some regions are like too few others to say how far off its figures may be: there are no intervals. More replications give them.';
  }
}
