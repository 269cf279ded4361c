/** Reads the text of a scenario file: the resolved scenario, or all mistakes at once. */
import { z } from 'zod';
import type { Catalogue } from '../catalog/catalog.ts';
import { shipped } from '../catalog/shipped.ts';
import { metricOf } from '../metrics/definitions.ts';
import { variedNodes } from './axis.ts';
import { makeCells } from './cells.ts';
import { parse, type Parsed } from './yaml.ts';
import { expectations } from './expectation.ts';
import { CELL, NAMES, PLANNING, RUN } from './fields.ts';
import { located } from './locate.ts';
import { measured } from './measured.ts';
import { mistake, ScenarioError, type Mistake } from './mistake.ts';
import { child, isWritten, keys, plain, type Mapping, type Node } from './node.ts';
import { override, type Overrides } from './override.ts';
import { checkPlanning, isEdgeOnly } from './planning.ts';
import { problems, type Problem } from './problem.ts';
import { OVERFLOW } from './regionFields.ts';
import { hasRegions, makeWorldCells } from './regions.ts';
import { Rehearsal } from './rehearsal.ts';
import { resolvedText } from './resolvedText.ts';
import type { Cell, Plain, ScenarioFile, Planning } from './scenario.ts';
import { Sections, type FileSection } from './section.ts';
import { holds, type Span } from './span.ts';
import { insteadOfKey } from './suggestion.ts';
import { warnings } from './warning.ts';

/** Options for reading the text of a scenario. */
export interface ReadOptions extends Overrides {
  /** What messages call the file. */
  readonly file: string;
  /** Where names of profiles are looked up: by default the catalogue of the package. */
  readonly catalogue?: Catalogue | undefined;
  /** The parsed text, if there is one already. */
  readonly parsed?: Parsed;
}

/**
 * Throws only a ScenarioError, with every mistake in the file and in the options.
 *
 * @example
 * ```ts
 * import { read, ScenarioError } from 'edgewise';
 *
 * try {
 *   read('name: oops\nduration: 1h\nworkload: { arrivals: { kind: poison, rate: 1/s }, prompt: 9, output: 9 }\nfleet: []', {
 *     file: 'oops.yaml',
 *   });
 * } catch (error) {
 *   if (!(error instanceof ScenarioError)) throw error;
 *   for (const { line, column, nearest } of error.mistakes) console.log(line, column, nearest); // 3 31 poisson
 * }
 * ```
 */
export function read(text: string, options: ReadOptions): ScenarioFile {
  const written = { file: options.file, text, option: false };
  const { node, mistakes } = options.parsed ?? parse(written);
  const found: Mistake[] = [...mistakes];
  if (node?.kind !== 'mapping') {
    const empty = node?.kind === 'scalar' && node.value === null;
    const at = node?.span.start ?? 0;
    const start: Span = { text: written, start: at, end: at + 1 };
    const hints = { allowed: `a mapping with name, workload and fleet` };
    if (node) found.push(mistake(start, '', empty ? 'is empty' : 'is not a scenario', hints));
    throw new ScenarioError(found);
  }
  const laid = override(node, options, found);
  const { changes, before, fixed } = laid;
  const bought = new Sections(PLANNING, options.catalogue ?? shipped).read('plan', child(laid.root, 'plan'));
  const root = bought.value === null ? laid.root : withFleet(laid.root);
  const meant = unknownNames(root, found);
  const run = general(root, found);
  const vary = child(root, 'vary') ?? nothing(root);
  const world = hasRegions(root);
  const fields = world ? { ...CELL, ...OVERFLOW } : CELL;
  const varied = variedNodes(vary, Object.keys(fields));
  found.push(...varied.mistakes);
  const sections = new Sections(fields, options.catalogue ?? shipped);
  const sound = mistakes.length === 0;
  const purchase = {
    bought: bought.value !== null,
    edgeOnly: isEdgeOnly(bought.value as Planning | null | undefined),
  };
  const cell = { name: run.name, axes: varied.axes, sections, sound, purchase };
  const made = world ? makeWorldCells(root, cell) : makeCells(root, cell);
  const alone = world ? undefined : root.entries.get('overflow');
  if (alone && isWritten(alone.value))
    found.push(
      mistake(alone.key, 'overflow', 'is between regions, and there are none', { allowed: 'regions' }),
    );
  found.push(...made.mistakes);
  const strategyWritten = isWritten(child(root, 'strategy'));
  const planning = planned(root, made.cells, bought, strategyWritten, found);
  const axes = varied.axes.map(({ path, values }) => ({ path, labels: values.map(({ label }) => label) }));
  const {
    expect,
    leftOut,
    mistakes: unexpected,
  } = expectations(root, child(root, 'expect') ?? nothing(root), {
    axes,
    before,
    fixed,
    doubtful: (axis) => wrongInside(vary, axis, found),
    // Nothing is reported about cells that could not be built.
    has: (metric) =>
      found.length > 0 || made.cells.some(({ scenario }) => measured(scenario, metricOf(metric))),
  });
  found.push(...unexpected);
  // A missing key is not reported where a misspelt one was meant to be it.
  const told = found.filter(({ missing }) => missing === null || !meant.includes(missing));
  if (told.length > 0) throw new ScenarioError(sorted(told, mistakes));
  const whole = {
    ...run,
    axes,
    cells: made.cells,
    expect,
    ...(planning && { planning }),
    ...(changes.length > 0 && { changes }),
    ...(leftOut.length > 0 && { leftOut }),
  };
  let resolved: string | undefined;
  return {
    ...whole,
    // Lazy: writing the text takes as long as reading the file.
    get text() {
      return (resolved ??= resolvedText(whole, strategyWritten));
    },
    warnings: warnings(whole),
  };
}

