/** The result of a capacity study, for a terminal and as a page. */
import { given } from '../../../kernel/given.ts';
import type { Carried } from '../result.ts';
import { columnTable } from '../../../report/dataTable.ts';
import { numberColumn, sortedColumn } from '../../../report/columns.ts';
import { plain } from '../../../report/format.ts';
import type { Figure } from '../../../report/figure.ts';
import { markup, type Html } from '../../../report/html.ts';
import {
  resultPage,
  note,
  section,
  toned,
  warningItems,
  type Opening,
  type PageInput,
  type ReportDocument,
} from '../../../report/section.ts';
import { demandWords } from '../../../report/recordedDemand.ts';
import { table, unpainted, hanging, wrap, type Paint, type TextArea } from '../../../report/table.ts';
import { askWords } from '../../plan/report/words.ts';
import { capacitySentences, curveTable, kindsTable, levelText, loadText, unitWords } from './words.ts';

const BAR = 40;

/** The requirement. */
const wanted = ({ target, slo }: Carried): string =>
  askWords({ ask: 'attainment', bound: target, sense: 'least' }, slo);

export function capacityText(carried: Carried, { width, paint = unpainted }: TextArea): string {
  const said = capacitySentences(carried).map(({ text, tone }) => toned(wrap(text, width), tone, paint));
  const kinds = kindsTable(carried);
  const warned = (text: string): string =>
    `${paint('warning', 'unsure')} ${hanging(text, width, ' '.repeat(8))}`;
  const parts = given([
    heading(carried, width, paint),
    said.join('\n'),
    carried.recorded && wrap(demandWords(carried.recorded), width),
    table(curveTable(carried, Math.max(10, Math.min(BAR, width - 40))), { width, keys: 2, paint }),
    kinds !== null && table(kinds, { width, keys: 1, paint }),
    paint(wrap(howWords(carried), width), 'quiet'),
    carried.warnings.length !== 0 && carried.warnings.map(warned).join('\n'),
  ]);
  return `${parts.join('\n\n')}\n`;
}

/** The name, then the requirement, together no wider than the screen. */
function heading(carried: Carried, width: number, paint: Paint): string {
  const { scenario } = carried;
  const said = wrap(`${scenario}  the largest load its fleet can serve while ${wanted(carried)}`, width);
  return `${paint(scenario, 'heading')}${paint(said.slice(scenario.length), 'quiet')}`;
}

function howWords({ replications, runs, ci95, modelError }: Carried): string {
  const profiles = modelError
    ? 'profile error is separate from it, with each draw on the same random numbers'
    : 'the profiles are taken as exact';
  const interval =
    ci95 === null
      ? ''
      : ` The interval contains the loads that these runs cannot distinguish from the largest; ${profiles}.`;
  return `${plain(replications)} runs of each load, on the same random numbers; ${plain(runs)} in all.${interval}`;
}

export function capacityDocument(
  carried: Carried,
  figures: readonly Figure[],
  input: PageInput,
): ReportDocument {
  const kinds = kindsTable(carried);
  return resultPage(input, {
    title: `${carried.scenario}: how much load the fleet can serve`,
    facts: `${plain(carried.runs)} runs, seed ${carried.seed}, edgewise ${carried.version}`,
    opening: openingOf(carried, figures),
    sentences: capacitySentences(carried),
    sections: [
      ...section(
        'asked',
        'What is asked',
        note(
          `The fleet can serve a load as long as ${wanted(carried)}.${carried.recorded ? ` ${demandWords(carried.recorded)}` : ''}`,
        ),
      ),
      ...section('figures', 'Figures', null, figures),
      ...section('warnings', 'Warnings', warningItems(carried.warnings)),
      ...section('machines', 'The machines', kinds && columnTable(kinds)),
      ...section('levels', 'Every load that was run', levels(carried)),
    ],
  });
}

/** The largest load, today's load, and the distance between them. */
function openingOf(carried: Carried, figures: readonly Figure[]): Opening {
  const { load, ci95, today, perMachine, machines } = carried;
  const unit = unitWords(carried);
  return {
    answer: capacitySentences(carried)[0]!,
    numbers: given([
      load !== null && {
        label: `Largest load, ${unit}`,
        value: loadText(load),
        ...(ci95 !== null && { detail: `95 %: ${loadText(ci95[0])} to ${loadText(ci95[1])}` }),
      },
      { label: `Today's load, ${unit}`, value: loadText(today.load), detail: `${levelText(today)} in time` },
      machines > 1 &&
        perMachine !== null &&
        load !== null &&
        load > 0 && { label: 'Each machine', value: loadText(perMachine) },
    ]),
    figure: figures[0]?.name,
  };
}

function levels(carried: Carried): Html {
  return markup`${note(howWords(carried))}${columnTable([
    sortedColumn('load', carried.unit, carried.curve, ({ load }) => ({ body: loadText(load), sort: load })),
    sortedColumn('in time', 'of arrived', carried.curve, (level) => ({
      body: levelText(level),
      sort: level.mean,
    })),
    numberColumn('runs', '', carried.curve, ({ replications }) => replications, String),
  ])}`;
}
