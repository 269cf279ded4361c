/** What every file of src keeps to. A rule returns what is wrong with a file, a line each; nothing when it holds. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { DEFINITIONS } from '../../src/metrics/definitions.ts';
import { ASSEMBLES, floorOf, OUTSIDE, PACKAGES, partOf, PLUGINS } from './floors.ts';
import { tokens, type Token } from './tokens.ts';

export interface File {
  /** Relative to src. */
  readonly path: string;
  readonly text: string;
}

export type Rule = (file: File) => string[];

const MOST_LINES = 250;
const MOST_OF_A_FUNCTION = 80;
const MACHINE: ReadonlySet<string> = new Set(
  'process console Date performance Buffer require __dirname __filename globalThis fetch crypto setTimeout setInterval setImmediate'.split(
    ' ',
  ),
);
/** Functions of Math whose last bit differs between JavaScript engines. */
const INEXACT: ReadonlySet<string> = new Set(
  'acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow sin sinh tan tanh'.split(
    ' ',
  ),
);

export const everyFileHasAFloor: Rule = ({ path }) =>
  floorOf(path) < 0 ? [`${path} stands on no floor: say in test/architecture/floors.ts which`] : [];

export const importsGoDown: Rule = ({ path, text }) =>
  imports(path, text)
    .filter(({ to }) => to !== null)
    .flatMap(({ to, line }) => {
      const from = floorOf(path);
      const floor = floorOf(to!);
      const same = partOf(path) === partOf(to!) || (from === 1 && floor === 1);
      return same || (floor >= 0 && floor < from)
        ? []
        : [`${path}:${line} imports ${to}, which is not below`];
    });

/** The scenario says which plugin is meant; the public surface may hand them on. */
export const onlyScenariosNamePlugins: Rule = ({ path, text }) =>
  ['scenario/', 'index.ts', 'browser.ts'].includes(partOf(path) ?? '')
    ? []
    : imports(path, text)
        .filter(({ to }) => to !== null && PLUGINS.includes(partOf(to) ?? '') && partOf(to) !== partOf(path))
        .map(({ to, line }) => `${path}:${line} names a plugin: ${to}`);

/** What a scenario may choose by a `kind`. What becomes of refused requests has keys of its own there. */
const NAMES: ReadonlySet<string> = new Set(
  PLUGINS.filter((folder) => folder !== 'recourses/').flatMap((folder) =>
    [
      ...readFileSync(join(import.meta.dirname, '../../src', folder, 'index.ts'), 'utf8').matchAll(
        /export \{ (\w+) \}/g,
      ),
    ].map(([, name]) => name!),
  ),
);

/**
 * What a plugin is like it says itself (`Facts` in options.ts, and the members of what it makes): nobody else asks whether
 * it is a certain one, nor reads an option of a workload's or its arrivals'. Where a scenario is assembled its parts are
 * found by their options.
 */
