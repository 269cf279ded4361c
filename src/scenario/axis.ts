/** The varied nodes of a file, and the labels of their values. */
import { mistake, type Mistake } from './mistake.ts';
import { keys, plain, type Node } from './node.ts';
import type { Label, Plain } from './scenario.ts';
import type { Span } from './span.ts';
import { instead } from './suggestion.ts';

interface AxisValue {
  readonly label: Label;
  readonly node: Node;
}

export interface VariedNode {
  readonly path: string;
  /** Where the path is written in the file. */
  readonly at: Span;
  readonly values: readonly AxisValue[];
}

/** Reads `vary`. `fields` are the top-level keys that make up a cell. */
export function variedNodes(
  vary: Node,
  fields: readonly string[],
): { readonly axes: readonly VariedNode[]; readonly mistakes: readonly Mistake[] } {
  const axes: VariedNode[] = [];
  const mistakes: Mistake[] = [];
  if (vary.kind !== 'mapping') {
    if (vary.kind === 'scalar' && vary.value === null) return { axes, mistakes };
    const allowed = 'paths, each with a list of values or a mapping of names to values';
    return { axes, mistakes: [mistake(vary.span, 'vary', 'is not a mapping', { allowed })] };
  }
  for (const [written, { key, value }] of vary.entries) {
    const path = keys(written).join('.');
    const wrong = (message: string, span: Span = key, hints = {}): unknown =>
      mistakes.push(mistake(span, `vary.${written}`, message, hints));
    const [head] = keys(path);
    if (!fields.includes(head!))
      wrong(`${path === head ? '' : `${head} `}cannot be varied`, key, instead(head!, fields));
    if (axes.some((axis) => axis.path === path)) wrong('is varied twice');
    const values = valuesOf(value);
    if (typeof values === 'string') wrong(values, value.span, { allowed: ALLOWED });
    else {
      const seen = new Set<string>();
      for (const { label, node } of values) {
        if (seen.has(String(label))) wrong(`two values are both called ${label}`, node.span);
        seen.add(String(label));
      }
      axes.push({ path, at: key, values });
    }
  }
  return { axes, mistakes };
}

const ALLOWED = 'a list of values, or a mapping of names to values';

function valuesOf(node: Node): readonly AxisValue[] | string {
  if (node.kind === 'scalar') return 'is not a list of values';
  if (node.kind === 'list') {
    return node.items.length === 0 ? 'has no values' : labelled(node.items);
  }
  if (node.entries.has('kind')) return 'is one value, not several';
  if (node.entries.size === 0) return 'has no values';
  return [...node.entries.values()].map(({ label, value }) => ({ label, node: value }));
}

/** Labels of values without a name: the value itself; for plugins the kind, if it is unique. */
function labelled(items: readonly Node[]): readonly AxisValue[] {
  const values = items.map(plain);
  const simple = values.map((value) => nameOf(value));
  const texts = simple.map((name, i) => {
    const unique = name !== null && simple.filter((other) => String(other) === String(name)).length === 1;
    return unique || isScalar(values[i]!) ? name! : compact(values[i]!);
  });
  const usable = (text: Label, i: number): boolean =>
    typeof text !== 'string' || (text !== '' && text.length <= LONGEST && texts.indexOf(text) === i);
  // If one of them has no usable short text, all are numbered.
  const numbered = !texts.every((text, i) => isScalar(values[i]!) || usable(text, i));
  return items.map((node, i) => {
    const label = numbered && !isScalar(values[i]!) ? `value ${i + 1}` : texts[i]!;
    return { label, node };
  });
}

/** Characters of a label. */
const LONGEST = 60;

function isScalar(value: Plain): value is Label | null {
  return typeof value !== 'object' || value === null;
}

function nameOf(value: Plain): Label | null {
  if (value === null || value === '') return String(value) || 'empty';
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return null;
  const { kind, name } = value as Readonly<Record<string, Plain>>;
  return typeof name === 'string' ? name : typeof kind === 'string' ? kind : null;
}

/** `poisson rate=0.45/s`, `[1, 2]`. */
function compact(value: Plain): string {
  if (isScalar(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(compact).join(', ')}]`;
  return Object.entries(value as Readonly<Record<string, Plain>>)
    .map(([key, part]) => (key === 'kind' ? compact(part) : `${key}=${compact(part)}`))
    .join(' ');
}
