/** What planning found, in words for who has to buy. */
import type {
  Ask,
  BreakEven,
  Cause,
  FleetOutcome,
  Knee,
  Level,
  Planned,
  Requirement,
} from '../../planned.ts';
import { rounded, plain } from '../format.ts';

export const percent = (share: number | null | undefined, places?: number): string => {
  if (share === null || share === undefined) return '–';
  const value = share * 100;
  if (places !== undefined) return `${rounded(value, places)} %`;
  return `${Number(value.toPrecision(value > 99 && value < 100 ? 4 : 3))} %`;
};

export const dollars = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : `$${rounded(value, Math.abs(value) < 1000 ? 2 : 0)}`;

export const seconds = (value: number): string =>
  value < 1 ? `${plain(value * 1000)} ms` : `${Number(value.toPrecision(3))} s`;

/** `1.6`, with as many digits as are known. */
export const times = (factor: number): string => String(Number(factor.toPrecision(factor < 1 ? 2 : 3)));

/** What an answer has to be like. */
export function sloWords({ ttft, e2e, tpot }: Planned['slo']): string {
  const parts = [
    ...(ttft === null ? [] : [`their first token within ${seconds(ttft)}`]),
    ...(e2e === null ? [] : [`the whole answer within ${seconds(e2e)}`]),
    ...(tpot === null ? [] : [`each further token within ${seconds(tpot)} on average`]),
  ];
  return parts.join(' and ');
}

const FIGURES: Readonly<Record<Ask, string>> = {
  attainment: 'the share of requests answered in time',
  days: 'the share of days that meet the slo',
  'ttft.p95': 'the 95th percentile of the time to first token',
  'e2e.p95': 'the 95th percentile of the time to the whole answer',
  'tpot.p95': 'the 95th percentile of the time per token',
  'cloud.requests': "the cloud's share of the requests",
  'cloud.tokens': "the cloud's share of the tokens",
  budget: 'the cost of a month',
};

export const figureName = (ask: Ask): string => FIGURES[ask];

export function amountOf(ask: Ask, value: number | null): string {
  if (value === null) return 'without end';
  if (ask === 'budget') return dollars(value);
  return ask.endsWith('.p95') ? seconds(value) : percent(value);
}

/** `95 % of the requests answered in time (its first token within 3 s)`. */
export function askWords({ ask, bound, sense }: Requirement, slo: Planned['slo']): string {
  if (ask === 'attainment')
    return `at least ${percent(bound)} of the requests that arrive get ${sloWords(slo)}`;
  const least = sense === 'least' ? 'at least' : 'at most';
  return `${FIGURES[ask]} is ${least} ${amountOf(ask, bound)}`;
}

/** Names as short as tells them apart: the board, or the model, or all of it. */
export function shortNames(names: readonly string[]): string[] {
  const unique = (parts: readonly string[]): boolean => new Set(parts).size === parts.length;
  const boards = names.map((name) => name.split('/')[0]!);
  if (unique(boards)) return boards;
  const models = names.map((name) => name.split('/')[1] ?? name);
  return unique(models) ? models : [...names];
}

export function fleetWords({ counts }: Pick<FleetOutcome, 'counts'>, names: readonly string[]): string {
  const parts = counts.flatMap((count, i) => (count > 0 ? [`${count} × ${names[i]!}`] : []));
  return parts.length === 0 ? 'the cloud alone' : parts.join(' + ');
}

/** After `because`. */
export function causeWords(cause: Cause, names: ReadonlyMap<string, string>): string {
  const { kind, reason, machine, utilization, refused, cloud, wait, alone } = cause;
  const who = machine === null ? 'the machines' : (names.get(machine) ?? machine);
  const busy = utilization === null ? '' : `, busy ${percent(utilization, 0)} of the time`;
  if (kind === 'slow')
    return `even with nothing else to do, these machines answer only ${percent(alone)} of the requests in time`;
  if (kind === 'cloud')
    return `${percent(cloud)} of the requests go to the cloud, whose own answers come later than asked`;
  if (kind === 'waiting')
    return `requests wait for ${who}${busy}: ${seconds(wait ?? 0)} in the queue on average`;
  if (kind === 'cost') return `hardware, electricity and cloud together come to more`;
  if (kind === 'refused')
    return reason === 'rateLimit'
      ? `the limits of the scenario turn away ${percent(refused)} of the requests`
      : reason === 'queueFull'
        ? `the queues of ${who} fill${busy}: ${percent(refused)} of the requests find no place`
        : `${percent(refused)} of the requests are turned away${reason ? ` (${reason})` : ''}`;
  return 'its runs do not show why';
}

export function kneeWords(knee: Knee, today: string, names: ReadonlyMap<string, string>): string {
  const { ask, bound, sense, keptTo, brokenFrom, estimate, cause } = knee;
  const moves = sense === 'least' ? 'falls below' : 'passes';
  const sure = keptTo === null ? '' : `kept up to ${times(keptTo)} times, `;
  return `At about ${times(estimate)} times ${today} ${figureName(ask)} ${moves} ${amountOf(ask, bound)} (${sure}broken from ${times(brokenFrom)} times on), because ${causeWords(cause, names)}.`;
}

export function breakEvenWords(even: BreakEven, fleet: string, today: string): string {
  const { low, high, estimate, requests } = even;
  if (estimate === null)
    return high === null
      ? `${fleet} costs more than the cloud alone at every demand that was tried, up to ${low === null ? 'the largest' : `${times(low)} times ${today}`}.`
      : `${fleet} costs less than the cloud alone at every demand that was tried, down to ${times(high)} times ${today}.`;
  const bracket =
    low !== null && high !== null
      ? `between ${times(low)} and ${times(high)} times, with 95 % confidence`
      : 'its bracket is not known with 95 % confidence';
  return `${fleet} costs less than the cloud alone from about ${rounded(requests!, requests! < 1000 ? 0 : -2)} requests a month on, ${times(estimate)} times ${today} (${bracket}).`;
}

/** What one level of demand is called. */
export const demandWords = ({ growth }: Pick<Level, 'growth'>): string =>
  growth === 1 ? "today's demand" : `${times(growth)} times today's demand`;
