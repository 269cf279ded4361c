/** What a study says, in plain sentences. */
import { amountText } from '../../kernel/amount.ts';
import type { Labels } from '../../results.ts';
import type { AlphaContest } from './alpha.ts';
import { LOAD, type ClaimStudy } from './claims.ts';
import type { Input } from './input.ts';
import type { Output, Sensitivity } from './result.ts';

type Made = Omit<Sensitivity, 'sentences'>;

/** Below this total share of the variance an input hardly matters. */
const HARDLY = 0.05;

export function sentences(study: Made): string[] {
  return [
    ...study.outputs.flatMap((output) => matters(study, output)),
    ...study.alpha.contests.flatMap((contest) => changes(contest)),
    ...(study.claims?.claims ?? []).map((claim) => held(claim, study.inputs)),
  ];
}

/** Which input an output hangs on. */
function matters({ inputs, cells }: Made, { metric, cell, indices, sample }: Output): string[] {
  const about = `${metric}${named(cells[cell]!)}`;
  if (sample && sample.rows > 1 && !indices)
    return [`${about} is the same whatever the inputs are within these ranges.`];
  if (!indices) return [];
  const order = indices
    .map((one, i) => ({ ...one, name: inputs[i]!.name }))
    .sort((a, b) => b.total - a.total);
  const [most, next] = order as [(typeof order)[0], (typeof order)[0] | undefined];
  const apart = next === undefined || (most.total95 && next.total95 && most.total95[0] > next.total95[1]);
  const share = `${percent(most.total)} of its variance (95 % interval ${range(most.total95)}), ${percent(most.first)} by itself`;
  const first = apart
    ? `${about} hangs most on ${most.name}: ${share}`
    : `${about} hangs on ${most.name} and ${next.name}, which of them more cannot be told: ${most.name} takes part in ${share}; ${next.name} in ${percent(next.total)} (${range(next.total95)})`;
  const little = order.filter(({ total95 }) => total95 && total95[1] < HARDLY).map(({ name }) => name);
  const rest =
    little.length > 0 ? `; ${list(little)} hardly ${little.length === 1 ? 'matters' : 'matter'}` : '';
  return [`${first}${rest}.`];
}

const MEASURED = { utility: 'U', pcr: 'PCR' } as const;

/** Where the best changes with alpha. */
function changes({ measure, between, where, stretches, crossings }: AlphaContest): string[] {
  const [only] = stretches;
  if (!only) return [];
  const what =
    between === 'platforms' ? `of the platforms${named(where)}` : `${named(where).trim() || 'of all'}`;
  const subject = `By ${MEASURED[measure]}, ${what.trim()}`;
  if (crossings.length === 0) return [`${subject}, ${only.best} has the highest mean at every alpha.`];
  const told = crossings.map(({ alpha, before, after, unsure }) => {
    const [low, high] = unsure ?? [alpha, alpha];
    const sure =
      unsure === null || high - low < 0.0005 ? '' : ` (cannot tell from ${short(low)} to ${short(high)})`;
    return `${before} below alpha ${short(alpha)} and ${after} above it${sure}`;
  });
  return [`${subject}, the best is ${told.join(', then ')}.`];
}

/** Over what part of the ranges a claim holds. */
export function held({ text, shares, holds95, divide }: ClaimStudy, inputs: readonly Input[]): string {
  const said = text.charAt(0).toUpperCase() + text.slice(1);
  const rest = (
    [
      ['even', 'no difference at all at'],
      ['undecided', 'cannot tell at'],
      ['fails', 'fails at'],
    ] as const
  )
    .filter(([one]) => shares[one] > 0)
    .map(([one, words]) => `${words} ${percent(shares[one])}`);
  const first = `${said}: holds at ${percent(shares.holds)} of the points (95 % interval ${range(holds95)})${rest.length > 0 ? `, ${rest.join(', ')}` : ''}`;
  if (!divide || divide.ofOthers - divide.ofHolding < 0.3) return `${first}.`;
  const input = inputs.find(({ path }) => path === divide.variable);
  const name = divide.variable === LOAD ? 'offered load' : input!.name;
  return `${first}. Of the points where it does not, ${percent(divide.ofOthers)} have ${name} ${divide.above ? 'above' : 'below'} ${amountText(divide.at, divide.variable === LOAD ? '' : input!.unit)}; of those where it does, ${percent(divide.ofHolding)}.`;
}

function named(labels: Labels): string {
  const values = Object.values(labels).map(String);
  return values.length === 0 ? '' : ` (${values.join(', ')})`;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function percent(share: number): string {
  return `${Math.round(Math.max(0, share) * 100)} %`;
}

function range(interval: readonly [number, number] | null): string {
  if (!interval) return 'none';
  const [low, high] = interval.map((share) => Math.round(Math.max(0, share) * 100));
  return `${low} to ${high}`;
}

function short(alpha: number): string {
  return String(Number(alpha.toFixed(3)));
}
