/** The results of a plan in sentences, the same for terminal and page. */
import { given } from '../../../kernel/given.ts';
import { percentTo } from '../../../kernel/numbers.ts';
import { capital, counted } from '../../../kernel/words.ts';
import { ASKS } from '../../../asks.ts';
import type { Robustness, PlannedLevel, Planned } from '../result.ts';
import type { FleetOutcome, Assessed } from '../fleetResult.ts';
import { movesWords } from '../../../report/elasticity.ts';
import { rounded } from '../../../report/format.ts';
import type { Sentence } from '../../../report/section.ts';
import { conditionWords, hourWords, placeWords, relaxationWords, unequalWords } from './asked.ts';
import { namesOf } from './tables.ts';
import {
  amountOf,
  bill,
  breakEvenWords,
  causeWords,
  demandWords,
  fleetWords,
  kneeWords,
  passesInTheMean,
  times,
  undecidedWords,
  within,
} from './words.ts';

/** Undecided fleets named individually. */
const MOST_UNDECIDED = 3;
/** Multiple of the planned demand that a fleet must handle for an unqualified recommendation. */
const THIN = 1.1;

/** What to buy for a level of demand, or why no fleet passes; then remarks about it. */
export function levelSentences(planned: Planned, level: PlannedLevel): Sentence[] {
  const names = namesOf(planned);
  const short = new Map(planned.kinds.map(({ name }, i) => [name, names[i]!]));
  const { recommended, nearest, knee, robustness, growth } = level;
  const at = demandWords(level);
  const unequal = growth === planned.levels[0]!.growth ? unequalWords(planned, level, names) : null;
  const hour = hourWords(level);
  return [
    ...(recommended
      ? buySentences(recommended, planned, level)
      : nearest
        ? nearestSentences(nearest, planned, level, short)
        : [says(`No fleet within the bounds could be tried at ${at}.`, 'bad')]),
    ...undecidedSentences(level, names),
    ...(robustness && recommended ? robustSentences(recommended, robustness, names) : []),
    ...(unequal === null ? [] : [says(unequal)]),
    ...(hour === null ? [] : [says(hour)]),
    ...(knee
      ? [says(`When demand grows, ${kneeWords(knee, short)}.`)]
      : recommended
        ? [says(`Nothing fails up to ${times(8 * growth)} times today's demand.`)]
        : []),
  ];
}

const says = (text: string, tone: Sentence['tone'] = 'neutral'): Sentence => ({ text, tone });

function buySentences(recommended: FleetOutcome, planned: Planned, level: PlannedLevel): Sentence[] {
  const names = namesOf(planned);
  const { knee, robustness, growth } = level;
  const misses = recommended.assessed.filter(({ ask }) => ask === 'attainment' || ask === 'days');
  const sure = misses.map(
    ({ ask, figure, sure: least }) =>
      `${ASKS[ask].subject} is ${amountOf(ask, figure.mean)}${modelWords(figure, ask)}${least === null ? '' : `, at least ${amountOf(ask, least)} with 95 % confidence`}`,
  );
  const more = conditionWords(recommended, level, planned);
  // A fleet with little reserve, or one that other profiles may break, is recommended with a warning.
  const thin = knee !== null && knee.estimate < THIN * growth;
  const held = robustness && !isEnough(robustness) ? heldWords(robustness) : '';
  const [first, ...rest] = [...sure, ...more];
  return given([
    says(
      `${capital(fleetWords(recommended, names))} meets all of it at ${demandWords(level)} for ${bill(recommended.cost.total)} a month${held}.`,
      thin || held !== '' ? 'unsure' : 'good',
    ),
    first !== undefined && says(`${[capital(first), ...rest].join('; ')}.`),
    thin &&
      says(
        `That leaves next to no headroom: ${percentTo(Math.max(0, knee.estimate / growth - 1), 0)} more demand and it no longer passes; headroom: 20 % in the plan section asks for more.`,
        'unsure',
      ),
  ]);
}

/** No fleet passes: which one comes nearest, and what would help. */
function nearestSentences(
  { fleet, cause, ...at }: NonNullable<PlannedLevel['nearest']>,
  planned: Planned,
  level: PlannedLevel,
  short: ReadonlyMap<string, string>,
): Sentence[] {
  const names = namesOf(planned);
  const place =
    at.growth === level.growth && at.missing.every((count) => count === 0)
      ? { assessed: fleet.assessed }
      : fleet.conditions.find((one) => one.growth === at.growth && one.missing.join() === at.missing.join())!;
  const where = 'growth' in place ? ` at ${placeWords(place, names)} times today's demand` : '';
  const missed = place.assessed.filter(({ verdict, sure }) => verdict !== 'passes' && sure !== null);
  const proved = missed.map(
    ({ ask, bound, figure }) =>
      `${ASKS[ask].subject} is ${amountOf(ask, figure.mean)}${where}, asked ${amountOf(ask, bound)}`,
  );
  const why = passesInTheMean(place)
    ? `Its ${fleet.replications} runs are too few to be sure of that.`
    : `What stands in the way: ${causeWords(cause, short)}.`;
  const ends = planned.kinds.flatMap(({ most }, i) =>
    fleet.counts[i] === most ? `${most} × ${names[i]!}` : [],
  );
  return given([
    says(
      `No fleet within the bounds is confirmed to meet all of it at ${demandWords(level)}. The nearest is ${[fleetWords(fleet, names), ...(proved.length > 0 ? [proved.join('; ')] : [])].join(': ')}. ${why}`,
      'bad',
    ),
    ...relaxationWords(level, names).map((text) => says(text, 'unsure')),
    ends.length > 0 &&
      says(`The file allows no more than ${ends.join(' and ')}; more may be enough.`, 'unsure'),
    planned.edgeOnly &&
      cause.refused > 0 &&
      says(
        `A cloud for what the machines refuse would take about ${percentTo(cause.refused, 0)} of the requests; cloudShare says how much it may.`,
        'unsure',
      ),
  ]);
}

