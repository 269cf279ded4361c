/** Changes one value in the text of a scenario and leaves everything else as it is, including comments. */
import { parse as parseYaml } from 'yaml';
import type { Parsed } from './yaml.ts';
import { keys, plain, reach, type ListNode, type Mapping, type Node } from './node.ts';
import type { Plain } from './scenario.ts';
import { parsedOf, placesOf, rootOf } from './where.ts';

/** A parsed text, so that several changes need only one reading. */
export interface ParsedText {
  readonly text: string;
  readonly parsed: Parsed;
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text with another value at a path. Where `vary` has values for a part of the file, all values that have the path
 * are changed: the rate of every load at once. `undefined` removes the value; the index after the last one of a list
 * appends to it. Throws a RangeError with one line when there is no such place, or when an alias shares it; the text
 * then stays as it is.
 *
 * @example
 * ```ts
 * import { edit } from 'edgewise';
 *
 * const text = 'name: one # mine\nfleet:\n  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2 } # spare\n';
 * console.log(edit(text, 'fleet.0.count', 3).split('\n')[2]); // - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 3 } # spare
 * ```
 */
export function edit(text: string, path: string, value: Plain | undefined): string {
  return edited({ text, parsed: parsedOf(text) }, path, value).text;
}

/** The same for a parsed text. */
export function edited({ text, parsed }: ParsedText, path: string, value: Plain | undefined): ParsedText {
  const root = rootOf(parsed);
  if (root === null) throw new RangeError('the text is no scenario: its YAML has to be put right first');
  const [base, ...varied] = placesOf(root, keys(path));
  const has = (steps: readonly string[]): boolean => reach(root, steps).steps === steps.length;
  const there = [base!, ...varied].filter(has);
  const places = there.length > 0 ? there : value === undefined ? [] : [base!];
  let made = text;
  // From the last to the first, so that earlier positions stay valid.
  const splices = places.map((steps) => spliceOf(text, root, steps, value));
  for (const { start, end, text: put } of splices.sort((a, b) => b.start - a.start))
    made = made.slice(0, start) + put + made.slice(end);
  const expected = places.reduce<Plain>((whole, steps) => put(whole, steps, value), plain(root));
  const after = parsedOf(made);
  const now = rootOf(after);
  if (now === null || said(plain(now)) !== said(expected))
    throw new RangeError(`${path}: cannot be changed by itself here: change it in the text`);
  return { text: made, parsed: after };
}

/** For comparison: a key without a value equals a missing key. */
const said = (value: Plain): string =>
  JSON.stringify(value, (_, part: Plain) => (part === null ? undefined : part));

function spliceOf(text: string, root: Mapping, steps: readonly string[], value: Plain | undefined): Splice {
  const found = reach(root, steps);
  const at = found.node;
  if (found.steps === steps.length) {
    const parent = reach(root, steps.slice(0, -1)).node as Mapping | ListNode;
    return value === undefined
      ? removal(text, parent, steps.at(-1)!)
      : replacement(text, parent, steps.at(-1)!, at, value);
  }
  const rest = steps.slice(found.steps);
  const key = rest[0]!;
  const inner = rest.slice(1).reduceRight<Plain>((made, step) => ({ [step]: made }), value!);
  if (at.kind === 'mapping') return entryAdded(text, at, key, inner);
  if (at.kind === 'list') return itemAdded(text, at, key, inner, rest.length);
  const own = steps.slice(0, found.steps);
  const parent = reach(root, own.slice(0, -1)).node as Mapping | ListNode;
  if (at.value === null) return replacement(text, parent, own.at(-1)!, at, { [key]: inner });
  if (!/^[a-z]\w*$/i.test(String(at.value)))
    throw new RangeError(`${own.join('.')}: ${String(at.value)} is a value by itself: it has no ${key}`);
  return replacement(text, parent, own.at(-1)!, at, { kind: at.value, [key]: inner });
}

/** Replaces a value; a block value moves to the line of its key. */
function replacement(text: string, parent: Mapping | ListNode, key: string, old: Node, value: Plain): Splice {
  const { start } = old.span;
  // A block ends after its last line.
  const end = Math.max(start, endOf(text, [old], start));
  const entry = parent.kind === 'mapping' ? parent.entries.get(key) : undefined;
  if (!entry) return { start, end, text: written(value) };
  const colon = text.indexOf(':', entry.key.end) + 1;
  const empty = start === entry.key.start || text.slice(start, end).trim() === '';
  if (empty) return { start: colon, end: colon, text: ` ${written(value)}` };
  const gap = text.slice(colon, start);
  return gap.includes('\n') && gap.trim() === ''
    ? { start: colon, end, text: ` ${written(value)}` }
    : { start, end, text: written(value) };
}

const isFlow = (text: string, { span }: Node): boolean => '{['.includes(text[span.start]!);

/** Where the last of some nodes ends, without trailing blanks. */
function endOf(text: string, nodes: readonly Node[], least: number): number {
  let end = Math.max(least, ...nodes.map(({ span }) => span.end));
  while (end > 0 && /\s/.test(text[end - 1]!)) end--;
  return end;
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function entryAdded(text: string, mapping: Mapping, key: string, value: Plain): Splice {
  const entries = [...mapping.entries.values()];
  const pair = `${written(key)}: ${written(value)}`;
  const { start, end } = mapping.span;
  if (entries.length === 0) return { start, end, text: `{ ${pair} }` };
  const last = endOf(
    text,
    entries.map((entry) => entry.value),
    Math.max(...entries.map((entry) => entry.key.end)),
  );
  if (isFlow(text, mapping)) return { start: last, end: last, text: `, ${pair}` };
  const first = Math.min(...entries.map((entry) => entry.key.start));
  const at = lineEnd(text, last);
  return { start: at, end: at, text: `\n${' '.repeat(first - lineStart(text, first))}${pair}` };
}

function itemAdded(text: string, list: ListNode, key: string, value: Plain, steps: number): Splice {
  const { items } = list;
  if (Number(key) !== items.length || steps > 1)
    throw new RangeError(
      items.length === 0 ? 'the list is empty' : `the list has items 0 to ${items.length - 1}`,
    );
  const { start, end } = list.span;
  if (items.length === 0) return { start, end, text: `[${written(value)}]` };
  const last = endOf(text, items, 0);
  if (isFlow(text, list)) return { start: last, end: last, text: `, ${written(value)}` };
  const dash = text.lastIndexOf('-', items[0]!.span.start - 1);
  const at = lineEnd(text, last);
  return { start: at, end: at, text: `\n${' '.repeat(dash - lineStart(text, dash))}- ${written(value)}` };
}

function removal(text: string, parent: Mapping | ListNode, key: string): Splice {
  const parts =
    parent.kind === 'mapping'
      ? [...parent.entries].map(([name, { key: at, value }]) => ({
          name,
          start: at.start,
          nodes: [value],
          least: at.end,
        }))
      : parent.items.map((item, i) => ({ name: String(i), start: item.span.start, nodes: [item], least: 0 }));
  const i = parts.findIndex(({ name }) => name === key);
  const { start, nodes, least } = parts[i]!;
  if (parts.length === 1) {
    const { start: from, end } = parent.span;
    return {
      start: from,
      end: endOf(text, nodes, Math.max(least, isFlow(text, parent) ? end : 0)),
      text: parent.kind === 'mapping' ? '{}' : '[]',
    };
  }
  const end = endOf(text, nodes, least);
  if (isFlow(text, parent)) {
    const next = parts[i + 1];
    if (next) return { start, end: next.start, text: '' };
    const before = parts[i - 1]!;
    return { start: endOf(text, before.nodes, before.least), end, text: '' };
  }
  const own = parent.kind === 'list' ? text.lastIndexOf('-', start - 1) : start;
  const from = lineStart(text, own);
  // The first key of an item of a list shares its line with the dash.
  if (text.slice(from, own).trim() !== '' && parts[i + 1])
    return {
      start: own,
      end: parent.kind === 'list' ? text.lastIndexOf('-', parts[i + 1]!.start - 1) : parts[i + 1]!.start,
      text: '',
    };
  return { start: from, end: Math.min(text.length, lineEnd(text, end) + 1), text: '' };
}

/** The value as YAML on one line. */
function written(value: Plain): string {
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, part]) => `${written(key)}: ${written(part)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** Whether the text reads as itself without quotes, in flow collections too. */
function isPlain(text: string): boolean {
  return (
    /^[\p{L}\p{N}.$][\p{L}\p{N} ./$%+_-]*$/u.test(text) && text.trim() === text && parseYaml(text) === text
  );
}

/** The same change made to the values: used to check the edited text. */
function put(whole: Plain, [key, ...rest]: readonly string[], value: Plain | undefined): Plain {
  if (key === undefined) return value!;
  const list = Array.isArray(whole) ? [...(whole as readonly Plain[])] : null;
  const mapping: Record<string, Plain> =
    typeof whole === 'string' ? { kind: whole } : { ...(whole as Readonly<Record<string, Plain>> | null) };
  if (rest.length === 0 && (value === undefined || value === null)) {
    if (list && value === undefined) list.splice(Number(key), 1);
    else if (list) list[Number(key)] = null;
    else delete mapping[key];
  } else if (list) list[Number(key)] = put(list[Number(key)] ?? null, rest, value);
  else mapping[key] = put(mapping[key] ?? null, rest, value);
  return list ?? mapping;
}
