/** What a person sees of an observation: beforehand, and when it is over. */
import { given } from '../../../kernel/given.ts';
import { meanOf } from '../../../kernel/spread.ts';
import type { CloudProfile } from '../../../catalog/cloud.ts';
import { shipped } from '../../../catalog/shipped.ts';
import { gridPoints, roundOf } from '../../../endpoint/grid.ts';
import { leastRounds } from '../../../endpoint/gridRun.ts';
import type { OfferedLoad, Observation } from '../../../endpoint/observation.ts';
import type { Session } from '../../../endpoint/session.ts';
import { dollars, plain } from '../../../kernel/numbers.ts';
import { counted } from '../../../kernel/words.ts';
import { columnsOf } from '../../../report/columns.ts';
import type { Sentence } from '../../../report/section.ts';
import { table, hanging } from '../../../report/table.ts';
import { Fault } from '../../fault.ts';
import { filesLine, lastly } from '../../terminal/lastly.ts';
import type { ObserveFlags } from './flags.ts';
import { clock } from '../../terminal/progress.ts';
import type { Screen } from '../../terminal/terminal.ts';

/** Prices by the catalogue's name for them, or of the only cloud there with a model of that name; undefined where nothing has to be paid. */
export function priceOf(cloud: string | undefined, model: string | null): CloudProfile | undefined {
  if (cloud !== undefined) {
    try {
      return shipped.findCloud(cloud);
    } catch (error) {
      throw new Fault(`edgewise observe: --cloud ${cloud}: ${error instanceof Error ? error.message : ''}`);
    }
  }
  return shipped.clouds.find(({ name }) => name.slice(name.indexOf('/') + 1) === model);
}

/** `llama-server b6500, model tiny, 4 at a time, 1,024 tokens`. */
export function serverLine({ facts, model, protocol, prompts, exactOutput }: Session): string {
  const parts = given([
    `${facts.kind}${facts.version === null ? '' : ` ${facts.version}`}`,
    model !== null && `model ${model}`,
    facts.slots !== null && `${facts.slots} at a time`,
    facts.context !== null && `context ${plain(facts.context)} tokens`,
    `asked by ${protocol.name}`,
    prompts.exact ? 'prompts of exact length' : 'prompts of about the length',
    exactOutput ? 'answers of exact length' : 'answers that may end early',
    facts.metrics && 'counts at /metrics',
  ]);
  return parts.join(', ');
}

