/** Parses `--set path=value` and `--vary path=v1,v2` to nodes, so that mistakes are shown like those of a file. */
import { parse } from './yaml.ts';
import { mistake, type Mistake } from './mistake.ts';
import type { MapEntry, ListNode, Mapping, Node } from './node.ts';
import type { Span, Text } from './span.ts';

export interface Option {
  readonly path: string;
  readonly pathSpan: Span;
  readonly node: Node;
}

export type Read =
  { readonly option: Option; readonly mistakes?: never } | { readonly mistakes: readonly Mistake[] };

/** One value in YAML, of which JSON is a subset. */
export function setting(written: string): Read {
  return split('--set', 'fleet.0.count=3', written, value);
}

/** Several values: `10s,60s`, `[10s, 60s]`, `low:1/s,high:2/s` or `{ low: 1/s, high: 2/s }`. */
export function variation(written: string): Read {
  return split('--vary', 'strategy=random,loadAware', written, values);
}

/** An option that is a value by itself, such as `--seed 7`. */
export function flag(
  name: string,
  written: string,
): { readonly node: Node; readonly mistakes: readonly Mistake[] } {
  const text: Text = { file: name, text: `${name} ${written}`, option: true };
  return value(text, name.length + 1, text.text.length);
}

type Values = { readonly node: Node; readonly mistakes: readonly Mistake[] };

function split(
  file: string,
  example: string,
  written: string,
  read: (text: Text, start: number, end: number) => Values,
): Read {
  const text: Text = { file, text: `${file} ${written}`, option: true };
  const start = file.length + 1;
  const equals = text.text.indexOf('=', start);
  const path = text.text.slice(start, equals < 0 ? undefined : equals).trim();
  const pathSpan: Span = { text, start, end: equals < 0 ? text.text.length : equals };
  if (equals < 0 || path === '') {
    return {
      mistakes: [
        mistake(pathSpan, '', 'needs a path and a value', { allowed: `for instance ${file} ${example}` }),
      ],
    };
  }
  const { node, mistakes } = read(text, equals + 1, text.text.length);
  return mistakes.length > 0 ? { mistakes } : { option: { path, pathSpan, node } };
}

function value(text: Text, start: number, end: number): Values {
  const { node, mistakes } = parse(text, start, end);
  return { node: node ?? { kind: 'scalar', value: null, span: { text, start, end } }, mistakes };
}

function values(text: Text, start: number, end: number): Values {
  const span: Span = { text, start, end };
  const pieces = commas(text.text, start, end);
  if (pieces.length === 1) {
    const whole = value(text, start, end);
    const isOne = whole.node.kind === 'mapping' && whole.node.entries.has('kind');
    if (whole.node.kind !== 'scalar' && !isOne) return whole;
  }
  const read = pieces.map((piece) => named(text, piece));
  const mistakes = read.flatMap((one) => one.mistakes);
  const names = read.filter((one) => one.name !== null);
  if (names.length === 0) {
    const list: ListNode = { kind: 'list', items: read.map((one) => one.node), span };
    return { node: list, mistakes };
  }
  const entries = new Map<string, MapEntry>();
  for (const { name, node, at } of read) {
    if (name === null) mistakes.push(mistake(at, '', 'has no name, but others do: name:value,name:value'));
    else if (entries.has(name)) mistakes.push(mistake(at, '', 'this name was given before'));
    else entries.set(name, { key: at, label: name, value: node });
  }
  const mapping: Mapping = { kind: 'mapping', entries, span };
  return { node: mapping, mistakes };
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** `name:value`, or just a value. A name starts with a letter, so that `{...}` and numbers are values. */
function named(
  text: Text,
  { start, end }: Piece,
): Values & { readonly name: string | null; readonly at: Span } {
  const match = /^\s*([A-Za-z][\w-]*):(?!\/\/)/.exec(text.text.slice(start, end));
  const from = match ? start + match[0].length : start;
  const read = value(text, from, end);
  return { ...read, name: match?.[1] ?? null, at: { text, start, end: match ? from - 1 : end } };
}

/** Splits at commas outside of brackets and quotes. */
function commas(text: string, start: number, end: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  let quote = '';
  let from = start;
  for (let i = start; i < end; i++) {
    const c = text[i]!;
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '[' || c === '{') depth++;
    else if (c === ']' || c === '}') depth--;
    else if (c === ',' && depth === 0) {
      pieces.push({ start: from, end: i });
      from = i + 1;
    }
  }
  return [...pieces, { start: from, end }];
}
