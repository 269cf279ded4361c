/** Phrases of a plan. */
import { given } from '../../../kernel/given.ts';
import { REASON_WORDS } from '../../../reasons.ts';
import { ASKS, type Ask } from '../../../asks.ts';
import type { BreakEven, Knee, PlannedLevel, Planned, Undecided, Replicating } from '../result.ts';
import {
  deciding,
  isMet,
  type Cause,
  type FleetOutcome,
  type Missed,
  type Requirement,
} from '../fleetResult.ts';
import type { Estimate } from '../../../results.ts';
import { capital } from '../../../kernel/words.ts';
import { dollars, hundredths, percent, percentTo } from '../../../kernel/numbers.ts';
import { money, PERCENT, plain, rounded, text } from '../../../report/format.ts';

const seconds = (value: number): string =>
  value < 1 ? `${plain(value * 1000)} ms` : `${Number(value.toPrecision(3))} s`;

/** `1.6`, to the digits known. */
export const times = (factor: number): string => String(Number(factor.toPrecision(factor < 1 ? 2 : 3)));

/** The latency bounds. */
export function sloWords({ ttft, e2e, tpot }: Planned['slo']): string {
  const parts = given([
    ttft !== null && `their first token within ${seconds(ttft)}`,
    e2e !== null && `the whole answer within ${seconds(e2e)}`,
    tpot !== null && `each further token within ${seconds(tpot)} on average`,
  ]);
  return parts.join(' and ');
}

const AMOUNTS: Readonly<Record<(typeof ASKS)[Ask]['amount'], (value: number) => string>> = {
  share: (value) => percent(value),
  seconds,
  dollars,
};

export function amountOf(ask: Ask, value: number | null): string {
  if (value === null) return 'without end';
  return AMOUNTS[ASKS[ask].amount](value);
}

/** A range, cut at 0 and 100 % for shares. */
export function within(ask: Ask, [low, high]: readonly [number, number]): readonly [number, number] {
  return [Math.max(0, low), ASKS[ask].amount === 'share' ? Math.min(1, high) : high];
}

/** `95 % of the requests answered in time (its first token within 3 s)`. */
export function askWords({ ask, bound, sense }: Requirement, slo: Planned['slo']): string {
  if (ask === 'attainment')
    return `at least ${percent(bound)} of the requests that arrive get ${sloWords(slo)}`;
  const least = sense === 'least' ? 'at least' : 'at most';
  return `${ASKS[ask].subject} is ${least} ${amountOf(ask, bound)}`;
}

/** The shortest names that are unique: board, model, or everything. */
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

/** A clause that follows `because`. */
export function causeWords(cause: Cause, names: ReadonlyMap<string, string>): string {
  const { kind, reason, machine, utilization, windowFill, refused, cloud, alone, missed, part } = cause;
  const who = machine === null ? 'the machines' : (names.get(machine) ?? machine);
  const busy = utilization === null ? '' : `, busy ${percentTo(utilization, 0)} of the time`;
  const idle = alone === null ? '' : `; idle machines would answer ${percent(alone)} in time`;
  if (kind === 'waiting')
    return `requests wait for ${who}${busy}: ${ofMissed(cause, 'waiting')} would have been in time without waiting`;
  if (kind === 'sharing')
    return `${who}${busy}, answer too many at once: ${ofMissed(cause, 'sharing')} would have been in time alone`;
  if (kind === 'prefill')
    return `${who} read prompts too slowly, even with nothing else to do: ${ofMissed(cause, 'prefill')} for that${idle}`;
  if (kind === 'decode')
    return `${who} write answers too slowly, even with nothing else to do: ${ofMissed(cause, 'decode')} for that${idle}`;
  if (kind === 'cloud')
    return `${percent(cloud)} of the requests go to the cloud, whose own answers come later than asked: ${ofMissed(cause, 'cloud')} for that`;
  if (kind === 'quality') return 'its models do not answer well enough, however fast they are';
  if (kind === 'cost') return COSTS[part ?? 'hardware'];
  if (kind === 'refused') {
    const share = percent(reason === undefined ? refused : (cause.reasons[reason] ?? refused));
    const rest = cloud > missed.lost ? ', and they go to the cloud' : '';
    if (reason === 'rateLimit')
      return `the limits of the scenario turn away ${share} of the requests${rest}${windowFill ? `; their windows are ${percentTo(windowFill, 0)} full on average` : ''}`;
    if (reason === 'queueFull')
      return `the queues of ${who} fill${busy}: ${share} of the requests find no place${rest}`;
    return `${share} of the requests are turned away${reason ? ` by ${REASON_WORDS[reason].by}` : ''}${rest}`;
  }
  return 'its runs do not show why';
}

const COSTS: Readonly<Record<NonNullable<Cause['part']>, string>> = {
  hardware: 'the machines alone cost too much',
  load: 'the electricity of the work grows',
  idle: 'the electricity of idle machines is too much',
  cloud: 'the bill of the cloud grows',
};

