/**
 * The parts of a run's page: text and tables as markup, figures as specifications, in the order in which they are read.
 */
import { counted } from '../kernel/words.ts';
import type { CellSummary, Summary } from '../results.ts';
import { axes, cellName } from './axes.ts';
import { leftOutLine } from './changed.ts';
import { elasticityLines } from './elasticity.ts';
import type { Figure } from './figure.ts';
import { markup, type Html } from './html.ts';
import { inShort } from './inShort.ts';
import { openingOf } from './opening.ts';
import { resultPage, note, section, type PageInput, type ReportDocument, unbroken } from './section.ts';
import { cellTable, comparisonTable, reasonTable, namedTable, regionTable } from './resultTables.ts';
import { togglesOf } from './toggles.ts';
import { demandLine, demands, intervalWords, readingOf, readingWords } from './recordedDemand.ts';
import { rankingTable } from './rankings.ts';
import { warnings } from './summaryTable.ts';

/** The parts of a report. */
export interface DocumentInput extends PageInput {
  readonly summary: Summary;
  readonly figures: readonly Figure[];
}

/** The report of a run in its sections, for `renderReport`. */
export function reportDocument(input: DocumentInput): ReportDocument {
  const { summary, figures } = input;
  const minutes = figures.filter(({ name }) => name === 'timeline');
  const means = figures.filter(({ name }) => name !== 'timeline');
  return resultPage(input, {
    title: summary.scenario,
    facts: facts(summary),
    changes: summary.changes,
    more: demanded(summary),
    opening: openingOf(summary, figures),
    sentences: inShort(summary),
    toggles: togglesOf(summary),
    sections: [
      ...section('figures', 'Figures', null, means),
      ...section('minutes', 'One run, request by request', null, minutes),
      ...section(
        'results',
        'Results',
        markup`${reading(summary)}${summary.modelError ? MODEL : null}${moved(summary)}${cellTable(summary)}`,
      ),
      ...section('regions', 'Regions', byCell(summary, 'By kind', regionTable)),
      ...section('expectations', 'What was expected', expected(summary)),
      ...section('comparisons', 'Comparisons', compared(summary)),
      ...section('warnings', 'Warnings', warned(summary)),
      ...section('refusals', 'Why requests were refused', reasonTable(summary)),
      ...section(
        'devices',
        'Devices',
        byCell(summary, 'All devices', ({ devices }) => namedTable('device', devices)),
      ),
      ...section(
        'priorities',
        'Priorities',
        byCell(summary, 'The highest first', ({ priorities }) => namedTable('priority', priorities)),
      ),
      ...section(
        'tenants',
        'Tenants',
        byCell(summary, 'Those who ask most', ({ tenants }) => namedTable('tenant', tenants)),
      ),
    ],
  });
}

const reading = (summary: Summary): Html => markup`<p class="note">
  Means over replications, ± half of the 95 % interval${readingOf(summary)}; [low, high] where it is not even. A figure without one
  has no interval to show: a single replication, or nothing random in it. Shares are of the requests that
  arrived.
</p>`;

/** What a little service time does. */
function moved(summary: Summary): Html | null {
  const lines = elasticityLines(summary);
  return lines.length === 0 ? null : markup`${lines.map((line) => note(line))}`;
}

const MODEL = markup`<p class="note">Under a figure: where it lies, 95 %, as the coefficients of the device profiles vary within their uncertainty. Where other coefficients nearly all move it to the same side, the figure itself may lie outside.</p>`;

/** How much demand there is where it was recorded, what the intervals are of, and how the log was read. */
function demanded(summary: Summary): Html | null {
  const all = demands(summary);
  if (all.length === 0) return null;
  return markup`${all.map(
    (demand) =>
      markup`<p class="facts">${unbroken(`${demandLine(demand)} ${intervalWords(demand.recorded)}`)}</p>
        <p class="note">${unbroken(readingWords(demand.recorded))}</p>`,
  )}`;
}

/** How large the run was, on a line. */
export function facts({ cells, seed, version }: Summary): string {
  const counts = cells.map(({ replications }) => replications);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const runWords =
    least === most ? counted(most, 'replication') : `${least} to ${counted(most, 'replication')}`;
  return `${counted(cells.length, 'cell')}, ${runWords} each, seed ${seed}, edgewise ${version}`;
}

function expected({ expectations: all, leftOut = [] }: Summary): Html | null {
  if (all.length + leftOut.length === 0) return null;
  const tone = { holds: 'good', fails: 'bad', undecided: 'unsure' } as const;
  return markup`<ul class="expected">
    ${all.map(
      ({ text, outcome, details }) =>
        markup`<li>
          <span class="${tone[outcome]}">${outcome}</span>
          ${unbroken(text)}${outcome === 'holds' ? proof(details) : details.map((detail) => markup`<br /><small>${unbroken(detail)}</small>`)}
        </li>`,
    )}
  </ul>
  ${
    leftOut.length === 0
      ? null
      : markup`<p>${leftOutLine(leftOut, leftOut.length + all.length)}.</p>
    <details><summary>which</summary><ul>${leftOut.map(({ text }) => markup`<li>${text}</li>`)}</ul></details>`
  }`;
}

/** What holds shows its figures to who asks. */
function proof(details: readonly string[]): Html | null {
  if (details.length === 0) return null;
  return markup` <details>
    <summary>by how much</summary>
    ${details.map((detail) => markup`<small>${detail}</small>`)}
  </details>`;
}

const COMPARING =
  "Differences are taken replication by replication, on the same requests. An interval against an axis's first value is of that one comparison: of a hundred in which nothing differs, about five would leave out zero by chance. Places in a ranking are corrected for that (Holm, 5 % for all pairs of a setting together), and so are the intervals of every value against every other (Bonferroni). Values that share places cannot be told apart yet.";

function compared(summary: Summary): Html | null {
  const { comparisons, pairwise = [] } = summary;
  if (comparisons.length === 0) return null;
  return markup`${note(COMPARING)}${rankingTable(summary)}
  <details>
    <summary>
      Against the first value of each axis: ${comparisons.length} comparisons
    </summary>
    ${comparisonTable(summary, comparisons)}
  </details>
  ${
    pairwise.length === 0
      ? null
      : markup`<details>
    <summary>
      Every value against every other: ${pairwise.length} comparisons
    </summary>
    ${comparisonTable(summary, pairwise)}
  </details>`
  }`;
}

function warned(summary: Summary): Html | null {
  const all = warnings(summary);
  if (all.length === 0) return null;
  return markup`<ul class="warned">
    ${all.map(({ text, where }) => markup`<li>${text}<small>${where}</small></li>`)}
  </ul>`;
}

/** Cells whose devices are worth a table on a page. */
const MOST_CELLS = 24;

function byCell({ cells }: Summary, title: string, table: (cell: CellSummary) => Html | null): Html | null {
  const varied = axes(cells);
  const shown: Html[] = [];
  for (const [i, cell] of cells.entries()) {
    const body = shown.length < MOST_CELLS ? table(cell) : null;
    if (body !== null)
      shown.push(markup`<details data-cell="${i}"${cells.length === 1 ? markup` open` : null}>
        <summary>${varied.length === 0 ? title : cellName(cell, varied)}</summary>
        ${body}
      </details>`);
  }
  return shown.length === 0 ? null : markup`${shown}`;
}
