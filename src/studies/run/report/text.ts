/** The result of a run on a terminal. */
import { facts } from '../../../report/reportDocument.ts';
import { changedLines } from '../../../report/changed.ts';
import { namesOf } from '../../../metrics/definitions.ts';
import { DIFFERS } from '../../../report/dataTable.ts';
import {
  differsWords,
  differingIn,
  expectationList,
  summaryTable,
  warningList,
} from '../../../report/summaryTable.ts';
import { elasticityLines } from '../../../report/elasticity.ts';
import { inShort } from '../../../report/inShort.ts';
import {
  demandLine,
  demands,
  intervalWords,
  readingOf,
  readingWords,
} from '../../../report/recordedDemand.ts';
import { toned, type Sentence } from '../../../report/section.ts';
import { fewTenants, tenantTables, priorityTables } from '../../../report/tenantTable.ts';
import type { Paint } from '../../../report/table.ts';
import { hanging, wrap } from '../../../report/table.ts';
import type { Summary } from '../../../results.ts';
import type { TextPlace, TextScreen } from '../../study.ts';
import { regionsText } from './regions.ts';

/** Most cells shown in full. */
const ROWS = 50;
const ONE_SIDED =
  'An interval that leaves its own mean out is no slip: other coefficients, likely ones too, nearly all move that figure to the same side, as they must where the fitted ones are its best or its worst.';

/** The table once more with model error; empty when it was not requested. */
export function modelErrorTable(
  summary: Summary,
  screen: TextScreen,
  folder: string,
  keys: readonly string[] = namesOf('uncertain'),
): string[] {
  if (!summary.modelError) return [];
  const { draws } = summary.modelError;
  const cells = summary.cells.map((cell) => ({
    ...cell,
    metrics: Object.fromEntries(
      Object.entries(cell.metrics).map(([name, { mean, model95 }]) => [
        name,
        { mean, ci95: model95 ?? null },
      ]),
    ),
  }));
  const says = `Model error: where the same means lie, 95 %, as the profiles vary within their uncertainty (${draws} draws)`;
  const oneSided = cells.some(({ metrics }) =>
    keys.some((key) => {
      const { mean = null, ci95 = null } = metrics[key] ?? {};
      return mean !== null && ci95 !== null && (mean < ci95[0] || mean > ci95[1]);
    }),
  );
  const parts = [
    screen.paint(wrap(says, screen.columns), 'heading'),
    keyTable({ ...summary, cells, comparisons: [] }, screen, folder, keys),
    ...(oneSided ? [screen.paint(wrap(ONE_SIDED, screen.columns), 'quiet')] : []),
  ];
  return [parts.join('\n\n')];
}

/** Change of the results with service time; empty when unknown. */
function movesText(summary: Summary, { columns }: TextScreen): string[] {
  const lines = elasticityLines(summary);
  return lines.length === 0 ? [] : [lines.map((line) => wrap(line, columns)).join('\n')];
}

/** Legends of the columns that have one. */
export function signText(summary: Summary, keys: readonly string[] = namesOf('screen')): string {
  return differingIn(summary, keys).size === 0 ? '' : ` ${DIFFERS}: ${differsWords(summary)}`;
}

/** The table of a run with these metrics, without columns that are empty or trivial. */
export function keyTable(
  summary: Summary,
  screen: TextScreen,
  folder: string,
  keys: readonly string[] = namesOf('screen'),
): string {
  const rejects = summary.cells.some(({ metrics }) => metrics['edge.rejected']?.mean !== 0);
  return summaryTable(summary, {
    width: screen.columns,
    paint: screen.paint,
    rest: `${folder}/runs.csv and summary.json have them all`,
    rows: ROWS,
    metrics: keys.filter((metric) => rejects || metric !== 'edge.rejected'),
  });
}

export function outcomeText(
  summary: Summary,
  screen: TextScreen,
  { folder, tenants = fewTenants(summary) }: TextPlace,
): string {
  const { columns, paint } = screen;
  const options = { width: columns, paint };
  const part = (heading: string, body: string): string[] =>
    body === '' ? [] : [`${paint(heading, 'heading')}\n${body}`];
  return `${[
    header(summary, screen),
    ...demandText(summary, screen),
    keyTable(summary, screen, folder),
    wrap(`${reading(summary)}${signText(summary)}`, columns),
    ...part('Regions', regionsText(summary, { width: columns, paint })),
    ...movesText(summary, screen),
    ...modelErrorTable(summary, screen, folder),
    ...part('Priorities', priorityTables(summary, options)),
    ...part('Tenants', tenants ? tenantTables(summary, options) : whereTenants(summary, screen, folder)),
    ...part('In short', sentences(inShort(summary), columns, paint)),
    ...part('Expected', expectationList(brief(summary), options)),
    ...part('Warnings', warningList(summary, options)),
  ].join('\n\n')}\n`;
}

/** Where to find the results of many tenants; empty without any. */
function whereTenants({ cells }: Summary, { columns }: TextScreen, folder: string): string {
  if (cells.every(({ tenants = [] }) => tenants.length === 0)) return '';
  return wrap(
    `What each of them got is in ${folder}/tenants.csv; --tenants lists those who ask most.`,
    columns,
  );
}

export function reading(summary: Summary): string {
  return `Means over replications ± half of the 95 % interval${readingOf(summary)}, [low, high] where it is asymmetric; load and verdict are those of the edge.`;
}

/** How much demand was recorded, and what the intervals mean. */
function demandText(summary: Summary, { columns, paint }: TextScreen): string[] {
  return demands(summary)
    .slice(0, MOST_LOGS)
    .map((demand) => {
      const more = `${intervalWords(demand.recorded)} ${readingWords(demand.recorded)}`;
      return `${wrap(demandLine(demand), columns)}\n${paint(wrap(more, columns), 'quiet')}`;
    });
}

/** Logs described on a screen. */
const MOST_LOGS = 3;

export function header(
  summary: Summary,
  { columns, paint }: TextScreen,
  title: string = summary.scenario,
): string {
  const first = `${paint(title, 'heading')}  ${paint(facts(summary), 'quiet')}`;
  return [first, ...changedLines(summary).map((line) => wrap(line, columns))].join('\n');
}

function sentences(all: readonly Sentence[], columns: number, paint: Paint): string {
  return all
    .map(({ text, tone }) => {
      return `${toned('•', tone, paint)} ${hanging(text, columns, '  ')}`;
    })
    .join('\n');
}

/** Leaves out the details of claims that hold: they are on the page. */
function brief(summary: Summary): Summary {
  const expectations = summary.expectations.map((one) =>
    one.outcome === 'holds' ? { ...one, details: [] } : one,
  );
  return { ...summary, expectations };
}
