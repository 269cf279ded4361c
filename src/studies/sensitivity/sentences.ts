/** What a study says, in plain sentences. */
import type { ClaimStudy, Input, Output, Sensitivity } from './result.ts';
import type { AlphaContest } from './alphaResult.ts';
import { amountText } from '../../kernel/amount.ts';
import { known, percent } from '../../kernel/numbers.ts';
import { capital, list } from '../../kernel/words.ts';
import type { Labels } from '../../results.ts';
import { metricOf } from '../../metrics/definitions.ts';
import { leading, type LeadingInput } from './leading.ts';
import { shiftWords } from './shiftWords.ts';
import { why } from './why.ts';
import { LOAD } from './claims.ts';

type Made = Omit<Sensitivity, 'answer' | 'sentences'>;

/** Below this total share of the variance an input hardly matters. */
const HARDLY = 0.05;

export function sentences(study: Made): string[] {
  const { metrics, outputs, alpha, claims, inputs, cells } = study;
  return [
    ...(claims?.claims ?? []).map((claim) => held(claim, inputs)),
    ...withoutEffect(study),
    ...metrics.flatMap((metric) =>
      merged(
        outputs.filter((one) => one.metric === metric),
        (output) => matters(study, output),
        ({ cell }) => cells[cell]!,
        cells.length,
      ),
    ),
    ...(['platforms', 'cells'] as const).flatMap((kind) =>
      (['utility', 'pcr'] as const).flatMap((measure) => {
        const about = alpha.contests.filter((one) => one.between === kind && one.measure === measure);
        return merged(
          about,
          (one) => changes(study, one),
          ({ where }) => where,
          about.length,
        );
      }),
    ),
    ...withoutQuality(alpha),
  ];
}

/** Of edge and cloud nothing is said where one of them has no quality: who is best cannot be known. */
function withoutQuality({ contests, answers }: Made['alpha']): string[] {
  if (contests.some(({ between }) => between === 'platforms')) return [];
  const missing = (['edge', 'cloud'] as const).filter((platform) =>
    answers.some((one) => one.platform === platform && (one.share ?? 0) > 0 && one.quality === null),
  );
  if (missing.length === 0) return [];
  const whose = missing.map((platform) => `the ${platform}`).join(' and ');
  return [
    `By U and PCR edge and cloud cannot be compared at any alpha but 0: the quality of the answers of ${whose} is not known.`,
  ];
}

function withoutEffect({ inputs, design }: Made): string[] {
  const names = design.fixed.map((i) => inputs[i]!.name);
  if (names.length === 0) return [];
  const [show, were] = names.length === 1 ? ['shows', 'was'] : ['show', 'were'];
  return [
    `In the screening ${list(names)} ${show} no effect on any of these figures, and ${were} left at the file's own value for the shares of the variance.`,
  ];
}

/** Beginning and end of a sentence; between them goes whom it is about. */
type Said = readonly [begin: string, key: string, end: (first: boolean) => string];

/** What is so in several cells is said once, with the figures of each. */
function merged<One>(
  all: readonly One[],
  say: (one: One) => Said | null,
  labels: (one: One) => Labels,
  total: number,
): string[] {
  const found = new Map<string, { begin: string; names: string[]; ends: string[]; alike: Set<string> }>();
  for (const one of all) {
    const said = say(one);
    if (!said) continue;
    const [begin, key, end] = said;
    const group = found.get(`${begin} ${key}`) ?? { begin, names: [], ends: [], alike: new Set<string>() };
    found.set(`${begin} ${key}`, group);
    group.ends.push(end(group.ends.length === 0));
    group.alike.add(end(false));
    group.names.push(Object.values(labels(one)).map(String).join(', '));
  }
  return [...found.values()].map(({ begin, names, ends, alike }) => {
    const several = total > 1 ? (names.length === total ? ' in every cell' : ` (${names.join('; ')})`) : '';
    const same = alike.size === 1;
    const told = same ? ends[0]! : ends.map((end, i) => `${end} for ${names[i]!}`).join('; ');
    return `${begin}${same || names.length === total ? several : ''}${told}.`;
  });
}

