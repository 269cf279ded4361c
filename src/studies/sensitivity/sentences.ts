/** The findings of a study in sentences, claims first; the first one is the answer. Values by cell are in its tables. */
import { amountText } from '../../kernel/amount.ts';
import { known, percent } from '../../kernel/numbers.ts';
import { capital, fromTo, list } from '../../kernel/words.ts';
import { metricOf } from '../../metrics/definitions.ts';
import type { Labels } from '../../results.ts';
import { amount, atMostAll, intervalWords, type Amount } from '../../sentences/comparison.ts';
import type { AlphaContest } from './alphaResult.ts';
import type { ClaimStudy, Input, Interval, Output, OutputShift, Sensitivity } from './result.ts';

type Made = Omit<Sensitivity, 'answer' | 'sentences'>;

export function sentences(study: Made): string[] {
  const { metrics, outputs, alpha, claims, inputs, cells } = study;
  const depends = metrics.flatMap((metric) => {
    const about = outputs.filter((one) => one.metric === metric);
    return together(
      about,
      'cell',
      ({ cell }) => cells[cell]!,
      (output) => dependence(inputs, output),
    );
  });
  const best = (['platforms', 'cells'] as const).flatMap((between) =>
    (['utility', 'pcr'] as const).flatMap((measure) => {
      const about = alpha.contests.filter((one) => one.between === between && one.measure === measure);
      return together(about, between === 'cells' ? 'setting' : 'cell', ({ where }) => where, bestOverAlpha);
    }),
  );
  return [
    ...claimed(claims?.claims ?? [], inputs),
    ...depends,
    ...withoutEffect(study),
    ...best,
    ...withoutQuality(alpha),
  ];
}

/** How many claims hold everywhere; for each of the others how often it holds, and where it does not. */
function claimed(all: readonly ClaimStudy[], inputs: readonly Input[]): string[] {
  if (all.length === 0) return [];
  const others = all
    .filter(({ shares }) => shares.holds < 1)
    .toSorted((a, b) => a.shares.holds - b.shares.holds);
  const held = others.flatMap((claim) => {
    const { text, shares, holds95 } = claim;
    const fails = shares.fails > 0 ? `, fails at ${percent(shares.fails, 2)}` : '';
    const said = `Holds at ${shareText(shares.holds, holds95)} of the points${intervalWords(rangeText(holds95))}${fails}: ${text}.`;
    return [said, ...whereNot(claim, inputs)];
  });
  if (all.length === 1) return others.length === 0 ? [`Holds at every point: ${all[0]!.text}.`] : held;
  if (others.length === 0) return [`All ${all.length} claims hold at every point.`];
  const least = percent(others[0]!.shares.holds, 2);
  const everywhere = all.length - others.length;
  return everywhere === 0
    ? [`All ${all.length} claims hold at ${least} of the points or more.`, ...held]
    : [`${everywhere} of ${all.length} claims hold at every point, the others at ${least} or more.`, ...held];
}

/** Where the points at which a claim does not hold concentrate; empty if they are spread over the ranges. */
export function whereNot({ text, divide }: ClaimStudy, inputs: readonly Input[]): string[] {
  if (!divide || divide.ofOthers - divide.ofHolding < 0.3) return [];
  const { name, unit } = inputs.find(({ path }) => path === divide.variable) ?? OFFERED;
  const side = `${name} ${divide.above ? 'above' : 'below'} ${amountText(divide.at, unit)}`;
  return [
    `${percent(divide.ofOthers, 2)} of the points where it does not hold have ${side}, ${percent(divide.ofHolding, 2)} of the others: ${text}.`,
  ];
}

/** The variable besides the inputs. */
const OFFERED = { name: 'offered load', unit: '' };

/** A finding about one or several cells: subject first, then its size. */
interface Finding {
  readonly text: string;
  readonly change?: Amount;
  readonly after?: string;
}

/** Merges equal findings about several cells, with the smallest and the largest size. */
function together<One>(
  all: readonly One[],
  what: string,
  labels: (one: One) => Labels,
  find: (one: One) => Finding | null,
): string[] {
  const groups = new Map<string, Finding & { readonly names: string[]; readonly changes: Amount[] }>();
  for (const one of all) {
    const finding = find(one);
    if (!finding) continue;
    const { text, change, after } = finding;
    const key = [text, change?.direction, change?.unit, after].join('|');
    const group = groups.get(key) ?? { ...finding, names: [], changes: [] };
    groups.set(key, group);
    group.names.push(Object.values(labels(one)).map(String).join(', '));
    if (change) group.changes.push(change);
  }
  return [...groups.values()].map(({ text, after = '', names, changes }) => {
    const where =
      all.length === 1
        ? ''
        : names.length === all.length
          ? ` in every ${what}`
          : names.length <= FEW
            ? ` (${names.join('; ')})`
            : ` in ${names.length} of ${all.length} ${what}s`;
    return `${text}${where}${sizeText(changes)}${after}.`;
  });
}

/** Most cells named individually. */
const FEW = 2;

