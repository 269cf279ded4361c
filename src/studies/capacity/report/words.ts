/** The result of a capacity study in words and numbers, for a terminal and a page. */
import { given } from '../../../kernel/given.ts';
import { percent, percentTo } from '../../../kernel/numbers.ts';
import { capital } from '../../../kernel/words.ts';
import type { Carried, CarriedLevel } from '../result.ts';
import { plain, rounded } from '../../../report/format.ts';
import { movesWords } from '../../../report/elasticity.ts';
import { times } from '../../plan/report/words.ts';
import type { Sentence } from '../../../report/section.ts';
import { columnsOf } from '../../../report/columns.ts';
import type { Column } from '../../../report/table.ts';

/** A load to the digits that its interval justifies, at most three; users are whole. */
export function loadText(load: number): string {
  return load >= 1000 ? rounded(Number(load.toPrecision(3)), 0) : plain(Number(load.toPrecision(3)));
}

export function unitWords({ unit }: Pick<Carried, 'unit'>): string {
  return unit === 'users' ? 'people' : 'requests an hour';
}

/** Plus or minus half the interval; from end to end where it reaches 0 or 100 % and is asymmetric. */
export function levelText({ mean, ci95 }: Pick<CarriedLevel, 'mean' | 'ci95'>): string {
  if (ci95 === null) return percentTo(mean, 1);
  const shown = (share: number): string => rounded(share * 100, 1);
  const [low, high] = ci95;
  return low > 0 && high < 1
    ? `${shown(mean)} ± ${shown((high - low) / 2)} %`
    : `${shown(mean)} [${shown(low)}, ${shown(high)}] %`;
}

/** The answer first, then whether today's load is below it. */
export function capacitySentences(carried: Carried): Sentence[] {
  const { load, ci95, machines, perMachine, today, notes } = carried;
  const unit = unitWords(carried);
  const who = machines === 1 ? 'The machine can serve' : `The ${machines} machines can serve`;
  const each =
    machines > 1 && perMachine !== null && load !== null && load > 0 ? `, ${loadText(perMachine)} each` : '';
  const answer =
    load === null
      ? `No load up to ${loadText(Math.max(...carried.curve.map((one) => one.load)))} ${unit} is too much.`
      : load === 0
        ? `None: even at almost no load only ${percentTo(best(carried), 1)} are in time: the machines are too slow for this slo, even when nobody waits.`
        : `${who} ${loadText(load)} ${unit}${ci95 === null ? '' : ` (95 %: ${loadText(ci95[0])} to ${loadText(ci95[1])})`}${each}; ${besideToday(carried)}.`;
  const spills = spillWords(carried);
  return [
    { text: answer, tone: load === 0 ? 'bad' : load === null ? 'neutral' : TONES[today.outcome] },
    ...modelSentence(carried),
    { text: todayWords(carried), tone: TONES[today.outcome] },
    ...busiestSentence(carried),
    ...(spills === '' ? [] : [{ text: spills, tone: 'neutral' as const }]),
    ...elasticitySentence(carried),
    ...notes.map((text): Sentence => ({ text, tone: 'unsure' })),
  ];
}

/** Whether that is enough for today's load. */
function besideToday({ today }: Carried): string {
  const now = `today's ${loadText(today.load)}`;
  if (today.outcome === 'unclear') return `${now} are too near to that to decide`;
  return `${now} ${today.outcome === 'enough' ? 'fit' : 'do not fit'}`;
}

/** A warning that the load is a mean, and busy hours have more. */
function busiestSentence({ busiest, today }: Carried): Sentence[] {
  if (!busiest) return [];
  return [
    {
      text: `Loads are means over all hours of the log, quiet ones among them: in the busiest hour of a run, today's ${loadText(today.load)} requests an hour are ${loadText(busiest)}.`,
      tone: 'neutral',
    },
  ];
}

/** The cloud's share of all requests at the largest load; without a finite one, at today's. */
function spillWords({ load, cloudShare, today, ...rest }: Carried): string {
  if (!cloudShare?.mean) return '';
  const at = load !== null && load > 0 ? `${loadText(load)} ${unitWords(rest)}` : "today's load";
  const now =
    load !== null && load > 0 && today.cloudShare?.mean ? `, today ${percent(today.cloudShare.mean)}` : '';
  return `At ${at} ${percent(cloudShare.mean)} of the requests go to the cloud${now}.`;
}

function modelSentence(carried: Carried): Sentence[] {
  const { modelError, today, load } = carried;
  if (!modelError || load === null) return [];
  const [low, high] = modelError.load95;
  const to = high === null ? 'more than was tried' : loadText(high);
  const met = `today's load is met in ${percentTo(modelError.met, 0)} of ${modelError.draws} draws of the profiles' coefficients`;
  return given([
    {
      text: `Allowing for profile error: ${loadText(low)} to ${to} (95 %); ${met}.`,
      tone: today.outcome === 'unclear' ? 'unsure' : 'neutral',
    },
    isWide(low, high) &&
      isNear(carried) && {
        text: `That range is wide because even a lone request is near the slo: with nobody waiting ${percentTo(best(carried), 1)} are in time, and ${percentTo(carried.target, 0)} are required, so a few per cent of service time make a large difference. A looser slo, or a more precise profile, would narrow it.`,
        tone: 'unsure' as const,
      },
  ]);
}

