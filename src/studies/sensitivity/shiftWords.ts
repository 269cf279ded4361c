/** What moving an input does, in a clause: direction, size and interval, in the units of the file. */
import { amountText } from '../../kernel/amount.ts';
import type { Indices, Input, OutputShift } from './result.ts';
import { amount, atMostAll, furtherInterval, intervalWords } from '../../words/comparison.ts';
import { metricOf } from '../../metrics/definitions.ts';

/** What an input does together with others, as a share of the variance, from which on that is said. */
const JOINTLY = 0.1;

/** "with 5 min instead of 10 s it is 50 % lower (95 % interval 41 to 58)"; of others than the first the change alone. */
export function shiftWords(
  input: Input,
  metric: string,
  shift: OutputShift,
  indices: Indices | null,
  first: boolean,
): string {
  const { size, range, direction } = shiftAmount(metric, shift);
  const { ci95 } = shift.difference;
  const known = ci95 !== null && ci95[0] * ci95[1] > 0;
  const interval = first ? intervalWords(range) : furtherInterval(range);
  const change = known ? `${size} ${direction}${interval}` : `not known to be higher or lower${interval}`;
  const what = first
    ? `with ${amountText(shift.to, input.unit)} instead of ${amountText(shift.from, input.unit)} it is `
    : '';
  const joint = jointly(indices) ? ', by how much depends on the other inputs' : '';
  return `${what}${change}${turnWords(input, shift)}${joint}`;
}

/** As a figure is: a number of requests is higher or lower, a time longer or shorter. */
function shiftAmount(metric: string, shift: OutputShift): ReturnType<typeof amount> {
  const wording = metricOf(metric);
  const shown = { ...shift, relative: atMostAll(shift.relative) };
  return amount(shown, wording.verb === 'has' ? wording : { ...wording, up: 'higher', down: 'lower' });
}

/** Where it is not the ends that are the most and the least. */
function turnWords({ unit }: Input, { turn }: OutputShift): string {
  return turn === null
    ? ''
    : `, ${turn.highest ? 'highest' : 'lowest'} at about ${amountText(turn.value, unit)}`;
}

/** Whether much of what it does depends on other inputs. */
function jointly(indices: Indices | null): boolean {
  return indices !== null && indices.total - indices.first > JOINTLY;
}
