/** The parts of a plan's page, written for buyers: what to buy, its cost, how certain that is, and what it rests on. */
import { given } from '../../../kernel/given.ts';
import { dollars, percentTo } from '../../../kernel/numbers.ts';
import type { PlannedLevel, Planned } from '../result.ts';
import type { Missed } from '../fleetResult.ts';
import { columnTable, dataTable, type DataColumn } from '../../../report/dataTable.ts';
import { rounded } from '../../../report/format.ts';
import type { Figure } from '../../../report/figure.ts';
import { markup, type Html } from '../../../report/html.ts';
import { demandWords } from '../../../report/recordedDemand.ts';
import {
  resultPage,
  note,
  unbroken,
  section,
  type Assumption,
  type Opening,
  type PageInput,
  type ReportDocument,
  type Sentence,
  warningItems,
} from '../../../report/section.ts';
import { askedLines, qualityText } from './asked.ts';
import { planFigures } from './figures.ts';
import { breakEvenSentences, effortWords, levelSentences, modelNote } from './sentences.ts';
import { carriesTable, modelTable, monthsTable, namesOf, othersTable } from './tables.ts';
import { amountOf, bill, fleetWords, times } from './words.ts';

/** Other fleets shown for each level of demand. */
const OTHERS = 8;

export function planDocument(planned: Planned, input: PageInput): ReportDocument {
  const { levels, seed, version, warnings } = planned;
  const demand = levels.length === 1 ? '' : `, ${levels.length} levels of demand`;
  const model = modelTable(planned);
  const others = othersTable(planned, OTHERS);
  const figures = planFigures(planned);
  return resultPage(
    { ...input, assumptions: [...prices(planned), ...(input.assumptions ?? [])] },
    {
      title: `${planned.scenario}: which machines to buy`,
      facts: `${levels[0]?.effort.fleets ?? 0} fleets${demand}, seed ${seed}, edgewise ${version}${planned.recorded ? `. ${demandWords(planned.recorded)}` : ''}`,
      opening: openingOf(planned, figures),
      sentences: short(planned),
      sections: [
        ...section(
          'months',
          'Dollars a month',
          markup`${note(`A month has ${rounded(planned.busy / 3600, 0)} hours of the demand; the machines idle for the rest of it. Hardware is spread over ${rounded(planned.lifetime / 86_400, 0)} days.`)}${columnTable(monthsTable(planned, true), { names: 3 })}`,
        ),
        ...section(
          'asked',
          'What is certain, and how much more demand it can serve',
          markup`<ul>
            ${askedLines(planned).map((one) => markup`<li>${unbroken(one)}</li>`)}
          </ul>
          ${columnTable(carriesTable(planned))}${note(SURE)}`,
        ),
        ...section(
          'model',
          'Allowing for profile error',
          model === null
            ? note(modelNote(planned))
            : markup`${columnTable(model, { names: 2 })}${note(modelNote(planned))}`,
        ),
        ...section('figures', 'Figures', null, figures),
        ...section(
          'others',
          'Other fleets',
          others && markup`${columnTable(others, { names: levels.length > 1 ? 2 : 1 })}${note(OTHER)}`,
        ),
        ...section('breaks', 'What fails first', breaks(planned)),
        ...section('search', 'How it was found', search(levels)),
        ...section('warnings', 'Warnings', warningItems(warnings)),
      ],
    },
  );
}

const SURE =
  'After the comma, what holds with 95 % confidence, from runs of its own that confirmed it and were not used in the search. In brackets, the demand up to which it surely passes and from which it surely fails: each from the plain 95 % interval at one level of demand, of which several were tried; the range of the break-even is found in the same way.';
const OTHER =
  'The cheapest others that were run and are not known to fail; figures are of the runs of the search, with 95 % intervals. A fleet that is judged after few runs has to pass with more than 95 % confidence.';

/** What to buy for today's demand, its cost, its certainty and its reserve. */
function openingOf(planned: Planned, figures: readonly Figure[]): Opening {
  const { levels } = planned;
  const [level] = levels;
  const [answer] = short(planned);
  const fleet = level?.recommended;
  const assessed = fleet?.assessed.find(({ ask }) => ask === 'attainment' || ask === 'days');
  return {
    answer: answer ?? { text: 'Nothing was planned.', tone: 'bad' },
    numbers: !fleet
      ? []
      : given([
          { label: 'Dollars a month, in all', value: bill(fleet.cost.total) },
          assessed && {
            label: 'In time',
            value: amountOf(assessed.ask, assessed.figure.mean),
            detail: `asked ${amountOf(assessed.ask, assessed.bound)}${assessed.sure === null ? '' : `, sure ${amountOf(assessed.ask, assessed.sure)}`}`,
          },
          level?.knee && { label: 'It lasts up to', value: `${times(level.knee.estimate)} × today's demand` },
        ]),
    figure: figures[0]?.name,
  };
}

