/** Sentences about a request. */
import type { OtherChoice, DeskMoment, TimeParts, RequestStory } from '../result.ts';
import { list } from '../../kernel/words.ts';
import { plain } from '../../report/format.ts';

/** The parts in order, with their names in a sentence and as a heading. */
export const PART_WORDS: readonly (readonly [keyof TimeParts, words: string, heading: string])[] = [
  ['queue', 'in the queue', 'queue'],
  ['window', 'waiting to be let in by a limit', 'limit'],
  ['fault', 'lost to machines that were down', 'fault'],
  ['retry', 'waiting to retry', 'retry'],
  ['othersPrefill', 'while prompts of others were read', "others' prompts"],
  ['batch', 'for sharing its machine with others', 'shared batch'],
  ['prefill', 'reading its prompt', 'own prompt'],
  ['decode', 'writing its answer', 'own answer'],
  ['cloud', 'in the cloud', 'cloud'],
];

/** Removes the rounding error of a sum. */
const exact = (number: number): number => Math.round(number * 1e9) / 1e9;
/** Who answered, in a sentence. */
export const answererWords = (machine: string | null): string | null =>
  machine === 'cloud' ? 'the cloud' : machine;
export const seconds = (time: number): string => `${plain(exact(time))} s`;
const tokens = (count: number): string => `${plain(count)} ${count === 1 ? 'token' : 'tokens'}`;

/** Its outcome in one sentence. */
export function answerSentence(story: RequestStory): string {
  const { request, arrival, shown, prompt, output, outcome, machine, ttft, e2e, reason } = story;
  const when = shown === undefined ? seconds(arrival) : `${shown} (${seconds(arrival)})`;
  const came = `Request ${plain(request)} came at ${when} with a prompt of ${tokens(prompt)}`;
  if (e2e !== null)
    return `${came} and had its answer of ${tokens(output)} from ${answererWords(machine)} after ${seconds(e2e)}, the first token after ${seconds(ttft!)}.`;
  const how =
    outcome === 'abandoned'
      ? 'its client gave up'
      : outcome === 'failed'
        ? 'the cloud failed it'
        : 'it was dropped';
  return `${came} and was never answered: ${how}${reason === null || outcome === 'abandoned' ? '' : ` (${reason})`}.`;
}

/** The parts of its latency; zero ones are left out. */
export function partsSentence(parts: TimeParts): string {
  const said = PART_WORDS.filter(([name]) => parts[name] > 1e-9).map(
    ([name, words]) => `${seconds(parts[name])} ${words}`,
  );
  return `Of that, ${list(said) || 'nothing'}.`;
}

/** The options of the strategy, and the rank of its pick among them. */
export function choiceSentences(moment: DeskMoment): string[] {
  const { machines, picked, strategy, limits } = moment;
  const told = limits
    .filter(({ refuses }) => refuses !== null)
    .map(
      ({ scope, limit, fill, refuses }) =>
        `The limit of the ${scope} (${limit}) was ${share(fill)} full and refused it: ${refuses}.`,
    );
  if (picked === null) return [...told, `The strategy (${strategy}) was not asked.`];
  const ready = machines.filter(({ refuses }) => refuses === null);
  told.push(readySentence(ready.length, machines.length));
  const own = machines.find(({ name }) => name === picked);
  if (!own) return [...told, `${strategy} picked ${picked === 'none' ? 'no machine' : 'the cloud'}.`];
  const asked = own.refuses === null ? '' : `, which refused it: ${own.refuses}`;
  told.push(`${strategy} picked ${picked}${asked}.`);
  told.push(
    `It had ${plain(own.running)} running and ${plain(own.waiting)} waiting${own.fill === null ? '' : `, its window ${share(own.fill)} full`}, and would have answered in ${seconds(own.estimate)} if no other request came${place(
      own.estimate,
      machines.length === 1 ? [] : ready.map(({ estimate }) => estimate),
    )}.`,
  );
  return told;
}

function readySentence(ready: number, all: number): string {
  if (all === 1) return `The only machine would ${ready === 0 ? 'not ' : ''}have taken it.`;
  const how = ready === 0 ? 'None' : ready === all ? 'All' : plain(ready);
  return `${how} of ${plain(all)} machines would have taken it.`;
}

/** The rank of a value among all machines that would have accepted the request; empty without any to compare with. */
function place(own: number, all: readonly number[]): string {
  const better = all.filter((one) => one < own - 1e-9).length;
  if (all.length === 0) return '';
  if (better === 0) return '; no other that would have taken it was sooner';
  return `; ${plain(better)} of those that would have taken it ${better === 1 ? 'was' : 'were'} sooner`;
}

/** What another choice would have meant, for the request and for others. */
function otherSentence(choice: OtherChoice, own: OtherChoice): string {
  const { choice: where, others } = choice;
  const there = where === 'cloud' ? 'In the cloud' : `On ${where}`;
  const it =
    choice.e2e === null
      ? `it would not have been answered (${choice.outcome})`
      : `its answer would have taken ${seconds(choice.e2e)}${own.e2e === null ? '' : `, ${apart(choice.e2e - own.e2e)}`}${choice.machine === where ? '' : `, from ${answererWords(choice.machine)}`}`;
  if (others === null || others.changed === null) return `${there} ${it}.`;
  if (others.changed === 0) return `${there} ${it}; no other request would have changed.`;
  const mean = others.later === null ? '' : `, their answers ${apart(others.later)} on average`;
  const lost = others.unanswered === 0 ? '' : `, ${signed(others.unanswered)} without an answer`;
  return `${there} ${it}; ${plain(others.changed)} ${others.changed === 1 ? 'other' : 'others'} would have gone another way or at another time${mean}${lost}.`;
}

/** A sentence for each other choice; those with the same outcome share one. */
export function otherSentences(own: OtherChoice, others: readonly OtherChoice[]): string[] {
  const alike = others.filter((one) => same(one, own));
  const told = others.filter((one) => !alike.includes(one)).map((one) => otherSentence(one, own));
  if (alike.length > 0)
    told.push(
      `${list(alike.map(({ choice }) => (choice === 'cloud' ? 'The cloud' : choice)))} would have led to the same end, and no other request would have changed.`,
    );
  return told;
}

/** Whether another choice had the same outcome. */
export const same = (choice: OtherChoice, own: OtherChoice): boolean =>
  choice.others?.changed === 0 && choice.machine === own.machine && choice.e2e === own.e2e;

const apart = (difference: number): string =>
  Math.abs(difference) < 1e-9
    ? 'at the same time'
    : `${seconds(Math.abs(difference))} ${difference > 0 ? 'later' : 'sooner'}`;

export const share = (part: number): string => `${plain(100 * part)} %`;
export const signed = (number: number): string =>
  number === 0 ? '0' : `${number > 0 ? '+' : '−'}${plain(Math.abs(number))}`;
