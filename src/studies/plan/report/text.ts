/** A plan on a terminal: what to buy, the monthly cost, and how far demand may grow. */
import type { Planned } from '../result.ts';
import { demandWords } from '../../../report/recordedDemand.ts';
import { toned } from '../../../report/section.ts';
import { table, unpainted, hanging, wrap, type Column, type TextArea } from '../../../report/table.ts';
import { askedLines } from './asked.ts';
import { breakEvenSentences, effortWords, levelSentences, modelNote } from './sentences.ts';
import { carriesTable, modelTable, monthsTable, othersTable } from './tables.ts';

export function planText(planned: Planned, { width, paint = unpainted }: TextArea): string {
  const item = (text: string, mark = '-'): string => `  ${mark} ${hanging(text, width, '    ')}`;
  const laid = (title: string, columns: Column[] | null, keys: number): string[] =>
    columns === null ? [] : [`${paint(title, 'heading')}\n${table(columns, { width, keys, paint })}`];
  const levels = planned.levels.map((level) =>
    levelSentences(planned, level)
      .map(({ text, tone }, i) => {
        return i > 0 ? item(text) : toned(wrap(text, width), tone, paint);
      })
      .join('\n'),
  );
  // A break-even with both ends in the table needs no sentence.
  const even = breakEvenSentences({
    ...planned,
    levels: planned.levels.filter(({ breakEven }) => breakEven?.low == null || breakEven.high === null),
  });
  // The number of runs is only on the page: there is no room for it here.
  const others = othersTable(planned)?.filter(({ heading }) => heading !== 'runs') ?? null;
  const parts = [
    `${paint(planned.scenario, 'heading')}  ${paint('the cheapest fleet that meets this, each with 95 % confidence:', 'quiet')}\n${askedLines(
      planned,
    )
      .map((one) => item(one))
      .join('\n')}`,
    ...(planned.recorded ? [wrap(demandWords(planned.recorded), width)] : []),
    ...laid('Dollars a month', monthsTable(planned), 3),
    ...laid('What is certain (95 %), and how much more demand it can serve', carriesTable(planned), 1),
    ...laid('Allowing for profile error', modelTable(planned), 2),
    ...levels,
    ...(even.length > 0 ? [even.map((text) => wrap(text, width)).join('\n')] : []),
    ...laid('Other fleets', others, planned.levels.length > 1 ? 2 : 1),
    paint(
      [...planned.levels.map(effortWords), OWN, modelNote(planned)]
        .map((text) => wrap(text, width))
        .join('\n'),
      'quiet',
    ),
    ...planned.warnings.map((text) => `${paint('warning', 'unsure')} ${hanging(text, width, '        ')}`),
  ];
  return `${parts.join('\n\n')}\n`;
}

const OWN =
  'Figures of a recommended fleet come from runs of its own, which confirmed it and were not used in the search; those of the others come from the search. The ranges in brackets are from plain 95 % intervals at single levels of demand, of which several were tried.';
