/** A file as a tree with source positions. Trees are immutable: `replace` returns a new one. */
import type { Label, Plain } from './scenario.ts';
import type { Span } from './span.ts';

export interface Scalar {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | string;
  readonly span: Span;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly span: Span;
}

export interface MapEntry {
  readonly key: Span;
  /** The key as written: a number stays a number. */
  readonly label: Label;
  readonly value: Node;
}

export interface Mapping {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly span: Span;
}

export type Node = Scalar | ListNode | Mapping;

/** The value without positions. A key without a value counts as missing, so that `limits:` means the default. */
export function plain(node: Node): Plain {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  const value: Record<string, Plain> = {};
  for (const [key, entry] of node.entries) if (isWritten(entry.value)) value[key] = plain(entry.value);
  return value;
}

/** Whether there is a value. */
export function isWritten(node: Node | undefined): node is Node {
  return node !== undefined && !(node.kind === 'scalar' && node.value === null);
}

export type NodeKey = string | number;

/** The node under one key of another. */
export function child(node: Node, key: NodeKey): Node | undefined {
  if (node.kind === 'mapping') return node.entries.get(String(key))?.value;
  if (node.kind === 'list') return node.items[Number(key)];
  return undefined;
}

/** The node at a path, or the deepest one on the way to it, with the number of steps made. */
export function reach(node: Node, path: readonly NodeKey[]): { readonly node: Node; readonly steps: number } {
  let at = node;
  for (let steps = 0; steps < path.length; steps++) {
    const next = child(at, path[steps]!);
    if (!next) return { node: at, steps };
    at = next;
  }
  return { node: at, steps: path.length };
}

/** `limits.0.window` as keys. */
export function keys(path: string): readonly string[] {
  return path.replace(/\[(\d+)\]/g, '.$1').split('.');
}

export function pathText(path: readonly NodeKey[]): string {
  return path.join('.');
}

interface Refusal {
  /** Number of keys that could be followed. */
  readonly steps: number;
  readonly why: string;
}

/**
 * The tree with another node at `path`. Missing mappings on the way are created; a plugin's name on the way, as in
 * `strategy: powerOf`, becomes `{ kind: powerOf }`. `at` is the position given to new keys.
 */
export function replace(node: Node, path: readonly string[], value: Node, at: Span): Node | Refusal {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (node.kind === 'list') return replaceItem(node, key, rest, value, at);
  if (node.kind === 'scalar' && node.value !== null && !/^[a-z]\w*$/i.test(String(node.value))) {
    return { steps: 0, why: `${String(node.value)} is a value by itself` };
  }
  const mapping = node.kind === 'mapping' ? node : named(node, at);
  const entry = mapping.entries.get(key);
  const made = replace(entry?.value ?? empty(at), rest, value, at);
  if ('why' in made) return { ...made, steps: made.steps + 1 };
  const entries = new Map(mapping.entries);
  entries.set(key, { key: entry?.key ?? at, label: entry?.label ?? key, value: made });
  return { ...mapping, entries };
}

function replaceItem(
  list: ListNode,
  key: string,
  rest: readonly string[],
  value: Node,
  at: Span,
): Node | Refusal {
  const { items } = list;
  const index = /^\d{1,9}$/.test(key) ? Number(key) : Infinity;
  if (index > items.length || (index === items.length && rest.length > 0)) {
    return {
      steps: 0,
      why: items.length === 0 ? 'the list is empty' : `the list has items 0 to ${items.length - 1}`,
    };
  }
  const made = replace(items[index] ?? empty(at), rest, value, at);
  if ('why' in made) return { ...made, steps: made.steps + 1 };
  return { ...list, items: [...items.slice(0, index), made, ...items.slice(index + 1)] };
}

function empty(span: Span): Mapping {
  return { kind: 'mapping', entries: new Map(), span };
}

function named(node: Scalar, at: Span): Mapping {
  if (node.value === null) return empty(at);
  const kind: MapEntry = { key: node.span, label: 'kind', value: node };
  return { kind: 'mapping', entries: new Map([['kind', kind]]), span: node.span };
}
