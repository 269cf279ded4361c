/** The tables of a plan, for a terminal and for a page: a row for each level of demand, or for each fleet. */
import { percentTo } from '../../../kernel/numbers.ts';
import { ASKS } from '../../../asks.ts';
import type { PlannedLevel, Planned } from '../result.ts';
import type { FleetOutcome, Kept } from '../fleetResult.ts';
import { rounded } from '../../../report/format.ts';
import { placeWords, qualityText } from './asked.ts';
import type { Column } from '../../../report/table.ts';
import { amountOf, countOf, fleetWords, halved, looksKept, shortNames, times, within } from './words.ts';

/** Other fleets of one level in the table of them all. */
const OTHERS = 4;

export const namesOf = ({ kinds }: Planned): string[] => shortNames(kinds.map(({ name }) => name));

const chosen = ({ recommended, nearest }: PlannedLevel): FleetOutcome | null =>
  recommended ?? nearest?.fleet ?? null;

/** For who pays; with all parts of the electricity where there is room. */
export function monthsTable(planned: Planned, roomy: boolean = false): Column[] {
  const { levels, kinds } = planned;
  const names = namesOf(planned);
  const cells = (of: (fleet: FleetOutcome, level: PlannedLevel) => string): string[] =>
    levels.map((level) => {
      const fleet = chosen(level);
      return fleet ? of(fleet, level) : '–';
    });
  const price = ({ counts }: FleetOutcome): number =>
    counts.reduce((sum, count, i) => sum + count * kinds[i]!.price, 0);
  const alone = levels.some(({ cloudOnly }) => cloudOnly);
  return [
    { heading: 'demand', unit: '× today', cells: levels.map(({ growth }) => String(growth)) },
    { heading: 'requests', unit: 'a month', cells: levels.map(({ requests }) => countOf(requests)) },
    {
      heading: 'fleet',
      unit: '',
      align: 'left',
      cells: cells(
        (fleet, level) => `${fleetWords(fleet, names)}${level.recommended ? '' : ` (${told(fleet)})`}`,
      ),
    },
    { heading: 'Q', unit: '', cells: cells(({ quality }) => qualityText(quality.mean)) },
    { heading: 'to buy', unit: 'once', cells: cells((fleet) => rounded(price(fleet), 0)) },
    { heading: 'hardware', unit: '', cells: cells(({ cost }) => rounded(cost.hardware, 2)) },
    ...(roomy
      ? [
          { heading: 'idling', unit: '', cells: cells(({ cost }) => rounded(cost.idle.mean ?? 0, 2)) },
          { heading: 'working', unit: '', cells: cells(({ cost }) => rounded(cost.load.mean ?? 0, 2)) },
        ]
      : [
          {
            heading: 'power',
            unit: '',
            cells: cells(({ cost }) => rounded((cost.idle.mean ?? 0) + (cost.load.mean ?? 0), 2)),
          },
        ]),
    { heading: 'cloud', unit: '', cells: cells(({ cost }) => rounded(cost.cloud.mean ?? 0, 2)) },
    { heading: 'in all', unit: '', cells: cells(({ cost }) => rounded(cost.total.mean ?? 0, 2)) },
    ...(alone
      ? [
          {
            heading: 'cloud alone',
            unit: '',
            cells: levels.map(({ cloudOnly }) => rounded(cloudOnly?.cost.total.mean ?? 0, 2)),
          },
        ]
      : []),
  ];
}

/** What is asked, what is sure of it, and how far it carries. */
export function carriesTable(planned: Planned): Column[] {
  const { levels, requirements } = planned;
  const daily = requirements.some(({ ask }) => ask === 'days');
  const shown = requirements.filter(({ ask }) => !daily || ask === 'days' || ask === 'budget');
  const names = namesOf(planned);
  // A row for the demand it is chosen for, and one for each other at which it has to do.
  const rows = levels.flatMap((level) => {
    const fleet = chosen(level);
    const others = fleet?.conditions ?? [];
    return [
      { level, at: String(level.growth), kept: fleet?.kept ?? [], first: true },
      ...others.map((one) => ({ level, at: placeWords(one, names), kept: one.kept, first: false })),
    ];
  });
  const once = (of: (level: PlannedLevel) => string): string[] =>
    rows.map(({ level, first }) => (first ? of(level) : ''));
  return [
    {
      heading: 'demand',
      unit: '× today',
      ...(rows.length > levels.length && { align: 'left' as const }),
      cells: rows.map(({ at, first }) => (first ? at : `  ${at}`)),
    },
    ...shown.map(({ ask, bound, sense }): Column => {
      const least = sense === 'least';
      return {
        heading: ASKS[ask].heading,
        unit: `asked ${least ? '≥' : '≤'} ${amountOf(ask, bound)}`,
        cells: rows.map(({ kept: all }) => {
          const kept = all.find((one) => one.ask === ask);
          if (!kept) return '–';
          const sure = kept.sure === null ? '' : `, ${least ? '≥' : '≤'} ${amountOf(ask, kept.sure)}`;
          return `${amountOf(ask, kept.figure.mean)}${sure}`;
        }),
      };
    }),
    {
      heading: 'breaks at',
      unit: '× today',
      cells: once(({ knee, recommended }) =>
        knee ? `${times(knee.estimate)}${between(knee)}` : recommended ? 'never seen' : '–',
      ),
    },
    {
      heading: 'margin',
      unit: '',
      cells: once(({ knee, growth }) => (knee ? percentTo(knee.estimate / growth - 1, 0) : '–')),
    },
    ...(levels.some(({ breakEven }) => breakEven)
      ? [
          {
            heading: 'beats the cloud from',
            unit: 'requests a month',
            cells: once(({ breakEven }) =>
              breakEven?.requests ? `${countOf(breakEven.requests)}${ends(breakEven)}` : '–',
            ),
          },
        ]
      : []),
  ];
}

