/**
 * Applies options of the command line to a file. A path means the same whether or not the file varies something on it:
 * within a varied node every value that has the path is changed; a value set on the node itself, or above it, replaces
 * the variation.
 */
import { list } from '../kernel/words.ts';
import type { VariedNode } from './axis.ts';
import { NAMES } from './fields.ts';
import { mistake, type Mistake } from './mistake.ts';
import { isWritten, keys, plain, reach, replace, type MapEntry, type Mapping, type Node } from './node.ts';
import { flag, setting, variation, type Option, type Read } from './option.ts';
import type { Label } from './scenario.ts';
import type { Span } from './span.ts';
import { instead } from './suggestion.ts';
import { taken, untaken, type Untaken } from './takes.ts';
import { axesOf, writtenOf } from './where.ts';

export interface Overrides {
  /** `path=value`, each over what the file says. */
  readonly set?: readonly string[] | undefined;
  /** `path=v1,v2`, `path=name:v1,name:v2` or a list or mapping in YAML or JSON. */
  readonly vary?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly replications?: number | undefined;
}

interface Overridden {
  readonly root: Mapping;
  /** What happened to varied nodes, in words. */
  readonly changes: readonly string[];
  /** The axes as the file has them. */
  readonly before: readonly VariedNode[];
  /** The file's label of the value that a node which is no longer varied has now; null for any other value. */
  readonly fixed: ReadonlyMap<string, Label | null>;
}

export function override(file: Mapping, options: Overrides, found: Mistake[]): Overridden {
  const made = new Override(file, found);
  const vary = made.read(options.vary, variation);
  const set = made.read(options.set, setting);
  const isVary = ({ path }: Option): boolean => keys(path)[0] === 'vary';
  set.filter(isVary).forEach((one) => made.put(one));
  const wrong = (one: Option, message: string, allowed: string): unknown =>
    found.push(mistake(one.pathSpan, '', `${one.path} is ${message}`, { allowed }));
  const varied = (one: Option): number =>
    vary.findIndex(({ path }) => keys(path).join() === keys(one.path).join());
  vary.forEach((one, i) => {
    if (varied(one) === i) made.put({ ...one, path: `vary.${one.path}` });
    else wrong(one, 'varied twice', `all values in one: --vary ${one.path}=v1,v2`);
  });
  for (const one of set.filter((option) => !isVary(option))) {
    if (varied(one) >= 0) wrong(one, 'set here and varied by --vary', 'one of the two');
    else made.set(one);
  }
  for (const name of ['seed', 'replications'] as const) {
    const number = options[name];
    if (number === undefined) continue;
    const { node } = flag(`--${name}`, String(number));
    made.put({ path: name, pathSpan: node.span, node });
  }
  return made;
}

class Override implements Overridden {
  root: Mapping;
  readonly changes: string[] = [];
  readonly before: readonly VariedNode[];
  readonly fixed: Map<string, Label | null> = new Map();
  readonly #found: Mistake[];

  constructor(file: Mapping, found: Mistake[]) {
    this.root = file;
    this.#found = found;
    this.before = axesOf(this.root);
  }

  read(texts: readonly string[] = [], readOne: (text: string) => Read): Option[] {
    return texts.flatMap((text) => {
      const { option, mistakes = [] } = { option: undefined, ...readOne(text) };
      this.#found.push(...mistakes);
      return option ? [option] : [];
    });
  }

  /** Replaces exactly that node. An axis is one key of `vary`, however long its path is. */
  put({ path, pathSpan, node }: Option): void {
    const steps = keys(path);
    const axis = steps[0] === 'vary' && steps.length > 1 ? steps.slice(1).join('.') : undefined;
    const made = replace(
      this.root,
      axis === undefined ? steps : ['vary', writtenOf(this.root, axis)],
      node,
      pathSpan,
    );
    if ('why' in made) this.#refuse(pathSpan, steps.slice(0, made.steps).join('.'), made.why);
    else this.root = made as Mapping;
  }

  set(option: Option): void {
    const steps = keys(option.path);
    const path = steps.join('.');
    if (!NAMES.includes(steps[0]!)) {
      const message = `there is no ${steps[0]} in a scenario`;
      this.#found.push(mistake(option.pathSpan, '', message, instead(steps[0]!, NAMES)));
      return;
    }
    const axes = axesOf(this.root);
    const inside = axes.filter((axis) => path.startsWith(`${axis.path}.`));
    const own = axes.find((axis) => axis.path === path);
    const node = own ? named(own, option.node) : option.node;
    const reached = inside.length === 0 || this.#setInside(inside, { ...option, node });
    if (!reached) return;
    if (own) {
      this.#drop(path);
      this.fixed.set(path, labelOf(this.before.find((axis) => axis.path === path) ?? own, node));
      this.changes.push(`${path} is ${short(option)}, no longer varied`);
    }
    if (inside.length === 0) this.put({ ...option, node });
    else {
      const made = taken(this.root, steps, node, option.pathSpan);
      if (made.root) this.root = made.root as Mapping;
    }
    for (const axis of axes.filter((one) => one.path.startsWith(`${path}.`))) this.#above(axis, path, node);
  }

