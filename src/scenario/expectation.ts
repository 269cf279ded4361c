/** Reads the expectations of a file and checks them against its axes and the metrics. */
import { z } from 'zod';
import { DEFINITIONS, metricOf } from '../metrics/definitions.ts';
import type { Labels } from '../results.ts';
import type { LeftOut } from '../expected.ts';
import { expectation } from './expectationFields.ts';
import { located } from './locate.ts';
import type { Mistake } from './mistake.ts';
import { plain, type Node } from './node.ts';
import { problems, type Problem } from './problem.ts';
import type { VariedNode } from './axis.ts';
import type { Axis, Claim, Expect, Label, Plain } from './scenario.ts';
import { instead } from './suggestion.ts';

type WrittenLabels = Readonly<Record<string, Label | null>>;

interface Written {
  readonly metric: string;
  readonly where: WrittenLabels;
  readonly of: WrittenLabels;
  readonly lessThan?: number | WrittenLabels;
  readonly greaterThan?: number | WrittenLabels;
  readonly within?: [number, number];
  readonly text?: string;
}

const RELATIONS = ['lessThan', 'greaterThan', 'within'] as const;

interface Said extends Problem {
  /** The axis it refers to, or probably meant. */
  readonly axis?: string | undefined;
}

/** What expectations are checked against. */
interface ExpectationContext {
  readonly axes: readonly Axis[];
  /** The axes of the file, before options. */
  readonly before: readonly VariedNode[];
  /** Values of nodes that are no longer varied, by the file's labels. */
  readonly fixed: ReadonlyMap<string, Label | null>;
  /** Axes that already have mistakes: mistakes of expectations about them would only follow from these. */
  readonly doubtful: (axis: string) => boolean;
  /** Whether some cell has the metric. */
  readonly has: (metric: string) => boolean;
}

export function expectations(
  root: Node,
  node: Node,
  compared: ExpectationContext,
): {
  readonly expect: readonly Expect[];
  readonly leftOut: readonly LeftOut[];
  readonly mistakes: readonly Mistake[];
} {
  const schema = z.strictObject({ expect: z.array(expectation).default([]) });
  const value: Plain = { expect: plain(node) ?? [] };
  const result = schema.safeParse(value, { reportInput: true, jitless: true });
  if (!result.success) {
    const found = problems(schema, result.error.issues, value);
    return { expect: [], leftOut: [], mistakes: found.map((problem) => located(root, problem)) };
  }
  const all = result.data.expect as unknown as readonly Written[];
  const made = all.map((written, i) => new Reading(compared).read(written, ['expect', i]));
  const own = made.flatMap(({ found }) =>
    found.filter(({ axis }) => axis === undefined || !compared.doubtful(axis)),
  );
  return {
    expect: made.flatMap(({ expect, missing }) => (missing.size > 0 ? [] : [expect])),
    leftOut: made.flatMap(({ expect, missing }) =>
      missing.size > 0 ? [{ text: expect.text, missing: Object.fromEntries(missing) }] : [],
    ),
    mistakes: own.map((problem) => located(root, problem)),
  };
}

interface Made {
  readonly expect: Expect;
  readonly found: readonly Said[];
  readonly missing: ReadonlyMap<string, readonly Label[]>;
}

class Reading {
  readonly #compared: ExpectationContext;
  readonly #found: Said[] = [];
  readonly #missing: Map<string, Label[]> = new Map();

  constructor(compared: ExpectationContext) {
    this.#compared = compared;
  }

