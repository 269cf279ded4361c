/** What a file expects of its run, checked against its own axes and the metrics there are. */
import { z } from 'zod';
import { METRICS, type Labels } from '../results.ts';
import { expectation } from './fields.ts';
import { located } from './locate.ts';
import type { Mistake } from './mistake.ts';
import { plain, type Node } from './node.ts';
import { problems, type Problem } from './problem.ts';
import type { Axis, Claim, Expect, Plain } from './scenario.ts';
import { instead } from './suggestion.ts';

interface Written {
  readonly metric: string;
  readonly where: Record<string, Labels[string] | null>;
  readonly of: Record<string, Labels[string] | null>;
  readonly lessThan?: number | Record<string, Labels[string] | null>;
  readonly greaterThan?: number | Record<string, Labels[string] | null>;
  readonly within?: [number, number];
  readonly text?: string;
}

const RELATIONS = ['lessThan', 'greaterThan', 'within'] as const;

interface Said extends Problem {
  /** The axis it is about, or that was probably meant. */
  readonly axis?: string | undefined;
}

/** `doubtful` knows the axes something is wrong with already: what is wrong with what is expected of them follows from that. */
export function expectations(
  root: Node,
  node: Node,
  axes: readonly Axis[],
  doubtful: (axis: string) => boolean,
): { readonly expect: readonly Expect[]; readonly mistakes: readonly Mistake[] } {
  const schema = z.strictObject({ expect: z.array(expectation).default([]) });
  const value: Plain = { expect: plain(node) ?? [] };
  const result = schema.safeParse(value, { reportInput: true, jitless: true });
  if (!result.success) {
    const found = problems(schema, result.error.issues, value);
    return { expect: [], mistakes: found.map((problem) => located(root, problem)) };
  }
  const found: Said[] = [];
  const all = result.data.expect as unknown as readonly Written[];
  const expect = all.map((written, i) => read(written, ['expect', i], axes, found));
  const own = found.filter(({ axis }) => axis === undefined || !doubtful(axis));
  return { expect, mistakes: own.map((problem) => located(root, problem)) };
}

function read(written: Written, path: Problem['path'], axes: readonly Axis[], found: Said[]): Expect {
  const { metric, text } = written;
  const before = found.length;
  const names = METRICS.map(({ name }) => name);
  if (!names.includes(metric)) {
    const hints = instead(metric, names);
    found.push({
      path: [...path, 'metric'],
      of: 'value',
      message: `no metric is called ${metric}`,
      ...hints,
    });
  }
  const where = selector(written.where, [...path, 'where'], axes, found);
  const of = selector(written.of, [...path, 'of'], axes, found);
  const claim = claimOf(written, path, axes, found);
  for (const axis of Object.keys(of)) {
    if (Object.hasOwn(where, axis) && where[axis] !== of[axis]) {
      const message = `asks for ${of[axis]}, where for ${where[axis]}: no cell is both`;
      found.push({ path: [...path, 'of', axis], of: 'value', message });
    }
  }
  if (found.length === before && claim.kind !== 'within' && typeof claim.than === 'object') {
    const judged: Labels = { ...where, ...of };
    const same = Object.keys(claim.than).every((axis) => judged[axis] === (claim.than as Labels)[axis]);
    const open = Object.keys(claim.than).every((axis) => !Object.hasOwn(judged, axis));
    if (same || open) {
      const message = 'would compare a cell with itself';
      const allowed = 'of: the labels of the cells to judge, other than these';
      found.push({ path: [...path, claim.kind], of: 'value', message, allowed });
    }
  }
  return { text: text ?? sentence(metric, where, of, claim), metric, where, of, claim };
}

function claimOf(written: Written, path: Problem['path'], axes: readonly Axis[], found: Said[]): Claim {
  const given = RELATIONS.filter((relation) => written[relation] !== undefined);
  if (given.length !== 1) {
    const message = given.length === 0 ? 'claims nothing' : `claims several things: ${given.join(', ')}`;
    found.push({ path, of: 'value', message, allowed: 'exactly one of lessThan, greaterThan, within' });
  }
  const kind = given[0] ?? 'within';
  if (kind === 'within') {
    const [low, high] = written.within ?? [0, 0];
    if (low > high) {
      found.push({
        path: [...path, 'within'],
        of: 'value',
        message: `${low} is above ${high}`,
        allowed: '[low, high]',
      });
    }
    return { kind, low, high };
  }
  const than = written[kind]!;
  if (typeof than === 'number') return { kind, than };
  if (Object.keys(than).length === 0) {
    found.push({
      path: [...path, kind],
      of: 'value',
      message: 'names no cell',
      allowed: 'a number, or labels',
    });
  }
  return { kind, than: selector(than, [...path, kind], axes, found) };
}

/** Labels as the axes have them, by what they read as. */
function selector(
  written: Readonly<Record<string, Labels[string] | null>>,
  path: Problem['path'],
  axes: readonly Axis[],
  found: Said[],
): Labels {
  const labels: Record<string, Labels[string]> = {};
  for (const [axis, label] of Object.entries(written)) {
    const varied = axes.find((one) => one.path === axis);
    const known = varied?.labels.find((one) => String(one) === String(label));
    if (!varied) {
      const hints = instead(
        axis,
        axes.map((one) => one.path),
      );
      const message = `${axis} is not varied`;
      found.push({ path: [...path, axis], of: 'key', message, ...hints, axis: hints.nearest ?? axis });
    } else if (known === undefined) {
      const hints = instead(String(label), varied.labels.map(String));
      found.push({
        path: [...path, axis],
        of: 'value',
        message: `no value of ${axis} is called ${label}`,
        ...hints,
        axis,
      });
    } else labels[axis] = known;
  }
  return labels;
}

/** `cloud.tokens: strategy loadAware less than strategy random, where workload.arrivals is bursty`. */
function sentence(metric: string, where: Labels, of: Labels, claim: Claim): string {
  const listed = (labels: Labels, verb: string): string =>
    Object.entries(labels)
      .map(([axis, label]) => `${axis}${verb} ${label}`)
      .join(' and ');
  const who = Object.keys(of).length > 0 ? `${listed(of, '')} ` : '';
  const condition = Object.keys(where).length > 0 ? `, where ${listed(where, ' is')}` : '';
  return `${metric}: ${who}${claimText(claim, (labels) => listed(labels, ''))}${condition}`;
}

function claimText(claim: Claim, listed: (labels: Labels) => string): string {
  if (claim.kind === 'within') return `between ${claim.low} and ${claim.high}`;
  const relation = claim.kind === 'lessThan' ? 'less than' : 'more than';
  return `${relation} ${typeof claim.than === 'number' ? claim.than : listed(claim.than)}`;
}
