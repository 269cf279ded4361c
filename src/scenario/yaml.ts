/** Parses YAML text to a tree of nodes, and reports syntax errors. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node as Written,
  type Pair,
} from 'yaml';
import { mistake, type Mistake } from './mistake.ts';
import type { MapEntry, Node } from './node.ts';
import type { Label } from './scenario.ts';
import type { Span, Text } from './span.ts';

/** Most characters in a scenario file; about a second of reading. */
const LONGEST = 1_000_000;
/** Most nodes after aliases are expanded: refuses alias bombs. */
const MOST = 200_000;
const DEEPEST = 60;

export interface Parsed {
  /** Null when the YAML is too broken to continue. */
  readonly node: Node | null;
  readonly mistakes: readonly Mistake[];
}

/** Reads `text` from `start` to `end`. */
export function parse(text: Text, start = 0, end: number = text.text.length): Parsed {
  const whole: Span = { text, start, end };
  if (end - start > LONGEST) {
    const allowed = `${LONGEST} characters`;
    return { node: null, mistakes: [mistake({ ...whole, end: start }, '', 'is too long', { allowed })] };
  }
  const deep = bottom(text.text.slice(start, end));
  if (deep !== null) {
    const at = { text, start: start + deep, end: start + deep + 1 };
    return { node: null, mistakes: [mistake(at, '', TOO_DEEP)] };
  }
  let document: Document.Parsed;
  try {
    document = parseDocument(text.text.slice(start, end), {
      prettyErrors: false,
      strict: true,
      uniqueKeys: true,
      merge: true,
      version: '1.2',
      logLevel: 'error',
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { node: null, mistakes: [mistake(whole, '', TOO_DEEP)] };
  }
  return new Reader(text, start, document).read(whole);
}

class Reader {
  readonly #text: Text;
  readonly #offset: number;
  readonly #document: Document.Parsed;
  readonly #mistakes: Mistake[] = [];
  readonly #made: Map<Written, Made> = new Map();
  #aborted = false;

  constructor(text: Text, offset: number, document: Document.Parsed) {
    this.#text = text;
    this.#offset = offset;
    this.#document = document;
  }

  read(whole: Span): Parsed {
    const { errors, warnings, contents } = this.#document;
    const lines = new Set<number>();
    for (const { code, pos, message } of [...errors, ...warnings]) {
      const one = mistake(this.#span(pos), '', SAID[code] ?? plainly(message));
      // Further errors on the same line mostly follow from the first.
      if (!lines.has(one.line)) this.#mistakes.push(one);
      lines.add(one.line);
    }
    const broken = errors.some(({ code }) => code !== 'DUPLICATE_KEY') || warnings.length > 0;
    if (broken) return { node: null, mistakes: this.#mistakes };
    if (contents === null) return { node: { kind: 'scalar', value: null, span: whole }, mistakes: [] };
    const { node } = this.#make(contents, '', 0);
    return { node: this.#aborted ? null : node, mistakes: this.#mistakes };
  }

  #span([start, end]: readonly [number, number, ...unknown[]]): Span {
    return { text: this.#text, start: this.#offset + start, end: this.#offset + end };
  }

  #wrong(span: Span, path: string, message: string): void {
    this.#mistakes.push(mistake(span, path, message));
  }

  #make(written: Written, path: string, depth: number): Made {
    const span = this.#span(written.range!);
    const nothing: Made = { node: { kind: 'scalar', value: null, span }, size: 1 };
    if (this.#aborted) return nothing;
    if (depth > DEEPEST) return this.#abort(span, path, `is nested deeper than ${DEEPEST} levels`, nothing);
    if (isAlias(written)) {
      const target = written.resolve(this.#document);
      if (!target) this.#wrong(span, path, `no anchor &${written.source} was set before this`);
      const made = target && this.#made.get(target);
      if (target && !made) this.#wrong(span, path, `*${written.source} refers to itself`);
      return made ? { ...made, node: { ...made.node, span } } : nothing;
    }
    const made = this.#collect(written, span, path, depth);
    if (made.size > MOST) {
      return this.#abort(span, path, `has more than ${MOST} values once its aliases are expanded`, nothing);
    }
    this.#made.set(written, made);
    return made;
  }

  #collect(written: Written, span: Span, path: string, depth: number): Made {
    if (isMap(written)) return this.#mapping(written.items, span, path, depth);
    if (isSeq(written)) {
      const items = written.items.map((item, i) => this.#make(item as Written, join(path, i), depth + 1));
      return { node: { kind: 'list', items: items.map(({ node }) => node), span }, size: total(items) };
    }
    const value = isScalar(written) ? written.value : undefined;
    const known = value === null || ['string', 'number', 'boolean'].includes(typeof value);
    if (!known) this.#wrong(span, path, 'is neither text, a number, true, false, a list nor a mapping');
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.#wrong(span, path, `${this.#text.text.slice(span.start, span.end)} is not a finite number`);
    }
    return { node: { kind: 'scalar', value: known ? (value as Scalar) : null, span }, size: 1 };
  }

  #mapping(pairs: readonly Pair[], span: Span, path: string, depth: number): Made {
    const entries = new Map<string, MapEntry>();
    const merged = new Map<string, MapEntry>();
    const sizes: Made[] = [];
    for (const pair of pairs) {
      const key = pair.key as Written;
      const at = key.range ? this.#span(key.range) : span;
      const label = isScalar(key) ? key.value : undefined;
      const name = typeof label === 'symbol' ? '<<' : String(label);
      const nothing: Made = { node: { kind: 'scalar', value: null, span: at }, size: 1 };
      const made = pair.value ? this.#make(pair.value as Written, join(path, name), depth + 1) : nothing;
      sizes.push(made);
      if (name === '<<') this.#merge(made.node, join(path, name), merged);
      else if (!isLabel(label) || name === '' || name === '__proto__')
        this.#wrong(at, path, 'cannot be a key');
      else entries.set(name, { key: at, label, value: made.node });
    }
    for (const [name, entry] of merged) if (!entries.has(name)) entries.set(name, entry);
    return { node: { kind: 'mapping', entries, span }, size: total(sizes) };
  }

  /** Merges `<<`: keys written beside it take precedence, then the earlier sources. */
  #merge(node: Node, path: string, into: Map<string, MapEntry>): void {
    for (const from of node.kind === 'list' ? node.items : [node]) {
      if (from.kind !== 'mapping')
        this.#wrong(from.span, path, 'has to be an alias of a mapping, or a list of them');
      else for (const [name, entry] of from.entries) if (!into.has(name)) into.set(name, entry);
    }
  }

  #abort(span: Span, path: string, message: string, instead: Made): Made {
    this.#wrong(span, path, message);
    this.#aborted = true;
    return instead;
  }
}

type Scalar = null | boolean | number | string;

interface Made {
  readonly node: Node;
  /** Number of values, with aliases expanded. */
  readonly size: number;
}

function total(parts: readonly Made[]): number {
  return parts.reduce((sum, { size }) => sum + size, 1);
}

function join(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}

function isLabel(value: unknown): value is Label {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}

/** Nesting depth at which the parser would run out of stack after seconds. */
const BOTTOMLESS = 1000;

/** Where that depth is exceeded. */
function bottom(text: string): number | null {
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + ('[{'.includes(mark) ? 1 : -1));
    if (depth > BOTTOMLESS) return index;
  }
  const dashes = text.indexOf('- '.repeat(BOTTOMLESS));
  return dashes < 0 ? null : dashes;
}

/** The message when the parser ran out of stack. */
const TOO_DEEP = 'is nested too deeply to be read';

function plainly(message: string): string {
  if (message.includes('call stack')) return TOO_DEEP;
  const [, closing] = /(?:map|sequence).* end with a ([\]}])/.exec(message) ?? [];
  return closing === undefined ? message : `a bracket before this is not closed: ${closing} is missing`;
}

/** Plainer words for some of the parser's messages. */
const SAID: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key is already in the mapping',
  TAB_AS_INDENT: 'a tab cannot indent: use spaces',
  MULTIPLE_DOCS: 'a second document starts here: a scenario is one',
  BLOCK_AS_IMPLICIT_KEY:
    'a second `key: value` on one line: put it on its own line, or in { }, or quote the text',
  MULTILINE_IMPLICIT_KEY: 'a key has to be on one line, followed by a colon',
  BAD_ALIAS: 'not a good name for an alias: quote text that starts with *',
  BAD_SCALAR_START: 'text cannot start with this character: quote it',
};