  /** Sets every value of the axes that has the path; false, with a mistake, when none has. */
  #setInside(axes: readonly VariedNode[], { path, pathSpan, node, ...rest }: Option): boolean {
    const missing: Untaken[] = [];
    let any = false;
    for (const axis of axes) {
      const steps = keys(path);
      const depth = keys(axis.path).length;
      const values = axis.values.map((value) => {
        const at = replace(this.root, keys(axis.path), value.node, axis.at);
        if ('why' in at) return { ...value, reached: false };
        const made = taken(at, steps, node, pathSpan);
        if (made.root === null) missing.push(made);
        const changed = made.root && reach(made.root, steps.slice(0, depth)).node;
        return changed ? { ...value, node: changed, reached: true } : { ...value, reached: false };
      });
      const reached = values.filter((one) => one.reached);
      if (reached.length === 0) continue;
      any = true;
      this.#revalue(axis.path, values);
      const where =
        reached.length === values.length && values.length > 3
          ? `every value of ${axis.path}`
          : list(reached.map(({ label }) => String(label)));
      const others = values.filter((one) => !one.reached).map(({ label }) => String(label));
      const none =
        others.length === 0 ? '' : `; ${list(others)} ${others.length === 1 ? 'has' : 'have'} none`;
      this.changes.push(`${path} is ${short({ path, pathSpan, node, ...rest })} in ${where}${none}`);
    }
    if (any) return true;
    const { message, hints } = untaken(keys(path).join('.'), axes.at(-1)!.path, missing);
    this.#found.push(mistake(pathSpan, '', message, hints));
    return false;
  }

  /** An axis below the node that was set stays if the new value has its path. */
  #above(axis: VariedNode, path: string, node: Node): void {
    const below = keys(axis.path).slice(keys(path).length);
    const says = reach(node, below).steps === below.length;
    const [first] = axis.values;
    const room =
      isWritten(node) && first && taken(this.root, keys(axis.path), first.node, axis.at).root !== null;
    if (!says && room) return;
    this.#drop(axis.path);
    const own = says ? reach(node, below).node : undefined;
    const before = this.before.find((one) => one.path === axis.path) ?? axis;
    this.fixed.set(axis.path, own ? labelOf(before, own) : null);
    this.changes.push(`${path} is set, so ${axis.path} is no longer varied`);
  }

  #drop(axis: string): void {
    const entry = this.root.entries.get('vary')!;
    const entries = new Map((entry.value as Mapping).entries);
    entries.delete(writtenOf(this.root, axis));
    this.#vary({ ...entry, value: { ...(entry.value as Mapping), entries } });
  }

  #revalue(axis: string, values: VariedNode['values']): void {
    const entry = this.root.entries.get('vary')!;
    const vary = entry.value as Mapping;
    const key = writtenOf(this.root, axis);
    const old = vary.entries.get(key)!;
    const value: Node =
      old.value.kind === 'mapping'
        ? {
            ...old.value,
            entries: new Map(
              [...old.value.entries].map(([name, one], i) => [name, { ...one, value: values[i]!.node }]),
            ),
          }
        : { kind: 'list', items: values.map(({ node }) => node), span: old.value.span };
    const entries = new Map(vary.entries).set(key, { ...old, value });
    this.#vary({ ...entry, value: { ...vary, entries } });
  }

  #vary(entry: MapEntry): void {
    this.root = { ...this.root, entries: new Map(this.root.entries).set('vary', entry) };
  }

  #refuse(span: Span, reached: string, why: string): void {
    this.#found.push(mistake(span, '', `nothing is at this path: in ${reached}, ${why}`));
  }
}

/** Resolves a name that the file gives to a value. */
function named({ values }: VariedNode, node: Node): Node {
  if (node.kind !== 'scalar') return node;
  return values.find(({ label }) => String(label) === String(node.value))?.node ?? node;
}

/** The file's label of the value, if any. */
function labelOf({ values }: VariedNode, node: Node): Label | null {
  const text = JSON.stringify(plain(node));
  return values.find((value) => JSON.stringify(plain(value.node)) === text)?.label ?? null;
}

/** Most characters of a value in a line. */
const ROOM = 60;

function short({ pathSpan: { text } }: Option): string {
  const written = text.text.slice(text.text.indexOf('=') + 1).trim();
  return written.length > ROOM ? `${written.slice(0, ROOM)}...` : written;
}