function undecidedSentences({ undecided }: PlannedLevel, names: readonly string[]): Sentence[] {
  const cheapest = [...undecided].sort((a, b) => a.fleet.cost.total.mean! - b.fleet.cost.total.mean!);
  const more = undecided.length - MOST_UNDECIDED;
  return given([
    ...cheapest
      .slice(0, MOST_UNDECIDED)
      .map((one) => says(undecidedWords(one, fleetWords(one.fleet, names)), 'unsure')),
    more > 0 &&
      says(`${counted(more, 'more expensive fleet')} ${more === 1 ? 'is' : 'are'} undecided too.`, 'unsure'),
  ]);
}

/** Whether the recommendation survives the profiles' errors. */
function robustSentences(
  recommended: FleetOutcome,
  robustness: Robustness,
  names: readonly string[],
): Sentence[] {
  const { survives, draws, next, tried } = robustness;
  const moves = robustness.elasticity && movesWords(robustness.elasticity);
  const held = isEnough(robustness)
    ? says(
        `Allowing for profile error, ${fleetWords(recommended, names)} meets all of it in ${percentTo(survives, 0)} of ${draws} draws of the profiles' coefficients.`,
      )
    : says(
        next
          ? `The cheapest found that meets all of it in 95 % of the draws of the profiles is ${fleetWords(next.fleet, names)} at ${bill(next.fleet.cost.total)} a month (${percentTo(next.survives, 0)}).`
          : `None of ${counted(tried, 'other')} that were tried meets all of it in 95 % of the draws of the profiles.`,
        'unsure',
      );
  return [held, ...(moves ? [says(`At this load 1 % more service time ${moves}.`)] : [])];
}

const isEnough = ({ survives }: Robustness): boolean => survives !== null && survives >= 0.95;

/** In how many draws of the profiles it meets all requirements. */
const heldWords = ({ survives, draws }: Robustness): string =>
  `, though only in ${percentTo(survives, 0)} of ${draws} draws of the profiles`;

function modelWords({ model95 }: Assessed['figure'], ask: Assessed['ask']): string {
  if (!model95) return '';
  const [low, high] = within(ask, model95);
  const range =
    ASKS[ask].amount === 'share' ? shareRange(low, high) : `${amountOf(ask, low)} to ${amountOf(ask, high)}`;
  return ` (allowing for profile error: ${range})`;
}

/** Both ends with the same digits, as few as distinguish them; less than all is not rounded to 100 %. */
function shareRange(low: number, high: number): string {
  const apart = (high - low) * 100;
  let digits = apart >= 10 ? 0 : apart >= 1 ? 1 : 2;
  while (digits < 2 && high < 1 && Number(rounded(high * 100, digits)) >= 100) digits++;
  return `${rounded(low * 100, digits)} to ${percentTo(high, digits)}`;
}

/** The demand from which a fleet pays off; once for levels that have the same fleet. */
export function breakEvenSentences(planned: Planned): string[] {
  const names = namesOf(planned);
  const said = planned.levels.flatMap((level) => {
    if (!level.breakEven) return [];
    let who = level.breakEven.fleet;
    planned.kinds.forEach(({ name }, i) => (who = who.replaceAll(name, names[i]!)));
    return [{ fleet: who, text: breakEvenWords(level.breakEven, who, "today's demand") }];
  });
  return said
    .filter(({ fleet }, i) => said.findIndex((other) => other.fleet === fleet) === i)
    .map(({ text }) => text);
}

/** How the answer was found. */
export function effortWords({ growth, effort, replicating, recommended }: PlannedLevel): string {
  const { fleets, impossible, tooDear, presumed, skipped, checked, run, simulations, requests, grid } =
    effort;
  const left = given([
    impossible > 0 && `${impossible} cannot do the work`,
    tooDear > 0 && `${tooDear} cannot be cheaper`,
    presumed > 0 && `${presumed} have fewer machines than one that fails`,
    skipped > 0 && `${skipped} were left when the requests were spent`,
  ]);
  const looked = checked > 0 ? `; ${checked} of those assumed to fail were run to check` : '';
  const rest = left.length > 0 ? `; of the others ${left.join(', ')}` : '';
  const own = recommended ? `, ${recommended.replications} of them to confirm the choice` : '';
  return `Demand × ${times(growth)}: the search ran ${run} of ${fleets} fleets${rest}${looked}. ${simulations} runs${own}, ${rounded(requests, requests < 1e4 ? 0 : -3)} requests; every fleet at ${replicating.most} would be ${rounded(grid, 0)} runs.`;
}

/** What the figures include, and what they leave out. */
export function modelNote({ levels }: Planned): string {
  const asked = levels.find(({ robustness }) => robustness)?.robustness;
  return asked
    ? `± and "with 95 % confidence" cover sampling error only, which more runs would reduce. Profile error is separate: ${asked.draws} draws of the profiles' coefficients, the same for every fleet.`
    : '± and "with 95 % confidence" cover sampling error only, which more runs would reduce. The profiles are taken as exact.';
}
