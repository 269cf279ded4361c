// What the page leaves out of what it is made of, and what it loads only when somebody asks for it.
import { deepStrictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport, transformWithOxc } from 'vite';
import { firstParts, restOf, UNASKED } from './profiles.js';
import { drawn } from './undrawn.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROFILES = join(ROOT, 'calibration/profiles.json');
const FIRST = join(ROOT, 'scenarios/figure4.yaml');
const BEGUN = join(ROOT, 'src/page/begun.ts');
const WIDTHS = join(ROOT, 'src/page/widths.ts');
const SCHEMA = join(ROOT, 'src/scenario/schema.ts');
/** The one that asks for all of a profile. */
const WHOLE = join(ROOT, 'src/page/whole.ts');
/** Packages of Vega for marks and transforms that no figure of the project has. */
const UNDRAWN = [
  'vega-crossfilter',
  'vega-force',
  'vega-geo',
  'vega-hierarchy',
  'vega-label',
  'vega-projection',
  'vega-regression',
  'vega-voronoi',
  'vega-wordcloud',
  'd3-ease',
  'd3-geo',
  'topojson-client',
  'd3-dsv',
  // No axis of a figure is of dates.
  'd3-time-format',
];

/** Transforms that no figure of the project has. Where one has, Vega says that it knows of none of that name. */
const UNDONE =
  'Bin CountPattern Cross Density DotBin Flatten Fold Generate Impute JoinAggregate KDE Load Lookup Pivot Project Quantile Sample TimeUnit';

export function lean() {
  return {
    name: 'lean',
    enforce: 'pre',
    resolveId(source) {
      if (source.endsWith('/calibration/profiles.json')) return '\0profiles';
      if (source === 'd3-scale-chromatic') return '\0schemes';
      if (UNDRAWN.includes(source)) return `\0undrawn:${source}`;
      // The one generator that is used: the package has six in its index.
      if (source === 'seedrandom') return '\0seedrandom';
      return null;
    },
    async load(id) {
      if (id === '\0profiles') return profiles();
      if (id === WHOLE) return whole();
      if (id === '\0seedrandom')
        return "import alea from 'seedrandom/lib/alea.js';\nexport default { alea };";
      if (id === '\0schemes') return schemes();
      if (id.startsWith('\0undrawn:')) return undrawn(id.slice('\0undrawn:'.length));
      if (id === SCHEMA) return schema();
      if (id === BEGUN) return begun();
      if (id === WIDTHS) return widths(id);
      if (id.endsWith('/vega-transforms/build/vega-transforms.js')) return transforms(id);
      if (id.endsWith('/zod/v4/classic/schemas.js')) return plainStrings(id);
      if (id.endsWith('/zod/v4/core/util.js')) return untried(id);
      if (/\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/.test(id)) return unmade(id);
      return /\/node_modules\/vega-/.test(id) ? drawn(id, readFileSync(id, 'utf8')) : null;
    },
  };
}

const json = (value) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
const read = () => JSON.parse(readFileSync(PROFILES, 'utf8'));
const PARTS = JSON.stringify(join(ROOT, 'page/profiles.js'));

const profiles = () => `import { begun } from ${PARTS};\nexport default begun(${json(firstParts(read()))});`;

const whole = () => `import { completed } from ${PARTS};
import { catalogue } from '../catalog/catalog.ts';
import { shipped } from '../catalog/shipped.ts';
export const whole = catalogue(completed(shipped.profiles, ${json(restOf(read()))}), shipped.clouds);`;

/** Every name that the package exports, so that whoever imports one finds it. */
async function undrawn(source) {
  const names = Object.keys(await import(source)).filter((name) => name !== 'default');
  // Those that the package of all of Vega takes as a whole are registered as what they are: nothing.
  return source.startsWith('vega-') && source !== 'vega-projection'
    ? 'export {};'
    : names.map((name) => `export const ${name} = undefined;`).join('\n');
}

/** Colours of categories alone: those of a scale are functions, and in Vega of its own. */
async function schemes() {
  const all = Object.entries(await import('d3-scale-chromatic'));
  return all
    .filter(([, value]) => Array.isArray(value) && typeof value[0] === 'string')
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
    .join('\n');
}

/** The JSON Schema as it is, made here: what makes it is of no use to the page. */
async function schema() {
  const { schema: make } = await imported(SCHEMA);
  return `const made = ${json(make())};\nexport const schema = () => made;`;
}