/** `4.1 of the 5.3 % that miss`. */
function ofMissed({ missed, before }: Cause, kind: keyof Missed): string {
  const all = Object.values(missed).reduce((sum, share) => sum + share, 0);
  // Parts of one sum get the same decimals, so that they can be subtracted.
  const shown = (share: number): string => (all >= 0.01 ? rounded(share * 100, 1) : hundredths(share));
  const earlier = before === null ? '' : ` (${shown(before[kind])} of them at the demand it was planned for)`;
  return `${shown(missed[kind])} of the ${shown(all)} % that miss${earlier}`;
}

export function kneeWords(knee: Knee, names: ReadonlyMap<string, string>): string {
  const { ask, bound, sense, estimate, cause } = knee;
  const moves = sense === 'least' ? 'falls below' : 'passes';
  const at =
    times(estimate) === '1'
      ? "hardly above today's demand"
      : `at about ${times(estimate)} times today's demand`;
  return `${at} ${ASKS[ask].subject} ${moves} ${amountOf(ask, bound)}, because ${causeWords(cause, names)}`;
}

/** Why the recommended fleet costs more than another that might pass. */
export function undecidedWords({ fleet, more, unconfirmed }: Undecided, who: string): string {
  const price = `${capital(who)} would cost ${dollars(fleet.cost.total.mean)} a month`;
  const { attainment, replications } = fleet;
  const has = attainment.mean === null ? '' : ` (${halved(attainment)} in time)`;
  const takes =
    more === null
      ? 'it is almost exactly at its bound'
      : `by the runs so far, deciding would take about ${rounded(more, more < 1000 ? 0 : -2)}`;
  const said = unconfirmed ? ' and passed in the search, but its' : ', but its';
  const own = unconfirmed ? ' of its own' : '';
  return `${price}${said} ${replications} runs${own}${has} leave it undecided; ${takes}.`;
}

/** Whether the means meet every bound that decides: only more runs are missing then. */
export function passesInTheMean({ assessed }: Pick<FleetOutcome, 'assessed'>): boolean {
  return deciding(assessed).every(isMet);
}

/** Requests of a month, rounded unless they are few. */
export const countOf = (requests: number): string => rounded(requests, requests < 1000 ? 0 : -2);

/** `$32.57 ± 0.10`, with the half-width if it is at least a cent. */
export function bill(estimate: Estimate): string {
  const [low, high] = estimate.ci95 ?? [0, 0];
  return (high - low) / 2 < 0.005 ? dollars(estimate.mean) : money(estimate);
}

/** `98.3 ± 0.4 %`. */
export function halved({ mean, ci95 }: Estimate): string {
  return mean === null || ci95 === null ? percentTo(mean, 1) : `${text({ mean, ci95 }, PERCENT)} %`;
}

export function breakEvenWords(even: BreakEven, fleet: string, today: string): string {
  const { low, high, estimate, requests } = even;
  if (estimate === null)
    return high === null
      ? `${fleet} costs more than the cloud alone at every demand that was tried, up to ${low === null ? 'the largest' : `${times(low)} times ${today}`}.`
      : `${fleet} costs less than the cloud alone at every demand that was tried, down to ${times(high)} times ${today}.`;
  const bracket =
    low !== null && high !== null
      ? `between ${times(low)} and ${times(high)} times, by plain 95 % intervals at several levels`
      : 'its bracket is not known with 95 % confidence';
  return `${fleet} costs less than the cloud alone from about ${countOf(requests!)} requests a month on, ${times(estimate)} times ${today} (${bracket}).`;
}

/** The name of a level of demand. */
export const demandWords = ({ growth }: Pick<PlannedLevel, 'growth'>): string =>
  growth === 1 ? "today's demand" : `${times(growth)} times today's demand`;

/** `first` includes the limits, which are the same for every level of demand. */
export function beforehandWords(growth: number, made: Replicating, first: boolean): string {
  const { replications, most, requests, about, ask, margin, misses, capped } = made;
  const limits = `From ${replications} to ${most} runs of each fleet in question, until it is decided whether it passes, and at most ${rounded(requests, 0)} simulated requests at a level of demand; the one that is chosen runs again, on requests of its own.\n`;
  const count = rounded(about, about < 1000 ? 0 : -2);
  const far = ASKS[ask].amount !== 'share' ? amountOf(ask, margin) : `${rounded(margin * 100, 2)} points`;
  const takes =
    ask !== 'days'
      ? `by ${ASKS[ask].subject}, a fleet that is better than its bound by ${far} takes about ${count} runs`
      : misses !== null && misses < 0
        ? `${count} days are too few to show the share with 95 % confidence, even if none misses`
        : `a fleet that misses half as often as it may takes about ${count} days, of which ${misses} may miss`;
  return `${first ? limits : ''}demand × ${times(growth)}: ${takes}${capped ? ', more than there may be' : ''}`;
}