interface Beforehand {
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export function beforehand(
  load: OfferedLoad,
  flags: ObserveFlags,
  price: CloudProfile | undefined,
): Beforehand {
  const size = sizeOf(load);
  const cost = price && (size.prompt * price.price.input + size.output * price.price.output) / 1e6;
  const many = load.kind === 'grid' ? 'at least ' : '';
  const bill = price === undefined ? '' : `, ${many}${dollars(cost)} at the prices of ${price.name}`;
  const tokens = `${plain(size.prompt)} prompt and ${plain(size.output)} output tokens`;
  const text =
    load.kind === 'open'
      ? `${plain(size.requests)} requests in ${clock(size.seconds)}, ${tokens}, at most ${plain(flags.inFlight ?? 100)} at a time${bill}`
      : `a grid of ${plain(gridPoints(load.grid).length)} points with up to ${plain(load.grid.streams)} at once: at least ${plain(size.requests)} requests, ${tokens}, until each point is known to ${plain(load.precision * 100)} %, at most ${clock(load.time)}${bill}`;
  return {
    text,
    json: {
      load: load.kind,
      requests: size.requests,
      seconds: size.seconds,
      promptTokens: size.prompt,
      outputTokens: size.output,
      dollars: cost ?? null,
      prices: price?.name ?? null,
    },
  };
}

interface Size {
  requests: number;
  prompt: number;
  output: number;
  seconds: number;
}

function sizeOf(load: OfferedLoad): Size {
  const all: Size = { requests: 0, prompt: 0, output: 0, seconds: 0 };
  if (load.kind === 'open') {
    for (const { at, prompt, output } of load.requests) {
      all.requests++;
      all.prompt += prompt;
      all.output += output;
      all.seconds = at;
    }
    return all;
  }
  for (const point of gridPoints(load.grid)) {
    const round = roundOf(point);
    const rounds = leastRounds(point);
    all.requests += rounds * round.requests;
    all.prompt += rounds * round.prompt;
    all.output += rounds * round.output;
  }
  return { ...all, seconds: load.time };
}

export function foundText(
  found: Observation,
  load: OfferedLoad,
  flags: ObserveFlags,
  screen: Screen,
): string {
  const { columns: width, paint } = screen;
  const { ok, refused, error, cancelled } = found.counts;
  const counts = given([
    `${plain(ok)} answered`,
    refused > 0 && `${plain(refused)} refused`,
    error > 0 && `${plain(error)} failed`,
    cancelled > 0 && `${plain(cancelled)} stopped`,
  ]);
  const parts = [
    `${paint('Observed', 'heading')}  ${counts.join(', ')} in ${clock(found.seconds)}, at most ${plain(found.mostInFlight)} at a time`,
    ...(found.known ? [gridTable(found.known, width, paint)] : []),
    ...notes(found, load, flags).map((text) => `- ${hanging(text, width, '  ')}`),
  ];
  const next =
    load.kind === 'grid' ? `edgewise calibrate ${found.log}` : `edgewise compare ${found.log} ${flags.file}`;
  const files = filesLine([found.log, 'server.json', ...(found.watts ? ['power.csv'] : [])], screen, next);
  return `${parts.join('\n')}\n\n${files}${lastly(observedAnswer(found, load), screen)}`;
}

/** How much of what was asked is in the log, and whether it is what it was to be. */
function observedAnswer({ counts, known, lateness }: Observation, load: OfferedLoad): Sentence {
  const all = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const answered = `${plain(counts.ok)} of ${counted(all, 'request')} answered`;
  if (load.kind === 'grid') {
    const points = (known ?? []).filter(({ point }) => point.kind === 'together');
    const sure = points.filter(({ spread }) => spread <= load.precision).length;
    return {
      text: `${plain(sure)} of ${counted(points.length, 'point')} known to ${plain(load.precision * 100)} %, ${answered}.`,
      tone: sure === points.length && sure > 0 ? 'good' : 'unsure',
    };
  }
  const open = lateness === null || lateness.heldBack === 0;
  return {
    text: `${answered}${open ? '' : `, ${plain(lateness.heldBack)} held back`}.`,
    tone: open && counts.ok === all ? 'good' : 'unsure',
  };
}

function gridTable(known: NonNullable<Observation['known']>, width: number, paint: Screen['paint']): string {
  const rows = known.filter(({ point }) => point.kind === 'together');
  const milliseconds = (values: readonly number[]): string =>
    values.length === 0 ? '–' : plain(meanOf(values) * 1000);
  const columns = columnsOf(rows, [
    ['at once', '', ({ point }) => plain(point.streams)],
    ['prompt', 'tokens', ({ point }) => plain(point.prompt)],
    ['output', 'tokens', ({ point }) => plain(point.output)],
    ['rounds', '', ({ rounds }) => plain(rounds.length)],
    ['first token', 'ms', ({ rounds }) => milliseconds(rounds.map(({ ttft }) => ttft))],
    ['each further', 'ms', ({ rounds }) => milliseconds(rounds.flatMap(({ step }) => step ?? []))],
    ['known to', '%', ({ spread }) => (Number.isFinite(spread) ? `± ${plain(spread * 100)}` : '–')],
  ]);
  return table(columns, { width, keys: 3, paint });
}

/** Lateness above which an open loop was none, in seconds. */
const LATE = 0.05;

function notes(found: Observation, load: OfferedLoad, { inFlight, power }: ObserveFlags): string[] {
  const { lateness, fault, watts, meterFault, otherLength, otherPrompt, known } = found;
  const said: string[] = [];
  if (fault !== null) said.push(`what went wrong most often: ${fault}`);
  if (lateness) {
    const { mean, p99, worst, heldBack } = lateness;
    const ms = (seconds: number): string => `${plain(seconds * 1000)} ms`;
    const late = `sent late by ${ms(mean)} on average, ${ms(p99)} in 99 of 100, ${ms(worst)} at worst`;
    if (heldBack > 0)
      said.push(
        `${counted(heldBack, 'request was', 'requests were')} held back, as ${plain(inFlight ?? 100)} were at the server: no open loop any more (--in-flight allows more); ${late}`,
      );
    else if (p99 > LATE) said.push(`${late}, because this machine was busy; the log has both times`);
    else said.push(late);
  }
  if (otherLength > 0)
    said.push(
      `${counted(otherLength, 'answer was', 'answers were')} not as long as asked; the log has what they had, and what was asked`,
    );
  if (otherPrompt > 0)
    said.push(
      `${counted(otherPrompt, 'prompt is', 'prompts are')} not as long as meant by the server's count; the log has its count`,
    );
  const open =
    known?.filter(
      ({ point, spread }) => point.kind === 'together' && load.kind === 'grid' && !(spread <= load.precision),
    ) ?? [];
  if (open.length > 0 && load.kind === 'grid')
    said.push(
      `time ran out before ${plain(open.length)} points were known to ${plain(load.precision * 100)} %; increase it with --time`,
    );
  if (watts) said.push(`${plain(watts.mean)} W on average, ${plain(watts.readings)} readings`);
  else if (power !== null)
    said.push(`no watts were read from ${power}${meterFault === null ? '' : `: ${meterFault}`}`);
  return said;
}