/** Which input an output depends on, and what moving it does. */
function matters({ inputs }: Made, { metric, indices, sample, shifts }: Output): Said | null {
  const subject = capital(metricOf(metric).subject);
  if (sample && sample.rows > 1 && !indices)
    return [subject, 'same', () => ' is the same whatever the inputs are within these ranges'];
  const found = indices && leading(inputs, indices);
  if (!found) return null;
  const { order, apart, settled } = found;
  const [most, next] = order;
  if (!settled)
    return [
      subject,
      'unsettled',
      () =>
        `: what it depends on most is undecided: from ${sample?.rows ?? 0} rows the shares of the variance come out far above 100 %`,
    ];
  const little = order.filter(({ total95 }) => total95 && total95[1] < HARDLY).map(({ name }) => name);
  const rest =
    little.length > 0 ? `, while ${list(little)} hardly ${little.length === 1 ? 'matters' : 'matter'}` : '';
  const share = (first: boolean, { name, total, total95 }: LeadingInput): string =>
    first
      ? `${name} explains ${part(total, total95)} of the variance in all (95 % interval ${range(total95)})`
      : `${part(total, total95)} of the variance (${range(total95)})`;
  // Direction and size first: what share of the variance that is comes after.
  const does = (first: boolean, one: LeadingInput): string => {
    const shift = shifts?.[one.i];
    const moved = shift
      ? `${shiftWords(inputs[one.i]!, metric, shift, one, first)}, ${first ? 'and ' : ''}`
      : '';
    return `${moved}${share(first, one)}`;
  };
  if (apart)
    return [
      subject,
      `${most.name}${rest}`,
      (first) => `${first ? ` depends most on ${most.name}${rest}: ` : ''}${does(first, most)}`,
    ];
  return [
    subject,
    `${most.name} ${next!.name}${rest}`,
    (first) =>
      first
        ? ` depends on ${most.name} and ${next!.name}; on which of them more is undecided${rest}: ${most.name}: ${does(true, most)}; ${next!.name}: ${does(true, next!)}`
        : `${does(false, most)}, and ${does(false, next!)}`,
  ];
}

const MEASURED = { utility: 'U', pcr: 'PCR' } as const;

/** Where the best changes with alpha. */
function changes(made: Made, contest: AlphaContest): Said | null {
  const { measure, between, stretches, crossings } = contest;
  const [only] = stretches;
  if (!only) return null;
  const whom = between === 'platforms' ? `edge, cloud and both together` : 'all answers';
  const subject = `By mean ${MEASURED[measure]} of ${whom}, at the file's own values`;
  if (crossings.length === 0)
    return [
      subject,
      only.best,
      (first) => `${first ? ', ' : ''}${spelled(only.best)} is best at every alpha${why(made, contest)}`,
    ];
  const told = crossings.map(({ alpha, before, after, unsure }) => {
    const [low, high] = unsure ?? [alpha, alpha];
    const sure =
      unsure === null || high - low < 0.0005 ? '' : ` (cannot tell from ${short(low)} to ${short(high)})`;
    return `${spelled(before)} is best below alpha ${short(alpha)} and ${spelled(after)} above it${sure}`;
  });
  return [subject, told.join(), (first) => `${first ? ', ' : ''}${told.join(', then ')}`];
}

function spelled(contender: string): string {
  return contender === 'edge' || contender === 'cloud'
    ? `the ${contender}`
    : contender === 'all'
      ? 'both'
      : contender;
}

/** Over what part of the ranges a claim holds. */
export function held({ text, shares, holds95, divide }: ClaimStudy, inputs: readonly Input[]): string {
  const said = capital(text);
  const rest = (
    [
      ['even', 'no difference at all at'],
      ['undecided', 'cannot tell at'],
      ['fails', 'fails at'],
    ] as const
  )
    .filter(([one]) => shares[one] > 0)
    .map(([one, words]) => `${words} ${percent(shares[one], 2)}`);
  const first = `${said}: holds at ${part(shares.holds, holds95)} of the points (95 % interval ${range(holds95)})${rest.length > 0 ? `, ${rest.join(', ')}` : ''}`;
  if (!divide || divide.ofOthers - divide.ofHolding < 0.3) return `${first}.`;
  const input = inputs.find(({ path }) => path === divide.variable);
  const name = divide.variable === LOAD ? 'offered load' : input!.name;
  return `${first}. Of the points where it does not, ${percent(divide.ofOthers, 2)} have ${name} ${divide.above ? 'above' : 'below'} ${amountText(divide.at, divide.variable === LOAD ? '' : input!.unit)}; of those where it does, ${percent(divide.ofHolding, 2)}.`;
}

/** With as many digits as its interval carries; no share of a whole is below nothing, or above all of it. */
function part(share: number, interval: readonly [number, number] | null): string {
  const value = Math.min(1, Math.max(0, share));
  return interval ? `${known(value * 100, halfOf(interval))} %` : percent(value, 2);
}

const halfOf = ([low, high]: readonly [number, number]): number => (high - low) * 50;

function range(interval: readonly [number, number] | null): string {
  if (!interval) return 'none';
  const [low, high] = interval.map((share) => known(Math.max(0, share) * 100, halfOf(interval)));
  return `${low} to ${high}`;
}

function short(alpha: number): string {
  return String(Number(alpha.toFixed(3)));
}
