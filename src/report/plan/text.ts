/** What planning found, for a terminal: what to buy, what it costs a month, and how far it carries. */
import type { FleetOutcome, Kept, Level, Planned } from '../../planned.ts';
import { money, rounded } from '../format.ts';
import {
  amountOf,
  askWords,
  breakEvenWords,
  causeWords,
  demandWords,
  dollars,
  figureName,
  fleetWords,
  kneeWords,
  percent,
  shortNames,
} from './words.ts';
import { table, unpainted, wrap, type Column, type Paint } from '../table.ts';

export interface PlanTextOptions {
  readonly width: number;
  readonly paint?: Paint;
}

export function planText(planned: Planned, { width, paint = unpainted }: PlanTextOptions): string {
  const names = shortNames(planned.kinds.map(({ name }) => name));
  const short = new Map(planned.kinds.map(({ name }, i) => [name, names[i]!]));
  const said = (text: string): string => wrap(text, width);
  const asked = planned.requirements.map(
    (one) => `  ${wrap(`- ${askWords(one, planned.slo)}`, width - 2, '    ')}`,
  );
  const parts = [
    `${paint(planned.scenario, 'heading')}  ${paint('the cheapest fleet that keeps to this, each with 95 % confidence:', 'quiet')}\n${asked.join('\n')}`,
    months(planned, names, { width, paint }),
    ...planned.levels.flatMap((level) => [
      paint(capital(demandWords(level)), 'heading'),
      said(recommendation(level, names, short)),
      ...(level.knee ? [said(kneeWords(level.knee, "today's demand", short))] : []),
      ...(level.recommended && !level.knee
        ? [said(`Nothing gives way up to ${8 * level.growth} times today's demand.`)]
        : []),
      ...(level.breakEven
        ? [said(breakEvenWords(level.breakEven, evenFleet(level, names, short), "today's demand"))]
        : []),
      ...(level.runnersUp.length > 0 ? [others(level, names, { width, paint })] : []),
      paint(said(effort(level)), 'quiet'),
    ]),
    ...planned.warnings.map((text) => `${paint('warning', 'unsure')} ${wrap(text, width - 8, '        ')}`),
  ];
  return `${parts.join('\n\n')}\n`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function evenFleet(level: Level, names: readonly string[], short: ReadonlyMap<string, string>): string {
  if (level.recommended?.name === level.breakEven!.fleet) return fleetWords(level.recommended, names);
  let text = level.breakEven!.fleet;
  for (const [name, shorter] of short) text = text.replaceAll(name, shorter);
  return text;
}

function recommendation(level: Level, names: readonly string[], short: ReadonlyMap<string, string>): string {
  const { recommended, nearest } = level;
  if (recommended) {
    const proof = recommended.kept.filter(({ sure }) => sure !== null).map(proved);
    const said = `${capital(fleetWords(recommended, names))}: ${money(recommended.cost.total)} a month. ${proof.join(' ')}`;
    return said + open(level, names);
  }
  if (!nearest) return 'No fleet within the bounds could be tried.';
  const { fleet, cause } = nearest;
  const missed = fleet.kept.filter(({ verdict, sure }) => verdict !== 'kept' && sure !== null).map(proved);
  return `Nothing within the bounds keeps to all of it. The nearest is ${fleetWords(fleet, names)}: ${missed.join(' ')} What stands in the way: ${causeWords(cause, short)}.`;
}

/** A cheaper fleet of which the runs do not say enough. */
function open({ recommended, runnersUp }: Level, names: readonly string[]): string {
  const cheaper = runnersUp.find(
    ({ verdict, cost }) => verdict === 'unclear' && cost.total.mean! < recommended!.cost.total.mean!,
  );
  if (!cheaper) return '';
  return ` ${capital(fleetWords(cheaper, names))} would cost ${dollars(cheaper.cost.total.mean)}, but its ${cheaper.replications} runs cannot tell whether it does; more of them (--replications) may.`;
}

/** The figure and what is sure of it. */
function proved({ ask, bound, sense, figure, sure, verdict }: Kept): string {
  const edge = sense === 'least' ? 'at least' : 'at most';
  const wanted = verdict === 'kept' ? '' : `, asked ${amountOf(ask, bound)}`;
  return `${capital(figureName(ask))} is ${amountOf(ask, figure.mean)}, ${edge} ${amountOf(ask, sure)} with 95 % confidence${wanted}.`;
}

/** The table for who pays: a row for each level of demand. */
function months(
  { levels, kinds }: Planned,
  names: readonly string[],
  { width, paint = unpainted }: PlanTextOptions,
): string {
  const chosen = levels.map((level) => level.recommended ?? level.nearest?.fleet ?? null);
  const cells = (of: (fleet: FleetOutcome, level: Level) => string): string[] =>
    levels.map((level, i) => (chosen[i] ? of(chosen[i], level) : '–'));
  const price = ({ counts }: FleetOutcome): number =>
    counts.reduce((sum, count, i) => sum + count * kinds[i]!.price, 0);
  const columns: Column[] = [
    { heading: 'demand', unit: '× today', cells: levels.map(({ growth }) => String(growth)) },
    { heading: 'requests', unit: 'a month', cells: levels.map(({ requests }) => rounded(requests, -2)) },
    {
      heading: 'fleet',
      unit: '',
      align: 'left',
      cells: cells((fleet, level) => `${fleetWords(fleet, names)}${level.recommended ? '' : ' (misses)'}`),
    },
    { heading: 'to buy', unit: 'once', cells: cells((fleet) => rounded(price(fleet), 0)) },
    { heading: 'hardware', unit: '', cells: cells(({ cost }) => rounded(cost.hardware, 2)) },
    { heading: 'idling', unit: '', cells: cells(({ cost }) => rounded(cost.idle.mean ?? 0, 2)) },
    { heading: 'working', unit: '', cells: cells(({ cost }) => rounded(cost.load.mean ?? 0, 2)) },
    { heading: 'cloud', unit: '', cells: cells(({ cost }) => rounded(cost.cloud.mean ?? 0, 2)) },
    { heading: 'in all', unit: '', cells: cells(({ cost }) => rounded(cost.total.mean ?? 0, 2)) },
    ...(levels.some(({ cloudOnly }) => cloudOnly)
      ? [
          {
            heading: 'cloud alone',
            unit: '',
            cells: levels.map(({ cloudOnly }) => rounded(cloudOnly?.cost.total.mean ?? 0, 2)),
          },
        ]
      : []),
  ];
  return `${paint('Dollars a month', 'quiet')}\n${table(columns, { width, keys: 3, paint })}`;
}

function others(
  level: Level,
  names: readonly string[],
  { width, paint = unpainted }: PlanTextOptions,
): string {
  const rows = level.runnersUp;
  const says = { kept: 'does', unclear: 'cannot be told', broken: 'does not' } as const;
  const mean = (value: number | null): string => percent(value, 1);
  const half = ({ ci95 }: FleetOutcome['attainment']): string =>
    ci95 ? `± ${rounded(((ci95[1] - ci95[0]) / 2) * 100, 1)}` : '';
  const columns: Column[] = [
    { heading: 'other fleets', unit: '', align: 'left', cells: rows.map((one) => fleetWords(one, names)) },
    { heading: 'in all', unit: '$ a month', cells: rows.map(({ cost }) => rounded(cost.total.mean ?? 0, 2)) },
    ...(rows.some(({ attainment }) => attainment.mean !== null)
      ? [
          {
            heading: 'in time',
            unit: 'of arrived',
            cells: rows.map(({ attainment }) => [mean(attainment.mean), half(attainment)] as const),
          },
        ]
      : []),
    {
      heading: 'to the cloud',
      unit: 'of arrived',
      cells: rows.map(({ cloudShare }) => mean(cloudShare.mean)),
    },
    { heading: 'keeps to it', unit: '', align: 'left', cells: rows.map(({ verdict }) => says[verdict]) },
    { heading: 'runs', unit: '', cells: rows.map(({ replications }) => String(replications)) },
  ];
  return table(columns, { width, keys: 1, paint });
}

function effort({ effort: one, replicating }: Level): string {
  const { fleets, impossible, tooDear, presumed, checked, run, simulations, grid } = one;
  const left = [
    ...(impossible > 0 ? [`${impossible} cannot do the work`] : []),
    ...(tooDear > 0 ? [`${tooDear} cannot be cheaper`] : []),
    ...(presumed > 0 ? [`${presumed} have fewer machines than one that fails`] : []),
  ];
  const looked = checked > 0 ? `; ${checked} of those that were taken to fail were run to make sure` : '';
  const rest = left.length > 0 ? `; not run: ${left.join(', ')}` : '';
  return `${fleets} fleets, ${run} of them run${rest}${looked}. ${simulations} runs; every fleet at ${replicating.replications} would have been ${grid}. Figures of the recommended fleet are of runs that played no part in choosing it.`;
}
