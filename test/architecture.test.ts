import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { imports, RULES, type File } from './architecture/rules.ts';
import { tokens } from './architecture/tokens.ts';

const src = fileURLToPath(new URL('../src/', import.meta.url));
const files: File[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.[cm]?[jt]sx?$/.test(path))
  .sort()
  .map((path) => ({ path, text: readFileSync(src + path, 'utf8') }));

const TYPES: ReadonlySet<string> = new Set(['interface', 'type', 'class']);
const DECLARE: ReadonlySet<string> = new Set([...TYPES, 'function', 'const']);

/** What only tests use: the upper tail, to hold the normal quantile against. */
const FOR_TESTS: ReadonlySet<string> = new Set(['gammaShareAbove']);

type Example = readonly [path: string, text: string];

/** What each rule has to find. */
const BROKEN: Readonly<Record<string, readonly Example[]>> = {
  everyFileHasAFloor: [
    ['simulator.ts', ''],
    ['helpers/text.ts', ''],
  ],
  importsGoDown: [
    ['kernel/agenda.ts', "import type { Request } from '../model.ts';"],
    ['model.ts', "import { run } from './engine/engine.ts';"],
    ['engine/engine.ts', "import { main } from '../cli/main.ts';"],
    ['strategies/random.ts', "import { serial } from '../devices/index.ts';"],
    ['strategies/random.ts', "import { run } from '../engine/engine.ts';"],
    ['metrics/tally.ts', "import { serial } from '../devices/index.ts';"],
    ['experiment/job.ts', "const report = await import('../report/table.ts');"],
    ['report/table.ts', "export * from '../experiment/job.ts';"],
    ['scenario/read.ts', "import '../store/journal.ts';"],
    ['scenario/read.ts', "import {\n  a,\n} from '../unknown/part.ts';"],
  ],
  onlyScenariosNamePlugins: [
    ['engine/engine.ts', "import { random } from '../strategies/random.ts';"],
    ['catalog/catalog.ts', "import * as devices from '../devices/index.ts';"],
    ['cli/commands/catalog.ts', "import * as strategies from '../../strategies/index.ts';"],
  ],
  nobodyKnowsAPlugin: [
    ['studies/plan/bounds.ts', "if (device.kind === 'serial') return 1;"],
    ['scenario/warning.ts', "const some = strategy.kind !== 'cloudOnly';"],
    ['cli/commands/run.ts', 'return workload.kind !== "trace";'],
    ['studies/demands.ts', "const rate = workload['rateScale'];"],
    ['scenario/check.ts', "if (limit['charge'] === 'max') wrong(path);"],
    ['experiment/summarise.ts', 'return arrivals.every;'],
    ['studies/sensitivity/usualRows.ts', 'requests += arrivals?.rate * scenario.duration;'],
  ],
  figuresAreListedOnce: [
    ['report/rankings.ts', "const RANKED = ['cloud.tokens', 'total.cost', 'edge.rejected'];"],
    ['experiment/wording.ts', "const a = { 'edge.served': [1], 'edge.rejected': [-1], 'edge.tokens': [1] };"],
    ['cli/commands/run.ts', "const a = new Set([\n  'dropped',\n  'failed',\n  'arrived',\n]);"],
  ],
  numbersAndWordsHaveOneHome: [
    ['studies/plan/report/words.ts', 'export const percent = (share: number): string => String(share);'],
    ['calibration/errorSummary.ts', 'function rounded(share: number): number {}'],
    ['report/inShort.ts', 'return text.charAt(0).toUpperCase() + text.slice(1);'],
    ['cli/study/dryRun.ts', "const a = `${count} ${count === 1 ? 'cell' : 'cells'}`;"],
    ['cli/commands/observe/text.ts', 'values.reduce((sum, value) => sum + value, 0) / values.length;'],
  ],
  nobodyReadsOurSentences: [
    ['sentences/overall.ts', "interval.replace('95 % interval ', '')"],
    ['cli/program.ts', "message.startsWith('Not enough non-option arguments')"],
    ['studies/plan/report/words.ts', "shown(a).replace(' %', '')"],
    ['experiment/warnings.ts', "text.endsWith('p95 and p99 say little')"],
    ['studies/sensitivity/sentences.ts', "text.replace(/ cents to (.* cents)$/, ' to $1')"],
  ],
  whatIsFoundKnowsNoReport: [
    ['studies/plan/search.ts', "import { plain } from '../../report/format.ts';"],
    ['studies/plan/search.ts', "import { planText } from './report/text.ts';"],
    ['explain/story.ts', "import { lanes } from './report/lanes.ts';"],
    ['studies/plan/report/text.ts', "import { front } from '../front.ts';"],
    ['comparison/report/text.ts', "import { paired } from '../../experiment/paired.ts';"],
  ],
  commandsStandAlone: [
    ['cli/commands/plan.ts', "const { load } = await import('./sensitivity/flags.ts');"],
    ['cli/commands/plan/flags.ts', "import { sensitivity } from '../sensitivity.ts';"],
    ['cli/study/conduct.ts', "import type { PlanFlags } from '../commands/plan/flags.ts';"],
    ['cli/program.ts', "import { run } from './commands/run.ts';"],
    ['cli/flags/runFlags.ts', "import { conduct } from '../study/conduct.ts';"],
  ],
  packagesStayInTheirFolders: [
    ['scenario/read.ts', "import yargs from 'yargs';"],
    ['report/table.ts', "import { compile } from 'vega-lite/build/src/index.js';"],
    ['devices/serial.ts', "import seedrandom from 'seedrandom';"],
    ['cli/commands/run.ts', "import { Resvg } from '@resvg/resvg-js';"],
    ['engine/engine.ts', "import { z } from 'zod';"],
    ['cli/commands/run.ts', "import leftPad from 'left-pad';"],
    ['kernel/agenda.ts', "import profiles from '../../calibration/profiles.json' with { type: 'json' };"],
  ],
  nothingBelowTouchesTheMachine: [
    ['report/table.ts', "import { readFileSync } from 'node:fs';"],
    ['page/main.ts', "import { readFileSync } from 'node:fs';"],
    ['studies/run/study.ts', "import { join } from 'node:path';"],
    ['studies/run/study.ts', 'const began = performance.now();'],
    ['kernel/random.ts', 'const seed = Date.now();'],
    ['engine/engine.ts', 'console.log(1);'],
    ['experiment/run.ts', 'const home = `${process.env.HOME}`;'],
    ['experiment/run.ts', 'const now = globalThis.performance.now();'],
    ['strategies/random.ts', 'setTimeout(() => 1, 2);'],
  ],
  onlyTheBenchRunsJobs: [
    ['studies/capacity/levels.ts', 'for await (const over of executor.run(jobs)) take(over);'],
    ['studies/run/study.ts', 'const all = options.executor.run(jobs, { signal });'],
  ],
  randomnessIsHandedIn: [
    ['strategies/random.ts', 'export const pick = (): number => Math.random();'],
    ['cli/commands/run.ts', 'const seed = Math\n  .random();'],
  ],
  arithmeticIsPortable: [
    ['devices/serial.ts', 'const a = Math.log(2);'],
    ['kernel/random.ts', 'const a = `${Math.cos(2)}`;'],
    ['kernel/random.ts', 'const a = b ** 0.5;'],
    ['kernel/random.ts', 'const a = 2 ** b;'],
    ['metrics/tally.ts', 'a **= 3;'],
    ['metrics/tally.ts', 'const { log } = Math;'],
    ['engine/engine.ts', "const a = Math['log'](2);"],
  ],
  filesAreShort: [['kernel/agenda.ts', 'const a = 1;\n'.repeat(251)]],
  functionsAreShort: [
    ['kernel/agenda.ts', `function a(): void {\n${'  b();\n'.repeat(79)}}`],
    ['kernel/agenda.ts', `class A {\n  a = (): void => {\n${'    b();\n'.repeat(79)}  };\n}`],
    ['page/app.tsx', `const a = () => (\n${'  <b>\n'.repeat(40)}${'  </b>\n'.repeat(40)});`],
  ],
  exportsHaveNames: [['engine/engine.ts', 'export default function run() {}']],
  indexesOnlyHandOn: [
    ['strategies/index.ts', "export const random = 1;\nexport { weighted } from './weighted.ts';"],
    ['index.ts', "export { run } from './engine/engine.ts';\nimport './cli/main.ts';"],
    ['index.ts', "export { run } from './engine/engine.ts';\nconsole.log(1);"],
  ],
  modulesHoldNoState: [
    ['engine/engine.ts', 'let next = 0;'],
    ['engine/engine.ts', 'export let next = 0;'],
    ['engine/engine.ts', 'const a = 1;\nvar next = 0;'],
    ['cli/commands/run.ts', 'const known = new Map();'],
    ['cli/commands/run.ts', 'const known: Map<string, number> = new Map();'],
    ['cli/commands/run.ts', 'export const known: string[] = [];'],
    ['cli/commands/run.ts', "const known: string[] = ['a'];"],
    ['cli/commands/run.ts', 'const known: Record<string, number> = { a: 1 };'],
  ],
};

