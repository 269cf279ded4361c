/** What `edgewise explain` prints. */
import type {
  Choice,
  Explained,
  Late,
  MachineState,
  Parts,
  Refused,
  RequestStory,
  Worst,
} from '../../explained.ts';
import { plain } from '../format.ts';
import { table, unpainted, wrap, type Column, type Paint } from '../table.ts';
import {
  answerSentence,
  choiceSentences,
  otherSentences,
  PART_WORDS,
  partsSentence,
  same,
  share,
  signed,
} from './sentences.ts';

export interface TextOptions {
  readonly width: number;
  readonly paint?: Paint;
}

/** Machines in a table: those that were picked or would have taken it first. */
const MACHINES = 12;

export function explainText(explained: Explained, options: TextOptions): string {
  const { request, worst, refused } = explained;
  const parts = [
    header(explained, options),
    ...(request ? storyParts(request, options) : []),
    ...(worst ? worstParts(worst, options) : []),
    ...(refused ? refusedParts(refused, options) : []),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function header(
  { scenario, cell, vary, replication, seed }: Explained,
  { paint = unpainted, width }: TextOptions,
): string {
  const labels = Object.entries(vary).map(([name, value]) => `${name} ${value}`);
  const where = [
    `cell ${cell}${labels.length > 0 ? ` (${labels.join(', ')})` : ''}`,
    `replication ${replication}`,
    `seed ${seed}`,
  ];
  return wrap(`${paint(scenario, 'heading')}  ${paint(where.join(', '), 'quiet')}`, width);
}

function storyParts(story: RequestStory, { width, paint = unpainted }: TextOptions): string[] {
  const heading = (text: string): string => paint(text, 'heading');
  const { parts, moments, choices, notTried } = story;
  const asked = moments.find(({ picked }) => picked !== null) ?? moments[0];
  const [own, ...others] = choices;
  const first = [answerSentence(story), ...(parts ? [partsSentence(parts)] : [])].join(' ');
  return [
    wrap(first, width),
    ...(story.legs.length > 1 ? [`${heading('Its way')}\n${legTable(story, width, paint)}`] : []),
    ...(asked
      ? [
          `${heading('Why there')}\n${wrap(choiceSentences(asked).join(' '), width)}`,
          machineTable(asked.machines, asked.picked, width, paint),
        ]
      : []),
    ...(own && others.length > 0
      ? [
          `${heading('What else it could have been')}\n${otherSentences(own, others)
            .map((text) => `• ${wrap(text, width - 2, '  ')}`)
            .join('\n')}`,
          choiceTable([own, ...others.filter((one) => !same(one, own))], width, paint),
          paint(wrap(CHANCE, width), 'quiet'),
          ...(notTried > 0
            ? [wrap(`${plain(notTried)} further machines were not tried (--choices tries more).`, width)]
            : []),
        ]
      : []),
  ];
}

function legTable({ legs }: RequestStory, width: number, paint: Paint): string {
  const time = (value: number | null): string => (value === null ? '–' : plain(value));
  const ends = { refused: 'refused', ended: 'lost', preempted: 'gave its slot up', answered: 'answered' };
  return table(
    [
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
    ],
    { width, keys: 1, paint },
  );
}

function machineTable(
  all: readonly MachineState[],
  picked: string | null,
  width: number,
  paint: Paint,
): string {
  const rank = ({ name, refuses }: MachineState): number => (name === picked ? 0 : refuses === null ? 1 : 2);
  const machines = all.toSorted((a, b) => rank(a) - rank(b) || a.estimate - b.estimate).slice(0, MACHINES);
  if (machines.length === 0) return '';
  const more = all.length - machines.length;
  const rows = table(
    [
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
    ],
    { width, keys: 1, paint },
  );
  return more > 0 ? `${rows}\n${paint(`and ${plain(more)} more; --json has them all`, 'quiet')}` : rows;
}

/** What a single change does to others further on is mostly chance. */
const CHANCE =
  'Everything else is the same: the same requests at the same times, the same draws. Who comes soon after is where a choice is felt; much later it is mostly luck who gains and who loses by it, so that small means over many others say little.';

function choiceTable(choices: readonly Choice[], width: number, paint: Paint): string {
  if (choices.length < 2) return '';
  const value = (one: number | null): string => (one === null ? '–' : plain(one));
  const change = (of: 'edge' | 'cloud' | 'unanswered' | 'inTime'): string[] =>
    choices.map(({ others }) => (others === null ? '' : others[of] === null ? '–' : signed(others[of])));
  return table(
    [
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
    ],
    { width, keys: 1, paint },
  );
}

function worstParts(
  { of, rows, parts, all, answers, mean }: Worst,
  { width, paint = unpainted }: TextOptions,
): string[] {
  const [first] = rows;
  if (!first) return ['No request was answered.'];
  const what = of === 'ttft' ? 'first tokens' : 'answers';
  const cause = chiefOf(parts);
  const sum = PART_WORDS.reduce((total, [name]) => total + parts[name], 0);
  const opening = `The ${plain(rows.length)} latest of ${plain(answers)} ${what} took ${plain(sum)} s on average, the latest ${plain(first.seconds)} s, beside ${plain(mean)} s for all. ${
    cause === null
      ? 'Nothing but their own work made them late.'
      : `What made them late most was the time ${cause[1]}: ${plain(parts[cause[0]])} s of it (${share(parts[cause[0]] / sum)}), beside ${plain(all[cause[0]])} s for all.`
  }`;
  const shown = PART_WORDS.filter(([name]) => [parts, all].some((one) => one[name] > 1e-9));
  const lines: readonly {
    readonly label: string;
    readonly machine: string;
    readonly seconds: number;
    readonly of: Parts;
  }[] = [
    ...rows.map((row: Late) => ({
      label: plain(row.request),
      machine: row.machine,
      seconds: row.seconds,
      of: row,
    })),
    { label: 'mean of these', machine: '', seconds: sum, of: parts },
    { label: 'mean of all', machine: '', seconds: mean, of: all },
  ];
  return [
    wrap(opening, width),
    table(
      [
        left(
          'request',
          lines.map(({ label }) => label),
        ),
        left(
          'answered by',
          lines.map(({ machine }) => machine),
        ),
        right(
          of === 'ttft' ? 'first token' : 'answer',
          's',
          lines.map((line) => plain(line.seconds)),
        ),
        ...shown.map(([name]) =>
          right(
            SHORT[name],
            's',
            lines.map((line) => (line.of[name] > 1e-9 ? plain(line.of[name]) : '0')),
          ),
        ),
      ],
      { width, keys: 1, paint },
    ),
    paint(
      wrap('The parts of a row add up to it. edgewise explain DIR --request N tells one in full.', width),
      'quiet',
    ),
  ];
}

const SHORT: Readonly<Record<keyof Parts, string>> = {
  queue: 'queue',
  window: 'limit',
  fault: 'fault',
  retry: 'retry',
  othersPrefill: "others' prompts",
  batch: 'shared batch',
  prefill: 'own prompt',
  decode: 'own answer',
  cloud: 'cloud',
};

/** Of what is not the request's own work the most; null where there is nothing of it. */
function chiefOf(parts: Parts): readonly [keyof Parts, string] | null {
  const [first] = PART_WORDS.filter(([name]) => name !== 'prefill' && name !== 'decode').toSorted(
    ([a], [b]) => parts[b] - parts[a],
  );
  return first && parts[first[0]] > 1e-9 ? first : null;
}

function refusedParts(
  { arrived, requests, reasons, rows }: Refused,
  { width, paint = unpainted }: TextOptions,
): string[] {
  const [most] = reasons;
  if (!most) return [`The edge refused none of ${plain(arrived)} requests.`];
  const avoidable = reasons.reduce((sum, one) => sum + one.avoidable, 0);
  const opening = `The edge refused ${plain(requests)} of ${plain(arrived)} requests (${share(requests / arrived)}), most of them for ${most.reason}. When it was refused, another machine would have taken ${avoidable === 0 ? 'none of them' : `${plain(avoidable)} of them (${share(avoidable / requests)})`}.`;
  return [
    wrap(opening, width),
    table(
      [
        left(
          'refused for',
          reasons.map(({ reason }) => reason),
        ),
        right(
          'requests',
          '',
          reasons.map((one) => plain(one.requests)),
        ),
        right(
          'share',
          '%',
          reasons.map((one) => plain((100 * one.requests) / requests)),
        ),
        right(
          'another would',
          '',
          reasons.map((one) => plain(one.avoidable)),
        ),
        right(
          'answered in the end',
          '',
          reasons.map((one) => plain(one.answered)),
        ),
      ],
      { width, keys: 1, paint },
    ),
    `${paint(`The first ${plain(rows.length)}`, 'heading')}\n${table(
      [
        left(
          'request',
          rows.map(({ request }) => plain(request)),
        ),
        right(
          'at',
          's',
          rows.map(({ at }) => plain(at)),
        ),
        left(
          'refused by',
          rows.map(({ machine }) => machine ?? 'a limit'),
        ),
        left(
          'for',
          rows.map(({ reason }) => reason),
        ),
        right(
          'others open',
          '',
          rows.map(({ open }) => plain(open)),
        ),
        left(
          'ended',
          rows.map(({ outcome }) => outcome),
        ),
      ],
      { width, keys: 1, paint },
    )}`,
  ];
}

const left = (heading: string, cells: readonly string[]): Column => ({
  heading,
  unit: '',
  cells,
  align: 'left',
});
const right = (heading: string, unit: string, cells: readonly string[]): Column => ({ heading, unit, cells });