  read(written: Written, path: Problem['path']): Made {
    const found = this.#found;
    const { metric, text } = written;
    const names = DEFINITIONS.map(({ name }) => name);
    if (!names.includes(metric))
      this.#wrong([...path, 'metric'], `no metric is called ${metric}`, instead(metric, names));
    else if (!this.#compared.has(metric))
      this.#wrong(
        [...path, 'metric'],
        `no cell has ${metric}: the part of the scenario that it measures is missing`,
        { allowed: `with ${metricOf(metric).switch ?? 'a part that has it'}` },
      );
    const where = this.#selector(written.where, [...path, 'where']);
    const of = this.#selector(written.of, [...path, 'of']);
    const claim = this.#claim(written, path);
    for (const axis of Object.keys(of))
      if (Object.hasOwn(where, axis) && where[axis] !== of[axis])
        this.#wrong([...path, 'of', axis], `asks for ${of[axis]}, where for ${where[axis]}: no cell is both`);
    if (found.length === 0 && claim.kind !== 'within' && typeof claim.than === 'object')
      this.#notItself(claim as Against, { ...where, ...of }, path);
    const said = text ?? sentence(metric, written.where, written.of, claimWritten(written, claim));
    return { expect: { text: said, metric, where, of, claim }, found, missing: this.#missing };
  }

  #notItself({ kind, than }: Against, judged: Labels, path: Problem['path']): void {
    const same = Object.keys(than).every((axis) => judged[axis] === than[axis]);
    const open = Object.keys(than).every((axis) => !Object.hasOwn(judged, axis));
    if (this.#missing.size > 0 || !(same || open)) return;
    this.#wrong([...path, kind], 'would compare a cell with itself', {
      allowed: 'of: the labels of the cells to judge, other than these',
    });
  }

  #claim(written: Written, path: Problem['path']): Claim {
    const given = RELATIONS.filter((relation) => written[relation] !== undefined);
    if (given.length !== 1) {
      const message = given.length === 0 ? 'has no bound' : `has several bounds: ${given.join(', ')}`;
      this.#wrong(path, message, { allowed: 'exactly one of lessThan, greaterThan, within' });
    }
    const kind = given[0] ?? 'within';
    if (kind === 'within') {
      const [low, high] = written.within ?? [0, 0];
      if (low > high) this.#wrong([...path, 'within'], `${low} is above ${high}`, { allowed: '[low, high]' });
      return { kind, low, high };
    }
    const than = written[kind]!;
    if (typeof than === 'number') return { kind, than };
    if (Object.keys(than).length === 0)
      this.#wrong([...path, kind], 'names no cell', { allowed: 'a number, or labels' });
    return { kind, than: this.#selector(than, [...path, kind], true) };
  }

  /** Labels of the axes from their written form. `other` for the cell compared with. */
  #selector(written: WrittenLabels, path: Problem['path'], other = false): Labels {
    const { axes, before, fixed } = this.#compared;
    const labels: Record<string, Label> = {};
    for (const [axis, label] of Object.entries(written)) {
      const same = (one: Label): boolean => String(one) === String(label);
      const varied = axes.find((one) => one.path === axis);
      const known = varied?.labels.find(same);
      const once = before.find((one) => one.path === axis)?.values.find((value) => same(value.label));
      if (known !== undefined) labels[axis] = known;
      else if (once) {
        // A node that is no longer varied still matches if it was set to exactly that value.
        if (varied || other || fixed.get(axis) !== once.label)
          this.#missing.set(axis, [...(this.#missing.get(axis) ?? []), once.label]);
      } else this.#unknown(axis, label, varied, path);
    }
    return labels;
  }

  #unknown(axis: string, label: Label | null, varied: Axis | undefined, path: Problem['path']): void {
    const names = varied ? varied.labels.map(String) : this.#compared.axes.map((one) => one.path);
    const hints = instead(varied ? String(label) : axis, names);
    const at = [...path, axis];
    if (varied) this.#wrong(at, `no value of ${axis} is called ${label}`, { ...hints, axis });
    else this.#wrong(at, `${axis} is not varied`, { ...hints, of: 'key', axis: hints.nearest ?? axis });
  }

  #wrong(path: Problem['path'], message: string, more: Partial<Said> = {}): void {
    this.#found.push({ path, of: 'value', message, ...more });
  }
}

type Against = Extract<Claim, { readonly kind: 'lessThan' | 'greaterThan' }> & { readonly than: Labels };

/** The claim in the file's words, for a sentence: including values that are no longer compared. */
function claimWritten(written: Written, claim: Claim): Claim {
  const than = claim.kind === 'within' ? undefined : written[claim.kind];
  return typeof than === 'object' ? ({ kind: claim.kind, than } as Claim) : claim;
}

/** `cloud.tokens: strategy loadAware less than strategy random, where workload.arrivals is bursty`. */
function sentence(metric: string, where: WrittenLabels, of: WrittenLabels, claim: Claim): string {
  const listed = (labels: WrittenLabels, verb: string): string =>
    Object.entries(labels)
      .map(([axis, label]) => `${axis}${verb} ${label}`)
      .join(' and ');
  const who = Object.keys(of).length > 0 ? `${listed(of, '')} ` : '';
  const condition = Object.keys(where).length > 0 ? `, where ${listed(where, ' is')}` : '';
  return `${metric}: ${who}${claimText(claim, (labels) => listed(labels, ''))}${condition}`;
}

function claimText(claim: Claim, listed: (labels: WrittenLabels) => string): string {
  if (claim.kind === 'within') return `between ${claim.low} and ${claim.high}`;
  const relation = claim.kind === 'lessThan' ? 'less than' : 'more than';
  return `${relation} ${typeof claim.than === 'number' ? claim.than : listed(claim.than)}`;
}