export const nobodyKnowsAPlugin: Rule = ({ path, text }) => {
  if (PLUGINS.includes(partOf(path) ?? '') || ASSEMBLES.includes(path)) return [];
  return text.split('\n').flatMap((line, k) => {
    const [, name] = /\bkind\b\s*[!=]==\s*['"](\w+)['"]/.exec(line) ?? [];
    const asks = name !== undefined && NAMES.has(name);
    const option =
      /\b(workload|arrivals|limit)\[['"]/.test(line) ||
      /(?<![.\w])arrivals\??\.(rate|every|peak)\b/.test(line);
    return asks || option ? [`${path}:${k + 1} knows a plugin: ${line.trim()}`] : [];
  });
};

const METRICS: ReadonlySet<string> = new Set(DEFINITIONS.map(({ name }) => name));
/** From so many names on it is a list. */
const LIST = 3;

/**
 * A figure is described in one place: which figures stand in a table, are compared or come first is said in its entry.
 * No other file lists them; what a plan asks of a fleet has names of its own.
 */
export const figuresAreListedOnce: Rule = ({ path, text }) => {
  if (path.startsWith('metrics/definitions') || path === 'asks.ts') return [];
  const groups: { line: number; names: number }[] = [];
  const found: string[] = [];
  tokens(text).forEach((token, i, all) => {
    if ('[{('.includes(token.text)) groups.push({ line: token.line, names: 0 });
    else if (')}]'.includes(token.text)) {
      const group = groups.pop();
      if (group && group.names >= LIST) found.push(`${path}:${group.line} lists figures`);
    } else if (token.kind === 'string' && METRICS.has(token.text.slice(1, -1))) {
      const after = all[i + 1]?.text ?? '';
      const stands = '[{(,'.includes(all[i - 1]?.text ?? '') && ',:]})'.includes(after);
      if (stands && groups.length > 0) groups.at(-1)!.names++;
    }
  });
  return found;
};

/** Where numbers, lists, plurals and means are made; a page in the browser has shorter ones for its tiles. */
const HOMES: readonly string[] = [
  'kernel/numbers.ts',
  'kernel/words.ts',
  'kernel/spread.ts',
  'kernel/grouped.ts',
  'page/numbers.ts',
];
const MADE_THERE: ReadonlySet<string> = new Set(
  'percent percentTo hundredths rounded decimals hundredths scaleFor grouped capital fromTo meanOf deviationOf'.split(
    ' ',
  ),
);
/** What one writes again before one knows that it is there. */
const AGAIN: readonly RegExp[] = [
  /\.charAt\(0\)\.toUpperCase\(\)/,
  /\$\{([^}]+)\} \$\{\1 === 1 \? '/,
  /\.reduce\(\((\w+), (\w+)\) => \1 \+ \2, 0\) \/ (\w+)\.length/,
];

/** How numbers are written, and words put together, is decided once. */
export const numbersAndWordsHaveOneHome: Rule = ({ path, text }) => {
  if (HOMES.includes(path)) return [];
  const again = tokens(text).filter((token, i, all) => {
    const before = all[i - 1]?.text;
    const isFunction = before === 'const' && all[i + 1]?.text === '=' && all[i + 2]?.text === '(';
    return (before === 'function' || isFunction) && token.kind === 'name' && MADE_THERE.has(token.text);
  });
  const lines = text.split('\n').flatMap((line, k) => (AGAIN.some((one) => one.test(line)) ? [k + 1] : []));
  return [...again.map(({ line }) => line), ...lines].map((line) => `${path}:${line} has another home`);
};

/** Where sentences are made and shown. */
const SPEAK: ReadonlySet<string> = new Set([
  'experiment/',
  'report/',
  'studies/',
  'explain/',
  'comparison/',
  'sentences/',
  'metrics/',
  'cli/',
]);
const READS: ReadonlySet<string> = new Set(
  'replace replaceAll startsWith endsWith test exec match matchAll'.split(' '),
);

/**
 * Sentences are made last, from data: nobody takes apart what was said. Found by what is looked for in a text: words with
 * spaces between them, or a sign of per cent.
 */
export const nobodyReadsOurSentences: Rule = ({ path, text }) =>
  SPEAK.has(partOf(path) ?? '')
    ? tokens(text).flatMap((token, i, all) => {
        const English = /[A-Za-z%][^\S\n]|[^\S\n](?:[A-Za-z]{2,}|%)/;
        const argument =
          token.kind === 'string' && all[i - 1]?.text === '(' && READS.has(all[i - 2]?.text ?? '');
        const what = token.text.slice(1, -1);
        const pattern =
          token.kind === 'pattern' &&
          (READS.has(all[i - 2]?.text ?? '') || READS.has(all[i + 2]?.text ?? ''));
        const read = (argument && English.test(what)) || (pattern && / [A-Za-z]{3,}/.test(what));
        return read ? [`${path}:${token.line} reads a sentence: ${token.text}`] : [];
      })
    : [];

/** Where something is found out, and shown in a folder of its own, `report/`. */
const FINDS: ReadonlySet<string> = new Set(['studies/', 'explain/', 'comparison/']);
/** Who brings both together. */
const MEETS = /\/(?:study|minutes)\.ts$/;

/** What a report is made from, and where it is shown. */
const SHOWN = /(?:^|\/)report\/|\/(?:result|\w+Result)\.ts$|^studies\/\w+\.ts$/;

/** What is found out knows nothing of how it is shown, and what is shown is made from the result alone. */
export const whatIsFoundKnowsNoReport: Rule = ({ path, text }) => {
  const folder = /^(?:studies\/\w+|explain|comparison)\//.exec(path)?.[0];
  if (folder === undefined || MEETS.test(path)) return [];
  const reports = /(?:^|\/)report\//;
  return imports(path, text).flatMap(({ to, line }) => {
    const shows = reports.test(path);
    const finds =
      to?.startsWith('experiment/') || (FINDS.has(partOf(to ?? '') ?? '') && !SHOWN.test(to ?? ''));
    return to !== null && (shows ? finds : reports.test(to)) ? [`${path}:${line} imports ${to}`] : [];
  });
};

/** What commands share; each may use those before it. */
const SHARED: readonly string[] = ['cli/terminal/', 'cli/flags/', 'cli/study/'];

/** A command is known to the list of commands alone: what two of them need is shared. */
export const commandsStandAlone: Rule = ({ path, text }) => {
  const commandOf = (file: string): string | undefined => /^cli\/commands\/(\w+)/.exec(file)?.[1];
  const sharedBy = (file: string): number => SHARED.findIndex((folder) => file.startsWith(folder));
  return imports(path, text).flatMap(({ to, line }) => {
    const command = commandOf(to ?? '');
    const another = command !== undefined && command !== commandOf(path) && path !== 'cli/commands.ts';
    const above = sharedBy(path) >= 0 && sharedBy(to ?? '') > sharedBy(path);
    return another || above ? [`${path}:${line} imports ${to}`] : [];
  });
};

export const packagesStayInTheirFolders: Rule = ({ path, text }) =>
  imports(path, text)
    .filter(({ to, from }) => to === null && !from.startsWith('node:') && !isData(path, from))
    .flatMap(({ from, line }) => {
      const name = from.split('/').slice(0, from.startsWith('@') ? 2 : 1);
      const allowed = PACKAGES[name.join('/')] ?? [];
      return allowed.includes(partOf(path) ?? '') ? [] : [`${path}:${line} imports ${from}`];
    });

export const nothingBelowTouchesTheMachine: Rule = ({ path, text }) => {
  const held = path.startsWith('page/') || FINDS.has(partOf(path) ?? '');
  if (floorOf(path) >= OUTSIDE && !held) return [];
  const modules = imports(path, text).filter(({ from }) => from.startsWith('node:'));
  const names = path.startsWith('page/') ? [] : globals(text).filter(({ text: name }) => MACHINE.has(name));
  return [
    ...modules.map(({ from, line }) => `${path}:${line} imports ${from}`),
    ...names.map((name) => `${path}:${name.line} uses ${name.text}`),
  ];
};

/** Who runs jobs: the bench, and an executor that hands on to another. */
const RUNS: readonly string[] = ['experiment/bench.ts', 'cli/study/crew.ts', 'executors/', 'queue/'];

/** Every study has its jobs run on the bench: they are resumed, kept and counted there, and nowhere else. */
export const onlyTheBenchRunsJobs: Rule = ({ path, text }) =>
  RUNS.some((place) => path.startsWith(place))
    ? []
    : text
        .split('\n')
        .flatMap((line, k) =>
          /\bexecutor\)?\.run\(/.test(line) ? [`${path}:${k + 1} runs jobs without the bench`] : [],
        );

export const randomnessIsHandedIn: Rule = ({ path, text }) =>
  properties(text, 'Math')
    .filter(({ text: name }) => name === 'random')
    .map(({ line }) => `${path}:${line} uses Math.random`);

/** On the way from a seed to a result, only arithmetic that is the same in every JavaScript engine. */
export const arithmeticIsPortable: Rule = ({ path, text }) => {
  if (floorOf(path) > 3 || path.startsWith('catalog/')) return [];
  const all = tokens(text);
  const powers = all.filter((token, i) => {
    if (token.text !== '**' && token.text !== '**=') return false;
    const whole = (other: Token | undefined): boolean => /^\d+$/.test(other?.text ?? '');
    return all[i + 1]?.text !== '2' && !(whole(all[i - 1]) && whole(all[i + 1]));
  });
  return [
    ...properties(text, 'Math').filter(({ text: name }) => INEXACT.has(name)),
    ...powers,
    ...taken(all, 'Math'),
  ].map(({ text: name, line }) => `${path}:${line} uses ${name}`);
};

export const filesAreShort: Rule = ({ path, text }) => {
  const count = text.trimEnd().split('\n').length;
  return count > MOST_LINES ? [`${path} has ${count} lines, more than ${MOST_LINES}`] : [];
};

export const functionsAreShort: Rule = ({ path, text }) => {
  if (text.split('\n').length <= MOST_OF_A_FUNCTION) return [];
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  return functionsIn(parseSync(path, text).program).flatMap(({ start, end }) => {
    const [first, last] = [lineOf(start), lineOf(end)];
    const count = last - first + 1;
    return count > MOST_OF_A_FUNCTION
      ? [`${path}:${first} has a function of ${count} lines, more than ${MOST_OF_A_FUNCTION}`]
      : [];
  });
};

interface Stretch {
  readonly start: number;
  readonly end: number;
}

const FUNCTIONS: ReadonlySet<unknown> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

/** Where functions stand, those in others too. */
function functionsIn(node: unknown): Stretch[] {
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.values(node).flatMap(functionsIn);
  return 'type' in node && FUNCTIONS.has(node.type) ? [node as unknown as Stretch, ...inner] : inner;
}

export const exportsHaveNames: Rule = ({ path, text }) =>
  tokens(text)
    .filter((token, i, all) => token.text === 'default' && all[i - 1]?.text === 'export')
    .map(({ line }) => `${path}:${line} exports a default`);

/** The index of a plugin folder is its list of plugins, that of src the public surface: neither does anything. */
export const indexesOnlyHandOn: Rule = ({ path, text }) => {
  const plugins = PLUGINS.some((folder) => path === `${folder}index.ts`);
  if (!plugins && path !== 'index.ts' && path !== 'browser.ts') return [];
  return statements(text)
    .filter((statement) => statement[0]!.text !== 'export' || statement.every(({ text: t }) => t !== 'from'))
    .map((statement) => `${path}:${statement[0]!.line} does more than hand on`);
};

/** No global seeds, ids or loggers: what lives at module level cannot change. */
export const modulesHoldNoState: Rule = ({ path, text }) =>
  statements(text).flatMap((statement) => {
    const words = statement.map((token) => token.text);
    const start = words[0] === 'export' ? 1 : 0;
    const at = `${path}:${statement[0]!.line}`;
    if (['let', 'var'].includes(words[start]!)) return [`${at} declares a variable: ${words[start + 1]}`];
    if (words[start] !== 'const' || words[start + 1] === 'enum') return [];
    const equals = statement.findIndex((token) => token.text === '=' && token.depth === 0);
    const type = words.slice(start + 2, equals).join(' ');
    const value = words.slice(equals + 1).join(' ');
    const collection = /^new (?:Map|Set|WeakMap|WeakSet|Array)\b/.test(value) || /^[[{] [\]}]$/.test(value);
    const open = /^: (?:Map|Set|Record|Array) <|^: \w+ \[ \]$/.test(type);
    return (collection && !/readonly|Readonly/.test(type)) || open
      ? [`${at} holds a collection that can change: ${words[start + 1]}`]
      : [];
  });

export const RULES: Readonly<Record<string, Rule>> = {
  everyFileHasAFloor,
  importsGoDown,
  onlyScenariosNamePlugins,
  nobodyKnowsAPlugin,
  figuresAreListedOnce,
  numbersAndWordsHaveOneHome,
  nobodyReadsOurSentences,
  whatIsFoundKnowsNoReport,
  commandsStandAlone,
  packagesStayInTheirFolders,
  nothingBelowTouchesTheMachine,
  onlyTheBenchRunsJobs,
  randomnessIsHandedIn,
  arithmeticIsPortable,
  filesAreShort,
  functionsAreShort,
  exportsHaveNames,
  indexesOnlyHandOn,
  modulesHoldNoState,
};

interface Import {
  readonly from: string;
  /** The file of src it names; null for packages and data. */
  readonly to: string | null;
  readonly line: number;
}

/** Everything a file imports, types and re-exports included. */
export function imports(path: string, text: string): Import[] {
  return tokens(text).flatMap((token, i, all) => {
    const before = all[i - 1]?.text;
    const called = before === '(' && all[i - 2]?.text === 'import';
    if (token.kind !== 'string' || !(before === 'from' || before === 'import' || called)) return [];
    const from = token.text.slice(1, -1);
    return [{ from, to: from.startsWith('.') ? resolve(path, from) : null, line: token.line }];
  });
}

function resolve(path: string, from: string): string | null {
  const steps = path.split('/').slice(0, -1);
  for (const step of from.split('/')) {
    if (step === '..') {
      if (steps.length === 0) return null;
      steps.pop();
    } else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** The generated catalogue, which only catalog/ reads. */
function isData(path: string, from: string): boolean {
  return path.startsWith('catalog/') && /^(?:\.\.\/)+calibration\/[\w.-]+\.json$/.test(from);
}

/** Names that are not members of something, keys or private. */
function globals(text: string): Token[] {
  return tokens(text).filter((token, i, all) => {
    const before = all[i - 1]?.text;
    return token.kind === 'name' && before !== '.' && before !== '?.' && all[i + 1]?.text !== ':';
  });
}

/** What is read of a global object. */
function properties(text: string, object: string): Token[] {
  return tokens(text).filter(
    (_, i, all) =>
      ['.', '?.'].includes(all[i - 1]?.text ?? '') && all[i - 2]?.text === object && all[i - 3]?.text !== '.',
  );
}

/** Where a global object is used as a whole, so that nobody can say what is read of it. */
function taken(all: readonly Token[], object: string): Token[] {
  return all.filter(
    (token, i) =>
      token.text === object && token.kind === 'name' && !['.', '?.'].includes(all[i + 1]?.text ?? ''),
  );
}

/** The tokens at module level, cut at each statement: what begins one stands outside all brackets on a new line. */
function statements(text: string): Token[][] {
  const starts: ReadonlySet<string> = new Set(
    'import export const let var function class interface type async abstract declare'.split(' '),
  );
  const cut: Token[][] = [];
  let line = 0;
  for (const token of tokens(text)) {
    const begins =
      cut.length === 0 || (token.depth === 0 && token.line > line && (starts.has(token.text) || ended(cut)));
    if (begins) cut.push([]);
    cut.at(-1)!.push(token);
    line = token.line;
  }
  return cut;
}

function ended(cut: readonly (readonly Token[])[]): boolean {
  return cut.at(-1)!.at(-1)!.text === ';';
}
