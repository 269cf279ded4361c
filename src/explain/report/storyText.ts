/** Text about one request. */
import { given } from '../../kernel/given.ts';
import type { OtherChoice, MachineState, RequestStory } from '../result.ts';
import { plain } from '../../report/format.ts';
import { columnsOf } from '../../report/columns.ts';
import type { Column } from '../../report/table.ts';
import type { Block } from './blocks.ts';
import { answerSentence, choiceSentences, otherSentences, partsSentence, same, signed } from './sentences.ts';

/** Most machines in a table: those picked or willing first. */
const MACHINES = 12;

export function storyBlocks(story: RequestStory): Block[] {
  const { parts, moments, choices, notTried, legs } = story;
  const asked = moments.find(({ picked }) => picked !== null) ?? moments[0];
  const [own, ...others] = choices;
  return [
    { text: [answerSentence(story), ...(parts ? [partsSentence(parts)] : [])].join(' ') },
    ...(legs.length > 1 ? [{ heading: 'Its way', columns: legColumns(story) }] : []),
    ...(asked
      ? [
          { heading: 'Why there', text: choiceSentences(asked).join(' ') },
          ...machineBlocks(asked.machines, asked.picked),
        ]
      : []),
    ...(own && others.length > 0
      ? given([
          { heading: 'Other choices', items: otherSentences(own, others) },
          ...choiceBlocks([own, ...others.filter((one) => !same(one, own))]),
          { note: CHANCE },
          notTried > 0 && {
            text: `${plain(notTried)} further machines were not tried (--choices tries more).`,
          },
        ])
      : []),
  ];
}

function legColumns({ legs }: RequestStory): Column[] {
  const ends = { refused: 'refused', ended: 'lost', preempted: 'gave its slot up', answered: 'answered' };
  return columnsOf(legs, [
    ['by', '', ({ machine }) => machine ?? 'a limit', 'left'],
    ['from', 's', ({ from }) => plain(from)],
    ['slot', 's', ({ start }) => orDash(start)],
    ['first token', 's', ({ firstToken }) => orDash(firstToken)],
    ['to', 's', ({ end }) => plain(end)],
    ['ended', '', ({ kind, reason }) => `${ends[kind]}${reason === null ? '' : `: ${reason}`}`, 'left'],
    ['energy', 'J', ({ joules }) => plain(joules)],
  ]);
}

const orDash = (value: number | null): string => (value === null ? '–' : plain(value));

function machineBlocks(all: readonly MachineState[], picked: string | null): Block[] {
  const rank = ({ name, refuses }: MachineState): number => (name === picked ? 0 : refuses === null ? 1 : 2);
  const machines = all.toSorted((a, b) => rank(a) - rank(b) || a.estimate - b.estimate).slice(0, MACHINES);
  if (machines.length === 0) return [];
  const more = all.length - machines.length;
  const columns = columnsOf(machines, [
    ['machine', '', ({ name }) => (name === picked ? `> ${name}` : `  ${name}`), 'left'],
    ['running', '', ({ running }) => plain(running)],
    ['waiting', '', ({ waiting }) => plain(waiting)],
    machines.some(({ fill }) => fill !== null) && ['window', '%', ({ fill }) => orDash(fill && 100 * fill)],
    ['work left', 's', ({ work }) => plain(work)],
    ['answer in', 's', ({ estimate }) => plain(estimate)],
    ['would take it', '', ({ refuses, up }) => (up ? (refuses ?? 'yes') : 'is down'), 'left'],
  ]);
  return [{ columns, ...(more > 0 && { note: `and ${plain(more)} more; --json has them all` }) }];
}

/** A remark that effects on later requests are mostly chance. */
const CHANCE =
  'Everything else is the same: the same requests at the same times, the same draws. A choice matters to the requests that come soon after; which of the much later ones gain or lose is mostly chance, so small means over many others say little.';

function choiceBlocks(choices: readonly OtherChoice[]): Block[] {
  if (choices.length < 2) return [];
  type Change = 'edge' | 'cloud' | 'unanswered' | 'inTime' | 'later';
  const change =
    (what: Change) =>
    ({ others }: OtherChoice): string => {
      const value = others?.[what];
      return value === undefined ? '' : value === null ? '–' : signed(value);
    };
  const columns = columnsOf(choices, [
    ['choice', '', ({ choice, taken }) => `${taken ? '> ' : '  '}${choice}`, 'left'],
    ['answered by', '', ({ machine, outcome }) => machine ?? outcome, 'left'],
    ['first token', 's', ({ ttft }) => orDash(ttft)],
    ['answer', 's', ({ e2e }) => orDash(e2e)],
    ['others changed', '', ({ others }) => (others === null ? '' : orDash(others.changed))],
    ['later', 's', change('later')],
    ['on edge', '', change('edge')],
    ['in cloud', '', change('cloud')],
    ['no answer', '', change('unanswered')],
    choices.some(({ others }) => others !== null && others.inTime !== null) && [
      'in time',
      '',
      change('inTime'),
    ],
  ]);
  return [{ columns }];
}
