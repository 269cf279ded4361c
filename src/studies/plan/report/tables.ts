/** The tables of a plan, for terminal and page: a row for each level of demand, or for each fleet. */
import { percentTo } from '../../../kernel/numbers.ts';
import { ASKS } from '../../../asks.ts';
import type { PlannedLevel, Planned } from '../result.ts';
import { deciding, type FleetOutcome, type Assessed, type MonthlyCost } from '../fleetResult.ts';
import { columnsOf, type ColumnOf } from '../../../report/columns.ts';
import { rounded } from '../../../report/format.ts';
import { placeWords, qualityText } from './asked.ts';
import type { Column } from '../../../report/table.ts';
import {
  amountOf,
  countOf,
  fleetWords,
  halved,
  passesInTheMean,
  shortNames,
  times,
  within,
} from './words.ts';

/** Other fleets of one level in the common table. */
const OTHERS = 4;

export const namesOf = ({ kinds }: Planned): string[] => shortNames(kinds.map(({ name }) => name));

const chosen = ({ recommended, nearest }: PlannedLevel): FleetOutcome | null =>
  recommended ?? nearest?.fleet ?? null;

/** A level of demand and its fleet. */
interface PlanRow {
  readonly level: PlannedLevel;
  readonly fleet: FleetOutcome | null;
}

/** Monthly costs; with room, all parts of the electricity. */
export function monthsTable(planned: Planned, roomy: boolean = false): Column[] {
  const { levels, kinds } = planned;
  const names = namesOf(planned);
  const ofFleet =
    (of: (fleet: FleetOutcome) => string) =>
    ({ fleet }: PlanRow): string =>
      fleet ? of(fleet) : '–';
  const cost = (heading: string, of: (cost: MonthlyCost) => number | null): ColumnOf<PlanRow> => [
    heading,
    '',
    ofFleet((fleet) => rounded(of(fleet.cost) ?? 0, 2)),
  ];
  const price = ({ counts }: FleetOutcome): number =>
    counts.reduce((sum, count, i) => sum + count * kinds[i]!.price, 0);
  return columnsOf(
    levels.map((level): PlanRow => ({ level, fleet: chosen(level) })),
    [
      ['demand', '× today', ({ level }) => String(level.growth)],
      ['requests', 'a month', ({ level }) => countOf(level.requests)],
      [
        'fleet',
        '',
        ({ fleet, level }) =>
          fleet ? `${fleetWords(fleet, names)}${level.recommended ? '' : ` (${whyNot(fleet)})`}` : '–',
        'left',
      ],
      ['Q', '', ofFleet(({ quality }) => qualityText(quality.mean))],
      ['to buy', 'once', ofFleet((fleet) => rounded(price(fleet), 0))],
      cost('hardware', ({ hardware }) => hardware),
      ...(roomy
        ? [cost('idling', ({ idle }) => idle.mean), cost('working', ({ load }) => load.mean)]
        : [cost('power', ({ idle, load }) => (idle.mean ?? 0) + (load.mean ?? 0))]),
      cost('cloud', ({ cloud }) => cloud.mean),
      cost('in all', ({ total }) => total.mean),
      levels.some(({ cloudOnly }) => cloudOnly) && [
        'cloud alone',
        '',
        ({ level }) => rounded(level.cloudOnly?.cost.total.mean ?? 0, 2),
      ],
    ],
  );
}

/** The demand that a fleet is chosen for, or a condition under which it must pass. */
interface CarriesRow {
  readonly level: PlannedLevel;
  readonly at: string;
  readonly assessed: readonly Assessed[];
  readonly first: boolean;
}

/** Requirements, confidence bounds, and how far demand may grow. */
export function carriesTable(planned: Planned): Column[] {
  const { levels, requirements } = planned;
  const names = namesOf(planned);
  const rows = levels.flatMap((level): CarriesRow[] => {
    const fleet = chosen(level);
    const others = fleet?.conditions ?? [];
    return [
      { level, at: String(level.growth), assessed: fleet?.assessed ?? [], first: true },
      ...others.map((one) => ({
        level,
        at: `  ${placeWords(one, names)}`,
        assessed: one.assessed,
        first: false,
      })),
    ];
  });
  const once =
    (of: (level: PlannedLevel) => string) =>
    ({ level, first }: CarriesRow): string =>
      first ? of(level) : '';
  return columnsOf(rows, [
    ['demand', '× today', ({ at }) => at, rows.length > levels.length ? 'left' : undefined],
    ...deciding(requirements).map(({ ask, bound, sense }): ColumnOf<CarriesRow> => {
      const sign = sense === 'least' ? '≥' : '≤';
      return [
        ASKS[ask].heading,
        `asked ${sign} ${amountOf(ask, bound)}`,
        ({ assessed: all }) => {
          const assessed = all.find((one) => one.ask === ask);
          if (!assessed) return '–';
          const sure = assessed.sure === null ? '' : `, ${sign} ${amountOf(ask, assessed.sure)}`;
          return `${amountOf(ask, assessed.figure.mean)}${sure}`;
        },
      ];
    }),
    [
      'breaks at',
      '× today',
      once(({ knee, recommended }) =>
        knee ? `${times(knee.estimate)}${between(knee)}` : recommended ? 'never seen' : '–',
      ),
    ],
    ['margin', '', once(({ knee, growth }) => (knee ? percentTo(knee.estimate / growth - 1, 0) : '–'))],
    levels.some(({ breakEven }) => breakEven) && [
      'beats the cloud from',
      'requests a month',
      once(({ breakEven }) =>
        breakEven?.requests ? `${countOf(breakEven.requests)}${ends(breakEven)}` : '–',
      ),
    ],
  ]);
}