/** What the reader makes of the first scenario. */
async function begun() {
  const text = readFileSync(FIRST, 'utf8');
  const [{ read }, { modelOf }, { parsedOf }] = [
    await imported('src/scenario/read.ts'),
    await imported('src/page/model.ts'),
    await imported('src/scenario/where.ts'),
  ];
  // Whatever is written down of it is the reader's own text.
  const scenarioFile = { ...read(text, { file: 'scenario.yaml' }), text: '' };
  const made = { text, scenarioFile, model: modelOf(scenarioFile, { text, parsed: parsedOf(text) }) };
  const kept = JSON.parse(JSON.stringify(made));
  deepStrictEqual(kept, made);
  for (const { scenario } of kept.scenarioFile.cells)
    for (const entry of scenario.fleet) Object.assign(entry.profile, UNASKED);
  return `export const begun = ${json(kept)};`;
}

/** Latin of the west, Greek, and what stands between words and numbers. */
const CHARACTERS = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x391, 0x3c9],
  [0x2010, 0x2044],
  [0x20ac, 0x20ac],
  [0x2190, 0x2193],
  [0x2212, 0x2212],
  [0x2248, 0x2265],
];
const EM = 2048;

/** The widths that figures are laid out by, from the same font. */
async function widths(id) {
  const { fontFiles, Typeface } = await imported('src/render/typeface.ts');
  const [regular, bold] = fontFiles().map((file) => {
    const face = new Typeface(readFileSync(file));
    const of = (code) => {
      const units = EM * face.width(String.fromCodePoint(code));
      if (!Number.isInteger(units)) throw new Error(`an em is not ${EM} units`);
      return units;
    };
    return Object.fromEntries(
      CHARACTERS.map(([from, to]) => [from, Array.from({ length: to - from + 1 }, (_, i) => of(from + i))]),
    );
  });
  const code = await transformWithOxc(readFileSync(id, 'utf8'), id);
  const made = json({ em: EM, regular, bold });
  return cut(code.code, /widths = null/, true, () => `widths = ${made}`);
}

const imported = async (path) =>
  (
    await runnerImport(join(ROOT, path.replace(ROOT, '')), {
      configFile: false,
      root: ROOT,
      logLevel: 'error',
    })
  ).module;

/** What makes a JSON Schema of a field: descriptions of distributions hold one, which nobody here reads. */
function unmade(id) {
  const names = [...readFileSync(id, 'utf8').matchAll(/^export (?:const|function) (\w+)/gm)].map(
    ([, name]) => name,
  );
  return [
    'const none = () => ({});',
    ...names.map((name) => `export const ${name} = none;`),
    ...(names.includes('processSchema') ? ['export { none as process };'] : []),
  ].join('\n');
}

/** Without those that are not done: what they are, what they can, and their names. */
function transforms(id) {
  let code = readFileSync(id, 'utf8');
  for (const name of UNDONE.split(' ')) {
    code = cut(
      code,
      new RegExp(`^${name}\\.Definition = \\{\\n[\\s\\S]*?^\\};\\n`, 'm'),
      name !== 'Generate' && name !== 'Load',
    );
    code = cut(code, new RegExp(`^inherits\\(${name}, \\w+, \\{\\n[\\s\\S]*?^\\}\\);\\n`, 'm'));
    code = cut(code, new RegExp(`\\b${name} as \\w+, `));
  }
  return code;
}

/** Strings that are no address of any kind: the methods of a string that make one of it. */
const plainStrings = (id) =>
  cut(
    readFileSync(id, 'utf8'),
    /^    \w+\(params\) \{\n        return this\.check\(core\._\w+\(Zod\w+, params\)\);\n    \},\n/gm,
  );

/** Whether text can be made a function is not tried: the page's policy forbids it, and tells of each trial. */
const untried = (id) =>
  cut(
    readFileSync(id, 'utf8'),
    /^        new F\(""\);\n        return true;\n/m,
    true,
    '        return false;\n',
  );

/** Fails where a package is not written any more as it was, so that nothing is left out by half. */
function cut(code, pattern, isThere = true, instead = '') {
  const left = code.replace(pattern, instead);
  if (isThere && left === code) throw new Error(`there is no ${pattern} to leave out`);
  return left;
}