/** What looks like a fault and is none. */
const KEPT: Readonly<Record<string, readonly Example[]>> = {
  onlyTheBenchRunsJobs: [['experiment/rounds.ts', 'for await (const over of bench.run(all, take)) count++;']],
  nobodyKnowsAPlugin: [
    ['cli/commands/sensitivity.ts', "'--over workload.arrivals.rate=0.1/s..1/s'"],
    ['scenario/facts.ts', "const given = workload['arrivals'];"],
    ['workloads/trace.ts', "return kind === 'trace';"],
    ['metrics/tally.ts', "return responsiveness.kind === 'table';"],
  ],
  figuresAreListedOnce: [
    ['report/figure4.ts', "farthest(loads, ['edge.served', 'edge.rejected']);"],
    ['report/axes.ts', "return of('arrived') + of('edge.served') + of('edge.rejected');"],
    ['metrics/definitions/requests.ts', "['edge.served', 'edge.rejected', 'arrived']"],
  ],
  numbersAndWordsHaveOneHome: [
    ['kernel/numbers.ts', 'export function percent(share: number): string {}'],
    ['report/table.ts', "import { percent } from '../kernel/numbers.ts';\nconst a = percent(1);"],
  ],
  nobodyReadsOurSentences: [
    ['report/axes.ts', "path.startsWith('workload.')"],
    ['report/table.ts', "text.split(' ')"],
  ],
  whatIsFoundKnowsNoReport: [
    ['studies/plan/study.ts', "import { planText } from './report/text.ts';"],
    ['studies/plan/report/text.ts', "import type { Planned } from '../result.ts';"],
  ],
  importsGoDown: [
    [
      'kernel/agenda.ts',
      "// import { run } from '../engine/engine.ts';\n/* from '../engine/engine.ts' */ const a = 'from';",
    ],
    ['options.ts', "import type { Spread } from './distribution.ts';"],
    ['devices/serial.ts', "import { lane } from './lane.ts';\nimport { Heap } from '../kernel/heap.ts';"],
  ],
  commandsStandAlone: [
    ['cli/commands.ts', "import { run } from './commands/run.ts';"],
    ['cli/commands/plan.ts', "import { planSettings } from './plan/flags.ts';"],
    ['cli/study/conduct.ts', "import type { RunFlags } from '../flags/runFlags.ts';"],
  ],
  packagesStayInTheirFolders: [
    ['catalog/shipped.ts', "import a from '../../calibration/profiles.json' with { type: 'json' };"],
  ],
  nothingBelowTouchesTheMachine: [
    [
      'engine/engine.ts',
      "const text = 'process'; // console.log\nconst { process: renamed } = parts;\nthis.#process.console();",
    ],
    ['engine/engine.ts', 'const pattern = /console.log(Date.now())/;'],
    ['cli/commands/run.ts', "import { readFileSync } from 'node:fs';\nconsole.log(process.argv);"],
  ],
  arithmeticIsPortable: [
    ['metrics/tally.ts', 'const a = (b - c) ** 2 + 1024 ** 3 + Math.sqrt(2) + Math.floor(log(3));'],
    ['report/table.ts', 'const a = Math.log(2) ** 0.5;'],
  ],
  filesAreShort: [['kernel/agenda.ts', 'const a = 1;\n'.repeat(250)]],
  functionsAreShort: [
    ['kernel/agenda.ts', `function a(): void {\n${'  b();\n'.repeat(78)}}`],
    ['kernel/agenda.ts', `const a = {\n${'  b: 1,\n'.repeat(100)}};`],
  ],
  indexesOnlyHandOn: [
    [
      'strategies/index.ts',
      "/** All. */\nexport { random } from './random.ts';\nexport type {\n  A,\n} from './a.ts';",
    ],
  ],
  modulesHoldNoState: [
    ['engine/engine.ts', 'function f() {\n  let a = 0;\n  const b = new Map();\n  return [a, b];\n}'],
    ['cli/commands/run.ts', 'const known: ReadonlyMap<string, number> = new Map();'],
    [
      'cli/commands/run.ts',
      'const known: readonly string[] = [];\nconst size = 3;\nconst table = new Float64Array(8);',
    ],
  ],
};