function ends({ low, high }: NonNullable<PlannedLevel['breakEven']>): string {
  return low === null || high === null ? '' : ` (${times(low)}–${times(high)} ×)`;
}

function between({ passesTo, failsFrom }: NonNullable<PlannedLevel['knee']>): string {
  return ` (${passesTo === null ? '' : times(passesTo)}–${times(failsFrom)})`;
}

/** How far results may be off because of the profiles' errors; null when that was not requested. */
export function modelTable(planned: Planned): Column[] | null {
  const rows = planned.levels.flatMap(({ growth, robustness, recommended }) =>
    robustness && recommended ? [{ growth, robustness, fleet: recommended }] : [],
  );
  if (rows.length === 0) return null;
  const names = namesOf(planned);
  const span = (
    { model95 }: Assessed['figure'],
    ask: Assessed['ask'],
    show: (value: number) => string,
  ): string => (model95 ? within(ask, model95).map(show).join(' to ') : 'the same');
  return columnsOf(rows, [
    ['demand', '× today', ({ growth }) => String(growth)],
    ['fleet', '', ({ fleet }) => fleetWords(fleet, names), 'left'],
    ...deciding(planned.requirements)
      .filter(({ ask }) => ask !== 'budget')
      .map(({ ask }): ColumnOf<(typeof rows)[number]> => [
        ASKS[ask].heading,
        'model error, 95 %',
        ({ fleet }) =>
          span(fleet.assessed.find((one) => one.ask === ask)!.figure, ask, (value) => amountOf(ask, value)),
      ]),
    ['in all', '$ a month', ({ fleet }) => span(fleet.cost.total, 'budget', (value) => rounded(value, 2))],
    ['passes in', 'of the draws', ({ robustness }) => percentTo(robustness.survives, 0)],
  ]);
}

/** Why a fleet is not recommended. */
function whyNot(fleet: FleetOutcome): string {
  if (fleet.verdict === 'fails') return 'misses';
  return passesInTheMean(fleet) ? 'too few runs' : 'undecided';
}

/** Its verdict; if only the mean passes, why that is not enough. */
function says(fleet: FleetOutcome): string {
  return fleet.verdict === 'undecided' && passesInTheMean(fleet) ? 'too few runs to tell' : fleet.verdict;
}

/** The cheapest other fleets that pass or may pass. */
export function othersTable(planned: Planned, most: number = OTHERS): Column[] | null {
  const names = namesOf(planned);
  const rows = planned.levels.flatMap((level) =>
    level.runnersUp.slice(0, most).map((fleet, i) => ({ fleet, level, first: i === 0 })),
  );
  if (rows.length === 0) return null;
  return columnsOf(rows, [
    planned.levels.length > 1 && [
      'demand',
      '× today',
      ({ level, first }) => (first ? String(level.growth) : ''),
    ],
    ['other fleets', '', ({ fleet }) => fleetWords(fleet, names), 'left'],
    ['in all', '$ a month', ({ fleet }) => rounded(fleet.cost.total.mean ?? 0, 2)],
    ['Q', '', ({ fleet }) => qualityText(fleet.quality.mean)],
    rows.some(({ fleet }) => fleet.attainment.mean !== null) && [
      'in time',
      'of arrived',
      ({ fleet }) => halved(fleet.attainment),
    ],
    planned.requirements.some(({ ask }) => ask === 'days') && [
      'days',
      'in time',
      ({ fleet }) => percentTo(fleet.assessed.find(({ ask }) => ask === 'days')?.figure.mean, 0),
    ],
    ['cloud', 'share', ({ fleet }) => percentTo(fleet.cloudShare.mean, 1)],
    ['meets it', '', ({ fleet }) => says(fleet), 'left'],
    ['runs', '', ({ fleet }) => String(fleet.replications)],
  ]);
}