function short(planned: Planned): Sentence[] {
  return [
    ...planned.levels.flatMap((level) => levelSentences(planned, level)),
    ...breakEvenSentences(planned).map((text) => ({ text, tone: 'neutral' as const })),
  ];
}

const KINDS: Readonly<Record<keyof Missed, string>> = {
  waiting: 'waited for a machine',
  sharing: 'slowed by others in the batch',
  prefill: 'prompt read too slowly',
  decode: 'answer written too slowly',
  cloud: 'late from the cloud',
  lost: 'never answered',
};

/** Causes of the misses at the knee, beside those at the planned level. */
function breaks({ levels, ...rest }: Planned): Html | null {
  const rows = levels.flatMap((level) => {
    const cause = level.knee?.cause ?? level.nearest?.cause;
    return cause ? [{ level, cause, at: level.knee?.failsFrom ?? level.growth }] : [];
  });
  if (rows.length === 0) return null;
  const names = namesOf({ levels, ...rest });
  const kinds = Object.keys(KINDS) as (keyof Missed)[];
  const shown = kinds.filter((kind) => rows.some(({ cause }) => cause.missed[kind] > 0));
  const columns: DataColumn[] = [
    { heading: 'fleet' },
    { heading: 'demand', unit: '× today', kind: 'number' },
    ...shown.map((kind): DataColumn => ({ heading: KINDS[kind], unit: 'of arrived', kind: 'number' })),
    { heading: 'refused by the edge', unit: 'of arrived', kind: 'number' },
    { heading: 'busiest kind', unit: 'of the time', kind: 'number' },
  ];
  const fleetOf = ({ recommended, nearest }: PlannedLevel): string =>
    fleetWords(recommended ?? nearest!.fleet, names);
  const line = (who: string, at: number, missed: Missed, more: readonly string[]) => ({
    cells: [who, times(at), ...shown.map((kind) => percentTo(missed[kind], 1)), ...more],
  });
  return markup`${dataTable({
    columns,
    rows: rows.flatMap(({ level, cause, at }) => [
      ...(cause.before ? [line(fleetOf(level), level.growth, cause.before, ['', ''])] : []),
      line(fleetOf(level), at, cause.missed, [
        percentTo(cause.refused, 1),
        cause.utilization === null ? '–' : percentTo(cause.utilization, 0),
      ]),
    ]),
  })}${note('Shares of the requests that arrive and miss the slo, counted one by one in the runs at that demand: at the level that was planned for, and where the fleet surely fails.')}`;
}

function search(levels: readonly PlannedLevel[]): Html {
  return markup`<ul>
      ${levels.map((level) => markup`<li>${effortWords(level)}</li>`)}
    </ul>
    ${note(
      'All fleets meet the same requests. A fleet gets more and more runs until it is decided whether it passes; the interim analyses share a chance of 5 % of being wrong. The cheapest that does runs again on requests of its own, and only then is it recommended.',
    )}`;
}

/** Prices and the composition of a month, as in the file. */
function prices({ kinds, electricity, lifetime, busy, cloud, cloudQuality }: Planned): Assumption[] {
  return given([
    ...kinds.map(({ name, price, priceSource, least, most, quality }): Assumption => ({
      of: name,
      text: `${dollars(price)} for one, ${least} to ${most} of them; Q ${qualityText(quality)}`,
      source: priceSource ?? 'the scenario file, which gives no source',
    })),
    { text: `Electricity: ${dollars(electricity)} a kWh`, source: 'the scenario file' },
    {
      text: `Hardware lasts ${rounded(lifetime / 86_400, 0)} days; nothing is counted for repair, interest or work`,
      source: 'the scenario file',
    },
    {
      text: `${rounded(busy / 3600, 0)} hours of a month have the demand of the workload`,
      source: 'the scenario file',
    },
    cloud !== null && { text: `Cloud tokens at the list price of ${cloud}; Q ${qualityText(cloudQuality)}` },
  ]);
}