test('there is something to look at', () => {
  expect(files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['engine/engine.ts', 'kernel/agenda.ts']),
  );
});

describe.each(Object.entries(RULES))('%s', (name, rule) => {
  it('holds in every file', () => {
    expect(files.flatMap((file) => rule(file))).toEqual([]);
  });

  it.each(BROKEN[name]!)('does not let pass: %s', (path, text) => {
    expect(rule({ path, text })).toHaveLength(1);
  });

  it.each(KEPT[name] ?? [])('lets pass: %s', (path, text) => {
    expect(rule({ path, text })).toEqual([]);
  });
});

/** What a file exports under a name of its own: not what it hands on. */
function declared(text: string): { readonly word: string; readonly name: string }[] {
  return tokens(text).flatMap(({ kind, text: name }, i, all) => {
    const word = all[i - 1]?.text ?? '';
    const first = all[i - 2]?.text === 'async' ? all[i - 3] : all[i - 2];
    return kind === 'name' && first?.text === 'export' && DECLARE.has(word) ? [{ word, name }] : [];
  });
}

test('a type that is exported has a name that no other has', () => {
  const homes = new Map<string, string[]>();
  for (const { path, text } of files)
    for (const { word, name } of declared(text))
      if (TYPES.has(word)) homes.set(name, [...(homes.get(name) ?? []), path]);
  expect(homes.get('ScenarioFile')).toEqual(['scenario/scenario.ts']);
  expect([...homes].filter(([, paths]) => paths.length > 1)).toEqual([]);
});

