/** What comparisons come to over the settings of the other axes, in one sentence for each figure and value. */
import { given } from '../kernel/given.ts';
import { grouped } from '../kernel/grouped.ts';
import type { Comparison, Decision, Overall } from '../results.ts';
import {
  amount,
  isNamed as beginsWithName,
  furtherInterval,
  intervalWords,
  type Amount,
} from './comparison.ts';
import { settingOf, valueOf } from './axisName.ts';
import { metricOf } from '../metrics/definitions.ts';

/** Settings that are told one by one. */
const FEW = 3;

/** Over the settings in which a value was compared with the baseline of its axis. */
export function overall(comparisons: readonly Comparison[]): Overall[] {
  const groups = new Map<string, Comparison[]>();
  for (const one of comparisons) {
    const { metric, axis, cell, baseline } = one;
    const key = JSON.stringify([metric, axis, cell[axis], baseline[axis]]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const { metric, axis, cell, baseline } = group[0]!;
    const verdicts: Partial<Record<Decision, number>> = {};
    for (const { verdict } of group) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    return {
      metric,
      axis,
      label: cell[axis]!,
      baseline: baseline[axis]!,
      verdicts,
      text: overallWords(group),
    };
  });
}

/** Whether the words of comparisons begin with a name, of one figure, axis and value in all settings. */
export function isNamed(group: readonly Comparison[]): boolean {
  if (group.length === 1) return beginsWithName(group[0]!);
  const isOpen = group.every(({ verdict }) => verdict === 'cannot tell yet' || verdict === 'same');
  return !isOpen || group.every(({ verdict }) => verdict === 'same');
}

/** Of the comparisons of one figure, axis and value in all settings. */
function overallWords(group: readonly Comparison[]): string {
  if (group.length === 1) return group[0]!.text;
  const { metric, axis, cell, baseline } = group[0]!;
  const { verb, up, down, noun } = metricOf(metric);
  const says = verb === 'has' ? 'has a' : verb;
  const [who, other] = [valueOf(cell, axis), valueOf(baseline, axis)];
  const told = group.filter(({ verdict }) => verdict !== 'cannot tell yet' && verdict !== 'same');
  const same = group.filter(({ verdict }) => verdict === 'same');
  const open = group.length - told.length - same.length;
  if (same.length === group.length)
    return `${who} and ${other} do not differ in ${metricOf(metric).subject} in any setting`;
  if (told.length === 0) {
    const say = `cannot tell yet whether ${who} or ${other} ${says} ${down} ${noun}, in ${settings(group.length)}`;
    return `${say}${advice(group)}`;
  }
  const amounts = told.map((one) => ({ one, amount: amount(one, metricOf(metric)) }));
  const mostly =
    amounts.filter(({ amount }) => amount.direction === down).length * 2 >= told.length ? down : up;
  const those = amounts.filter(({ amount }) => amount.direction === mostly);
  const against = told.length - those.length;
  const claim = `${who} ${says} ${mostly} ${noun} than ${other}`;
  if (those.length === group.length && group.length <= FEW)
    return `${claim}: ${those.map(({ one, amount }, i) => inSetting(one, amount, i === 0)).join('; ')}`;
  const rest = given([
    against > 0 && `${mostly === down ? up : down} in ${against}`,
    same.length > 0 && `no different in ${same.length}`,
    open > 0 && `cannot tell yet in ${open}`,
  ]);
  const where =
    rest.length === 0
      ? `in ${group.length === 2 ? 'both' : `all ${group.length}`} settings`
      : `in ${those.length} of ${group.length} settings`;
  return `${claim} ${where}${span(those)}${rest.length > 0 ? `; ${rest.join(', ')}` : ''}`;
}

interface Changed {
  readonly one: Comparison;
  readonly amount: Amount;
}

/** `68.4 % (95 % interval 67.2 to 69.5) with arrivals steady`. */
function inSetting(one: Comparison, { size, range, among }: Amount, first: boolean): string {
  return `${size}${first ? intervalWords(range, among) : furtherInterval(range, among)} with ${setting(one)}`;
}

/** From the least of the changes to the largest, where all are in one unit. */
function span(those: readonly Changed[]): string {
  if (new Set(those.map(({ amount }) => amount.unit)).size > 1) return '';
  const sorted = those.toSorted((a, b) => a.amount.value - b.amount.value);
  const [least, most] = [sorted[0]!, sorted[sorted.length - 1]!];
  if (least === most) return `, by ${least.amount.size} with ${setting(least.one)}`;
  return `, by ${least.amount.size} (${setting(least.one)}) to ${most.amount.size} (${setting(most.one)})`;
}

function advice(group: readonly Comparison[]): string {
  const more = group.map(({ more }) => more).filter((one) => one !== null);
  if (more.length === 0) return '';
  const [least, most] = [Math.min(...more), Math.max(...more)];
  return `; about ${least === most ? grouped(least) : `${grouped(least)} to ${grouped(most)}`} more replications would tell`;
}

const settings = (count: number): string => (count === 2 ? 'either setting' : `any of ${count} settings`);

/** `arrivals bursty and window 60s`: the other axes. */
function setting({ cell, axis }: Comparison): string {
  return Object.keys(cell)
    .filter((path) => path !== axis)
    .map((path) => settingOf(cell, path))
    .join(' and ');
}