function ends({ low, high }: NonNullable<PlannedLevel['breakEven']>): string {
  return low === null || high === null ? '' : ` (${times(low)}–${times(high)} ×)`;
}

function between({ keptTo, brokenFrom }: NonNullable<PlannedLevel['knee']>): string {
  return ` (${keptTo === null ? '' : times(keptTo)}–${times(brokenFrom)})`;
}

/** How far figures may be off because the profiles are; null when nobody asked. */
export function modelTable(planned: Planned): Column[] | null {
  const levels = planned.levels.filter(({ robustness, recommended }) => robustness && recommended);
  if (levels.length === 0) return null;
  const names = namesOf(planned);
  const daily = planned.requirements.some(({ ask }) => ask === 'days');
  const span = (figure: Kept['figure'], ask: Kept['ask'], show: (value: number) => string): string =>
    figure.model95 ? within(ask, figure.model95).map(show).join(' to ') : 'the same';
  return [
    { heading: 'demand', unit: '× today', cells: levels.map(({ growth }) => String(growth)) },
    {
      heading: 'fleet',
      unit: '',
      align: 'left',
      cells: levels.map(({ recommended }) => fleetWords(recommended!, names)),
    },
    ...planned.requirements
      .filter(({ ask }) => ask !== 'budget' && (!daily || ask === 'days'))
      .map(({ ask }): Column => {
        return {
          heading: ASKS[ask].heading,
          unit: 'model error, 95 %',
          cells: levels.map(({ recommended }) =>
            span(recommended!.kept.find((one) => one.ask === ask)!.figure, ask, (value) =>
              amountOf(ask, value),
            ),
          ),
        };
      }),
    {
      heading: 'in all',
      unit: '$ a month',
      cells: levels.map(({ recommended }) =>
        span(recommended!.cost.total, 'budget', (value) => rounded(value, 2)),
      ),
    },
    {
      heading: 'passes in',
      unit: 'of the draws',
      cells: levels.map(({ robustness }) => percentTo(robustness!.survives, 0)),
    },
  ];
}

const SAYS = { kept: 'passes', unclear: 'undecided', broken: 'fails' } as const;

/** Of a fleet that nobody knows to do: whether it is known not to. */
function told(fleet: FleetOutcome): string {
  if (fleet.verdict === 'broken') return 'misses';
  return looksKept(fleet) ? 'too few runs' : 'undecided';
}

/** What is known of it; where its figures look as if it did, why that is not enough. */
function says(fleet: FleetOutcome): string {
  return fleet.verdict === 'unclear' && looksKept(fleet) ? 'too few runs to tell' : SAYS[fleet.verdict];
}

/** The cheapest of those that do or may, without the recommended. */
export function othersTable(planned: Planned, most: number = OTHERS): Column[] | null {
  const names = namesOf(planned);
  const rows = planned.levels.flatMap((level) =>
    level.runnersUp.slice(0, most).map((fleet, i) => ({ fleet, level, first: i === 0 })),
  );
  if (rows.length === 0) return null;
  const several = planned.levels.length > 1;
  const cells = (of: (fleet: FleetOutcome) => string): string[] => rows.map(({ fleet }) => of(fleet));
  const timed = rows.some(({ fleet }) => fleet.attainment.mean !== null);
  return [
    ...(several
      ? [
          {
            heading: 'demand',
            unit: '× today',
            cells: rows.map(({ level, first }) => (first ? String(level.growth) : '')),
          },
        ]
      : []),
    { heading: 'other fleets', unit: '', align: 'left', cells: cells((fleet) => fleetWords(fleet, names)) },
    { heading: 'in all', unit: '$ a month', cells: cells(({ cost }) => rounded(cost.total.mean ?? 0, 2)) },
    { heading: 'Q', unit: '', cells: cells(({ quality }) => qualityText(quality.mean)) },
    ...(timed
      ? [{ heading: 'in time', unit: 'of arrived', cells: cells(({ attainment }) => halved(attainment)) }]
      : []),
    ...(planned.requirements.some(({ ask }) => ask === 'days')
      ? [
          {
            heading: 'days',
            unit: 'in time',
            cells: cells(({ kept }) => percentTo(kept.find(({ ask }) => ask === 'days')?.figure.mean, 0)),
          },
        ]
      : []),
    {
      heading: 'cloud',
      unit: 'share',
      cells: cells(({ cloudShare }) => percentTo(cloudShare.mean, 1)),
    },
    { heading: 'meets it', unit: '', align: 'left', cells: cells(says) },
    { heading: 'runs', unit: '', cells: cells(({ replications }) => String(replications)) },
  ];
}
