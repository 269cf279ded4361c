/** Every combination of the varied values, each checked as a scenario of its own. */

import type { VariedNode } from './axis.ts';
import { check, type Purchase } from './check.ts';
import { located } from './locate.ts';
import { mistake, type Mistake } from './mistake.ts';
import { child, isWritten, keys, replace, type MapEntry, type Mapping, type Node } from './node.ts';
import type { Problem } from './problem.ts';
import { Rehearsal } from './rehearsal.ts';
import type { Cell, Scenario } from './scenario.ts';
import type { FileSection, Sections } from './section.ts';
import { taken, untaken, type Untaken } from './takes.ts';
const MOST = 100_000;

export interface ReadCells {
  readonly cells: readonly Cell[];
  readonly mistakes: readonly Mistake[];
}

export interface CellOptions {
  readonly name: string;
  readonly axes: readonly VariedNode[];
  readonly sections: Sections;
  /** False when the file has mistakes: checks between parts are then skipped. */
  readonly sound: boolean;
  readonly purchase: Purchase;
}

export function makeCells(root: Mapping, options: CellOptions): ReadCells {
  const { name, axes, sections, sound, purchase } = options;
  const total = axes.reduce((product, { values }) => product * values.length, 1);
  if (total > MOST) {
    const message = `makes ${total} cells of all combinations`;
    return {
      cells: [],
      mistakes: [mistake(axes.at(-1)!.at, 'vary', message, { allowed: `${MOST} at most` })],
    };
  }
  const loom = new Loom(root, axes, sections);
  const rehearsal = new Rehearsal();
  const cells: Cell[] = [];
  for (let index = 0; index < total; index++) {
    const chosen = places(index, axes);
    const scenario = loom.scenario(name, chosen);
    if (!scenario || !sound) continue;
    const written = (key: string): boolean => isWritten(loom.node(key, chosen));
    const problems = check(scenario, written, purchase);
    const refused = rehearsal.problems(scenario, problems);
    if (problems.length + refused.length > 0) loom.report([...problems, ...refused], chosen);
    const labels = axes.map(({ path, values }, axis) => [path, values[chosen[axis]!]!.label] as const);
    cells.push({ labels: Object.fromEntries(labels), scenario });
  }
  loom.unreached(axes);
  return { cells, mistakes: loom.mistakes };
}

/** The index of each axis's value for a cell; the first axis varies slowest. */
function places(index: number, axes: readonly VariedNode[]): readonly number[] {
  const chosen: number[] = new Array<number>(axes.length);
  let rest = index;
  for (let axis = axes.length - 1; axis >= 0; axis--) {
    const size = axes[axis]!.values.length;
    chosen[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return chosen;
}

/** Puts the varied values into the file, section by section; equal sections are built once. */
class Loom {
  readonly mistakes: Mistake[] = [];
  readonly #root: Mapping;
  readonly #sections: Sections;
  /** The axes within each section, deeper ones last, so that a nested axis is applied after the outer one. */
  readonly #inside: ReadonlyMap<string, readonly (VariedNode & { readonly axis: number })[]>;
  readonly #nodes: Map<string, Node | undefined> = new Map();
  readonly #told: Set<FileSection> = new Set();
  /** For nested axes: whether any value has the path, and the alternatives where none has. */
  readonly #reached: Map<string, boolean> = new Map();
  readonly #names: Map<string, Untaken[]> = new Map();

  constructor(root: Mapping, axes: readonly VariedNode[], sections: Sections) {
    this.#root = root;
    this.#sections = sections;
    const byDepth = axes
      .map((varied, axis) => ({ ...varied, axis }))
      .sort((a, b) => keys(a.path).length - keys(b.path).length);
    this.#inside = new Map(
      sections.keys.map((key) => [key, byDepth.filter(({ path }) => keys(path)[0] === key)]),
    );
    for (const key of sections.keys) this.#original(key);
  }

  /** Checks the value written under a varied node, although it is never used. */
  #original(key: string): void {
    const node = child(this.#root, key);
    if (this.#inside.get(key)!.length === 0 || !isWritten(node)) return;
    const problems = this.#sections.read(key, node).problems.filter(({ of }) => of !== 'missing');
    this.mistakes.push(...problems.map((problem) => located(this.#root, problem)));
  }

  /** Null when a section has mistakes, which are then reported. */
  scenario(name: string, chosen: readonly number[]): Scenario | null {
    const parts: Record<string, unknown> = { name };
    let sound = true;
    for (const key of this.#sections.keys) {
      const section = this.#sections.read(key, this.node(key, chosen));
      if (section.problems.length > 0) {
        sound = false;
        if (!this.#told.has(section)) this.report(section.problems, chosen);
        this.#told.add(section);
      }
      parts[key] = section.value;
    }
    return sound ? (parts as unknown as Scenario) : null;
  }

  report(problems: readonly Problem[], chosen: readonly number[]): void {
    const root = this.#rootOf(chosen);
    this.mistakes.push(...problems.map((problem) => located(root, problem)));
  }

  node(key: string, chosen: readonly number[]): Node | undefined {
    const inside = this.#inside.get(key)!;
    if (inside.length === 0) return child(this.#root, key);
    const id = `${key} ${inside.map(({ axis }) => chosen[axis]).join(' ')}`;
    if (!this.#nodes.has(id)) this.#nodes.set(id, this.#woven(key, inside, chosen));
    return this.#nodes.get(id);
  }

  #woven(
    key: string,
    inside: readonly (VariedNode & { readonly axis: number })[],
    chosen: readonly number[],
  ): Node | undefined {
    let node: Node = this.#root;
    for (const { path, at, values, axis } of inside) {
      const value = values[chosen[axis]!]!.node;
      // A nested axis applies to the values that have its path, like `--set`.
      if (inside.some((outer) => path.startsWith(`${outer.path}.`))) {
        const made = taken(node, keys(path), value, at);
        this.#reached.set(path, this.#reached.get(path) === true || made.root !== null);
        if (made.root) node = made.root;
        else this.#names.set(path, [...(this.#names.get(path) ?? []), made]);
        continue;
      }
      const made = replace(node, keys(path), value, at);
      if ('why' in made) {
        const reached = keys(path).slice(0, made.steps).join('.');
        this.mistakes.push(
          mistake(at, `vary.${path}`, `nothing is at this path: in ${reached}, ${made.why}`),
        );
      } else node = made;
    }
    return child(node, key);
  }

  /** Reports nested axes whose path no value has. */
  unreached(axes: readonly VariedNode[]): void {
    for (const { path, at } of axes) {
      if (this.#reached.get(path) !== false) continue;
      const outer = axes.filter((one) => path.startsWith(`${one.path}.`)).at(-1)!;
      const { message, hints } = untaken(path, outer.path, this.#names.get(path)!);
      this.mistakes.push(mistake(at, `vary.${path}`, message, hints));
    }
  }

  #rootOf(chosen: readonly number[]): Mapping {
    const entries = new Map<string, MapEntry>(this.#root.entries);
    for (const [key, inside] of this.#inside) {
      const value = inside.length > 0 && this.node(key, chosen);
      if (!value) continue;
      const entry = entries.get(key);
      entries.set(key, { key: entry?.key ?? inside[0]!.at, label: key, value });
    }
    return { ...this.#root, entries };
  }
}