function sizeText(changes: readonly Amount[]): string {
  const [least, ...more] = changes.toSorted((a, b) => a.value - b.value);
  if (!least) return '';
  const { size, range, direction, unit } = least;
  const most = more.at(-1)?.size ?? size;
  const bare = unit === '$' ? size : size.replace(` ${unit}`, '');
  return `: ${most === size ? size : fromTo(bare, most)} ${direction}${more.length === 0 ? intervalWords(range) : ''}`;
}

/** Estimates of a share may exceed 1 a little; those above this are not reported. */
const SETTLED = 1.25;

/** The input on which an output depends most, and its effect. */
function dependence(inputs: readonly Input[], output: Output): Finding | null {
  const { metric, indices, sample, shifts, screening } = output;
  const subject = capital(metricOf(metric).subject);
  if (!indices && sample && sample.rows > 1)
    return { text: `${subject} is the same whatever the inputs are within these ranges` };
  const [most, next] = (indices ?? [])
    .flatMap((one, i) => (one ? [{ ...one, i, name: inputs[i]!.name }] : []))
    .toSorted((a, b) => b.total - a.total);
  if (!most) {
    const sizes = (screening ?? []).map(({ size }) => size);
    const largest = sizes.indexOf(Math.max(0, ...sizes));
    return largest < 0 || sizes[largest] === 0
      ? null
      : { text: `${subject} depends most on ${inputs[largest]!.name}, by the screening` };
  }
  if (most.total > SETTLED)
    return { text: `${subject}: from ${sample?.rows ?? 0} rows it is undecided what it depends on most` };
  if (next && !(most.total95 && next.total95 && most.total95[0] > next.total95[1]))
    return { text: `${subject} depends most on ${most.name} or ${next.name}, which of them is undecided` };
  const shift = shifts?.[most.i];
  return {
    text: `${subject} depends most on ${most.name}`,
    ...(shift && moved(inputs[most.i]!, metric, shift)),
  };
}

/** "50 % lower (95 % interval 41 to 58) at 5 min than at 10 s". */
function moved({ unit }: Input, metric: string, shift: OutputShift): Partial<Finding> {
  const { from, to, turn, difference } = shift;
  const than = ` at ${amountText(to, unit)} than at ${amountText(from, unit)}`;
  const most = turn && `${turn.highest ? 'highest' : 'lowest'} at about ${amountText(turn.value, unit)}`;
  const { ci95 } = difference;
  if (ci95 === null || ci95[0] * ci95[1] <= 0)
    return { after: `: ${most ?? `not known to be higher or lower${than}`}` };
  const wording = metricOf(metric);
  const change = amount(
    { ...shift, relative: atMostAll(shift.relative) },
    // Numbers of requests are higher or lower, times longer or shorter.
    wording.verb === 'has' ? wording : { ...wording, up: 'higher', down: 'lower' },
  );
  return { change, after: `${than}${most ? `, ${most}` : ''}` };
}

function withoutEffect({ inputs, design }: Made): string[] {
  const names = design.fixed.map((i) => inputs[i]!.name);
  if (names.length === 0) return [];
  const [show, were] = names.length === 1 ? ['shows', 'was'] : ['show', 'were'];
  return [
    `In the screening ${list(names)} ${show} no effect on any of these figures, and ${were} left at the file's own value.`,
  ];
}

const MEASURED = { utility: 'U', pcr: 'PCR' } as const;

/** Which is best, and where that changes with alpha. */
function bestOverAlpha({ measure, between, stretches, crossings }: AlphaContest): Finding | null {
  const [only] = stretches;
  if (!only) return null;
  const best = `is best by mean ${MEASURED[measure]}`;
  const below = crossings.map(({ alpha, before, unsure }, i) => {
    const [low, high] = unsure ?? [alpha, alpha];
    const sure = high - low < 0.0005 ? '' : ` (undecided from ${short(low)} to ${short(high)})`;
    return `${spelled(before)}${i === 0 ? ` ${best}` : ''} below alpha ${short(alpha)}${sure}`;
  });
  const last = crossings.at(-1);
  const said = last
    ? `${below.join(', ')}, ${spelled(last.after)} above it`
    : `${spelled(only.best)} ${best} at every alpha`;
  const among = between === 'platforms' ? 'Of edge, cloud and both, at' : 'At';
  return { text: `${among} the file's own values, ${said}` };
}

function spelled(contender: string): string {
  if (contender === 'all') return 'both together';
  return contender === 'edge' || contender === 'cloud' ? `the ${contender}` : contender;
}

const short = (alpha: number): string => String(Number(alpha.toFixed(3)));

/** A remark when edge or cloud has no known quality: the best cannot be determined then. */
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

/** To the digits that its interval justifies. */
const shareText = (share: number, interval: Interval): string => `${known(share * 100, halfOf(interval))} %`;

const rangeText = (interval: Interval): string =>
  interval.map((share) => known(share * 100, halfOf(interval))).join(' to ');

const halfOf = ([low, high]: Interval): number => (high - low) * 50;