/** Files that import each other, straight or through others: each file with what it can reach and be reached from. */
function circles(all: readonly File[]): string[] {
  const known = new Map(
    all.map(({ path, text }) => [path, imports(path, text).flatMap(({ to }) => to ?? [])]),
  );
  const reached = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const open = [...(known.get(from) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(known.get(next) ?? []));
    }
    return seen;
  };
  return all.filter(({ path }) => reached(path).has(path)).map(({ path }) => path);
}

/** One thing in several files, because it is long. */
const ONE_THING: readonly RegExp[] = [
  /^(?:expected|regional|results)\.ts$/,
  /^devices\/(?:arriving|chunks|machine|ousting|stretch)\.ts$/,
  /^studies\/plan\/(?:presuming|search)\.ts$/,
  /^studies\/sensitivity\/(?:alphaResult|result)\.ts$/,
];

test('no two files import each other', () => {
  expect(circles(files).filter((path) => !ONE_THING.some((known) => known.test(path)))).toEqual([]);
  const a = { path: 'kernel/a.ts', text: "import type { B } from './b.ts';" };
  const b = { path: 'kernel/b.ts', text: "export * from './c.ts';" };
  const c = { path: 'kernel/c.ts', text: "const { a } = await import('./a.ts');" };
  expect(circles([a, b, c])).toEqual(['kernel/a.ts', 'kernel/b.ts', 'kernel/c.ts']);
  expect(circles([a, b])).toEqual([]);
});

/** Of the folders beside src, every word of the code in them. */
function wordsIn(folders: readonly string[]): ReadonlySet<string> {
  const root = new URL('../', import.meta.url);
  const texts = folders.flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(?:[cm]?[jt]s|tsx)$/.test(path) && !path.includes('node_modules'))
      .map((path) => readFileSync(new URL(`${folder}/${path}`, root), 'utf8')),
  );
  return new Set(texts.flatMap((text) => text.match(/\w+/g) ?? []));
}

test('what is exported is used by others, or used where it is and tried by a test', () => {
  const scripts = wordsIn(['calibration', 'docs', 'bench', 'page']);
  const tests = wordsIn(['test']);
  const all = files.map(({ path, text }) => ({ path, text, words: tokens(text).map((token) => token.text) }));
  const homes = new Map<string, Set<string>>();
  for (const { path, words } of all)
    for (const word of words) homes.set(word, (homes.get(word) ?? new Set()).add(path));
  const unused = all.flatMap(({ path, text, words }) =>
    declared(text)
      .filter(({ word, name }) => (!TYPES.has(word) || word === 'class') && !FOR_TESTS.has(name))
      .filter(({ name }) => homes.get(name)!.size === 1 && !scripts.has(name))
      .filter(({ name }) => !tests.has(name) || words.filter((word) => word === name).length < 2)
      .map(({ name }) => `${path} exports ${name}, which nothing uses`),
  );
  expect(unused).toEqual([]);
});

test('tokens know comments, strings, templates and patterns apart', () => {
  const source = "a /* b */ 'c\\'d' // e\n`f ${g + `h ${i}`} j` k / l / m; n = /o'/u; '/*'; p ?? q ** 2";
  const found = tokens(source);
  expect(found.filter(({ kind }) => kind === 'name').map(({ text }) => text)).toEqual([
    'a',
    'g',
    'i',
    'k',
    'l',
    'm',
    'n',
    'p',
    'q',
  ]);
  expect(found.find(({ kind }) => kind === 'pattern')?.text).toBe("/o'/u");
  expect(found.find(({ text }) => text === 'q')?.line).toBe(2);
});