/** An interval wider than this factor says little. */
const WIDE = 2;

function isWide(low: number, high: number | null): boolean {
  return high === null || high > WIDE * low;
}

/** Largest share of the permitted misses that may occur without any queueing. */
const NEAR = 0.5;

function isNear(carried: Carried): boolean {
  return 1 - best(carried) > NEAR * (1 - carried.target);
}

/** Sensitivity to service time, at today's load and at the largest. */
function elasticitySentence({ elasticity }: Carried): Sentence[] {
  const today = elasticity?.today && movesWords(elasticity.today);
  const limit = elasticity?.limit && movesWords(elasticity.limit);
  const said = [
    ...(today ? [`at today's load 1 % more service time ${today}`] : []),
    ...(limit ? [`at the largest ${today ? 'it' : 'load 1 % more service time'} ${limit}`] : []),
  ];
  if (said.length === 0) return [];
  return [{ text: `${capital(said.join('; '))}.`, tone: 'neutral' }];
}

const TONES: Readonly<Record<Carried['today']['outcome'], Sentence['tone']>> = {
  enough: 'good',
  tooMuch: 'bad',
  unclear: 'unsure',
};

const best = ({ curve }: Carried): number => Math.max(...curve.map(({ mean }) => mean));

function todayWords(carried: Carried): string {
  const { load, today } = carried;
  const now = `Today's load is ${loadText(today.load)} ${unitWords(carried)}`;
  const inTime = `${levelText(today)} in time`;
  if (today.outcome === 'enough') {
    const room =
      load === null ? '' : `, and ${percentTo(Math.max(0, load / today.load - 1), 0)} more would be as well`;
    return `${now}: it is met (${inTime})${room}.`;
  }
  if (today.outcome === 'tooMuch')
    return `${now}: too much (${inTime})${load === 0 || load === null ? '' : `, ${times(today.load / load)} times the largest load`}.`;
  const sure = today.mean >= carried.target && load !== null && today.load <= (carried.ci95?.[0] ?? 0);
  if (sure && carried.modelError)
    return `${now}: met with the profiles as they are (${inTime}), but not in enough draws of their coefficients.`;
  return `${now}: so near to the limit that these runs cannot decide (${inTime}); there is no headroom.`;
}

/** A line with a bar for each of some loads: the figure on a terminal. */
export function curveTable(carried: Carried, bar: number): Column[] {
  const rows = thinned(carried);
  const floor = floorOf(rows, carried.target);
  const at = (share: number): number => Math.round(((share - floor) / (1 - floor)) * bar);
  const mark = Math.min(bar - 1, Math.max(0, at(carried.target) - 1));
  const drawn = ({ mean }: CarriedLevel): string =>
    Array.from({ length: bar }, (_, i) => (i === mark ? '│' : i < at(mean) ? '█' : ' '))
      .join('')
      .trimEnd();
  return columnsOf(rows, [
    ['load', carried.unit === 'users' ? 'people' : 'requests/h', ({ load }) => loadText(load)],
    ['in time', 'of arrived', levelText],
    ['', `${percentTo(floor, 0)} to 100 %, │ ${percent(carried.target)}`, drawn, 'left'],
    ['', '', ({ load }) => (load === carried.today.load ? 'today' : ''), 'left'],
  ]);
}

/** Loads at least a twelfth apart; today's is always included. */
function thinned({ curve, today }: Carried): CarriedLevel[] {
  const kept: CarriedLevel[] = [];
  const top = Math.max(today.load, ...curve.map(({ load }) => load));
  for (const level of curve) {
    if (level.load === today.load) {
      while (kept.length > 0 && near(kept.at(-1)!.load, level.load)) kept.pop();
      kept.push(level);
    } else if (kept.length === 0 || !near(kept.at(-1)!.load, level.load)) kept.push(level);
  }
  return kept.filter(({ load }) => load > top / 500);
}

const near = (a: number, b: number): boolean => b < 1.08 * a;

function floorOf(rows: readonly CarriedLevel[], target: number): number {
  const least = Math.min(target, ...rows.map(({ mean }) => mean));
  return Math.max(0, Math.floor(Math.max(least, target - 4 * (1 - target)) * 20 - 0.2) / 20);
}

/** Results by kind of machine at the largest load; null when unknown. */
export function kindsTable({ kinds }: Carried): Column[] | null {
  if (kinds.length === 0) return null;
  return columnsOf(kinds, [
    ['at that load', '', ({ name }) => name, 'left'],
    ['machines', '', ({ machines }) => String(machines)],
    ['answers', 'an hour each', ({ each }) => loadText(each)],
    ['busy', 'of the time', ({ utilization }) => percentTo(utilization.mean, 0)],
  ]);
}