/** The plan section; undefined when it is missing or wrong. */
function planned(
  root: Mapping,
  cells: readonly Cell[],
  { value, problems: wrong }: FileSection,
  strategyWritten: boolean,
  found: Mistake[],
): Planning | undefined {
  found.push(...wrong.map((problem) => located(root, problem)));
  if (!value) return undefined;
  const planning = value as Planning;
  for (const { scenario } of cells)
    found.push(
      ...checkPlanning(planning, scenario, strategyWritten).map((problem) => located(root, problem)),
    );
  const [first] = cells;
  if (first && found.length === 0) {
    const fleet = planning.candidates.map((one) => ({ ...one, count: 1 }));
    const refused = new Rehearsal().problems({ ...first.scenario, fleet }, []);
    const path = (at: Problem['path']): Problem['path'] =>
      at[0] === 'fleet' ? ['plan', 'candidates', ...at.slice(1)] : at;
    found.push(...refused.map((problem) => located(root, { ...problem, path: path(problem.path) })));
  }
  return planning;
}

/** Reports unknown top-level keys, and returns the keys that were meant. */
function unknownNames(root: Mapping, found: Mistake[]): readonly string[] {
  const [free, taken] = [
    NAMES.filter((name) => !root.entries.has(name)),
    NAMES.filter((name) => root.entries.has(name)),
  ];
  const unknown = [...root.entries].filter(([name]) => !NAMES.includes(name));
  const all = unknown.map(([name, { key }]) =>
    mistake(key, '', `there is no ${name} here`, insteadOfKey(name, free, taken)),
  );
  found.push(...all);
  return all.map(({ nearest }) => nearest).filter((name) => name !== null);
}

type General = Pick<ScenarioFile, 'name' | 'description' | 'seed' | 'replications'>;

function general(root: Mapping, found: Mistake[]): General {
  const schema = z.strictObject(RUN);
  const whole = plain(root) as Readonly<Record<string, Plain>>;
  const value = Object.fromEntries(Object.entries(whole).filter(([key]) => Object.hasOwn(RUN, key)));
  const result = schema.safeParse(value, { reportInput: true, jitless: true });
  if (result.success) return result.data as unknown as General;
  const wrong = problems(schema, result.error.issues, value);
  found.push(...wrong.map((problem) => located(root, problem)));
  return { name: '', description: '', seed: 1, replications: 1 };
}

/** Whether a mistake was found in one axis; true for all axes when `vary` is no mapping. */
function wrongInside(vary: Node, axis: string, found: readonly Mistake[]): boolean {
  const spans =
    vary.kind !== 'mapping'
      ? [vary.span]
      : [...vary.entries].flatMap(([written, { key, value }]) =>
          keys(written).join('.') === axis ? [key, value.span] : [],
        );
  return spans.some((span) => found.some((one) => holds(span, one)));
}

/** A file with a plan may have no fleet yet. */
function withFleet(root: Mapping): Mapping {
  const plan = root.entries.get('plan');
  if (!plan || isWritten(child(root, 'fleet'))) return root;
  const none: Node = { kind: 'list', items: [], span: plan.key };
  return {
    ...root,
    entries: new Map([...root.entries, ['fleet', { key: plan.key, label: 'fleet', value: none }]]),
  };
}

function nothing({ span }: Mapping): Node {
  return { kind: 'scalar', value: null, span };
}

/** In the order of the file, then of the options, without duplicates; only syntax errors if there are any. */
function sorted(mistakes: readonly Mistake[], yaml: readonly Mistake[]): readonly Mistake[] {
  const place = ({ file, line, column }: Mistake): string => `${file} ${line} ${column}`;
  const broken = new Set(yaml.map(place));
  const unique = new Map(
    mistakes
      .filter((one) => yaml.includes(one) || !broken.has(place(one)))
      .map((one) => [`${place(one)} ${one.message}`, one] as const),
  );
  return [...unique.values()].sort(
    (a, b) => Number(a.option) - Number(b.option) || a.line - b.line || a.column - b.column,
  );
}
