/** What is printed of one request. */
import type { OtherChoice, MachineState, RequestStory } from '../result.ts';
import { plain } from '../../report/format.ts';
import type { Column } from '../../report/table.ts';
import type { Block } from './blocks.ts';
import { left, right } from './columns.ts';
import { answerSentence, choiceSentences, otherSentences, partsSentence, same, signed } from './sentences.ts';

/** Machines in a table: those that were picked or would have taken it first. */
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
      ? [
          { heading: 'Other choices', items: otherSentences(own, others) },
          ...choiceBlocks([own, ...others.filter((one) => !same(one, own))]),
          { note: CHANCE },
          ...(notTried > 0
            ? [{ text: `${plain(notTried)} further machines were not tried (--choices tries more).` }]
            : []),
        ]
      : []),
  ];
}

function legColumns({ legs }: RequestStory): Column[] {
  const time = (value: number | null): string => (value === null ? '–' : plain(value));
  const ends = { refused: 'refused', ended: 'lost', preempted: 'gave its slot up', answered: 'answered' };
  return [
    left(
      'by',
      legs.map(({ machine }) => machine ?? 'a limit'),
    ),
    right(
      'from',
      's',
      legs.map(({ from }) => time(from)),
    ),
    right(
      'slot',
      's',
      legs.map(({ start }) => time(start)),
    ),
    right(
      'first token',
      's',
      legs.map(({ firstToken }) => time(firstToken)),
    ),
    right(
      'to',
      's',
      legs.map(({ end }) => time(end)),
    ),
    left(
      'ended',
      legs.map(({ kind, reason }) => `${ends[kind]}${reason === null ? '' : `: ${reason}`}`),
    ),
    right(
      'energy',
      'J',
      legs.map(({ joules }) => time(joules)),
    ),
  ];
}

function machineBlocks(all: readonly MachineState[], picked: string | null): Block[] {
  const rank = ({ name, refuses }: MachineState): number => (name === picked ? 0 : refuses === null ? 1 : 2);
  const machines = all.toSorted((a, b) => rank(a) - rank(b) || a.estimate - b.estimate).slice(0, MACHINES);
  if (machines.length === 0) return [];
  const more = all.length - machines.length;
  const columns = [
    left(
      'machine',
      machines.map(({ name }) => (name === picked ? `> ${name}` : `  ${name}`)),
    ),
    right(
      'running',
      '',
      machines.map(({ running }) => plain(running)),
    ),
    right(
      'waiting',
      '',
      machines.map(({ waiting }) => plain(waiting)),
    ),
    ...(machines.some(({ fill }) => fill !== null)
      ? [
          right(
            'window',
            '%',
            machines.map(({ fill }) => (fill === null ? '–' : plain(100 * fill))),
          ),
        ]
      : []),
    right(
      'work left',
      's',
      machines.map(({ work }) => plain(work)),
    ),
    right(
      'answer in',
      's',
      machines.map(({ estimate }) => plain(estimate)),
    ),
    left(
      'would take it',
      machines.map(({ refuses, up }) => (up ? (refuses ?? 'yes') : 'is down')),
    ),
  ];
  return [{ columns, ...(more > 0 && { note: `and ${plain(more)} more; --json has them all` }) }];
}

/** What a single change does to others further on is mostly chance. */
const CHANCE =
  'Everything else is the same: the same requests at the same times, the same draws. A choice matters to the requests that come soon after; which of the much later ones gain or lose is mostly chance, so small means over many others say little.';

function choiceBlocks(choices: readonly OtherChoice[]): Block[] {
  if (choices.length < 2) return [];
  const value = (one: number | null): string => (one === null ? '–' : plain(one));
  const change = (of: 'edge' | 'cloud' | 'unanswered' | 'inTime'): string[] =>
    choices.map(({ others }) => (others === null ? '' : others[of] === null ? '–' : signed(others[of])));
  const columns = [
    left(
      'choice',
      choices.map(({ choice, taken }) => `${taken ? '> ' : '  '}${choice}`),
    ),
    left(
      'answered by',
      choices.map(({ machine, outcome }) => machine ?? outcome),
    ),
    right(
      'first token',
      's',
      choices.map(({ ttft }) => value(ttft)),
    ),
    right(
      'answer',
      's',
      choices.map(({ e2e }) => value(e2e)),
    ),
    right(
      'others changed',
      '',
      choices.map(({ others }) => (others === null ? '' : value(others.changed))),
    ),
    right(
      'later',
      's',
      choices.map(({ others }) =>
        others === null ? '' : others.later === null ? '–' : signed(others.later),
      ),
    ),
    right('on edge', '', change('edge')),
    right('in cloud', '', change('cloud')),
    right('no answer', '', change('unanswered')),
    ...(choices.some(({ others }) => others !== null && others.inTime !== null)
      ? [right('in time', '', change('inTime'))]
      : []),
  ];
  return [{ columns }];
}
