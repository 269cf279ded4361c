// Writes docs/api.md from the declarations of the built library and their comments: npm run docs:api
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

/**
 * The parts of the page, in this order: each with the functions and values it is about.
 * @type {readonly (readonly [title: string, told: string, names: readonly string[]])[]}
 */
const PARTS = [
  [
    'Run',
    'Scenarios in, results out. All strategies meet the same requests; the same seed gives the same numbers on every machine.',
    ['experiment', 'run', 'simulate', 'sensitivity', 'plan', 'calibrate'],
  ],
  [
    'Read',
    'Scenarios and their parts.',
    ['read', 'edit', 'where', 'starter', 'schema', 'plugins', 'ScenarioError', 'METRICS'],
  ],
  ['Look up', 'Profiles of machines and clouds.', ['shipped', 'catalogue']],
  [
    'Show',
    'Figures are plain Vega-Lite objects: change them, save them, draw them anywhere.',
    [
      'figure4',
      'figure3',
      'figure3Rows',
      'charts',
      'sensitivityFigures',
      'residualFigure',
      'figure',
      'colours',
      'burstsOf',
      'renderFigure',
      'rasterize',
      'show',
      'forms',
    ],
  ],
  [
    'Tell',
    'Results in words and tables.',
    ['inShort', 'summaryTable', 'comparisonList', 'expectationList', 'warningList'],
  ],
];

/** Every exported name with the file that declares it; what a file names itself goes before what it hands on whole. */
function exported(file) {
  const text = readFileSync(file, 'utf8');
  const target = (from) => join(dirname(file), from.replace(/\.[jt]s$/, '.d.ts'));
  const names = new Map();
  for (const [, from] of text.matchAll(/^export \* from '([^']+)';/gm))
    for (const [name, where] of exported(target(from))) names.set(name, where);
  for (const [, list, from] of text.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)';/gm))
    for (const name of list.split(',').map((one) => one.trim()))
      if (name !== '') names.set(name, target(from));
  return names;
}

/** A declaration with the comment above it. */
function declaration(name, file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const start = lines.findIndex((line) =>
    new RegExp(`^export (?:declare )?(?:async )?(?:function|class|const|interface|type) ${name}\\b`).test(
      line,
    ),
  );
  if (start < 0) throw new Error(`${name} is not declared in ${file}`);
  const kind = /(function|class|const|interface|type) /.exec(lines[start])[1];
  let end = start;
  while (!ends(lines.slice(start, end + 1).join('\n'))) end++;
  const closing = lines[start - 1]?.trimEnd().endsWith('*/') ? start - 1 : -1;
  let opening = closing;
  while (opening >= 0 && !lines[opening].trimStart().startsWith('/**')) opening--;
  // A comment on the first line is about the file, unless its subject is all there is in it.
  const comment = closing < 0 ? '' : lines.slice(opening, closing + 1).join('\n');
  return {
    kind,
    comment,
    text: lines
      .slice(start, end + 1)
      .join('\n')
      .replace(/^export (?:declare )?/, ''),
  };
}

function ends(text) {
  const plain = text.replace(/\/\*[\s\S]*?\*\/|'[^']*'/g, '');
  const count = (characters) => [...plain].filter((one) => characters.includes(one)).length;
  return count('{[(') === count('}])') && /[;}]\s*$/.test(plain);
}

const words = (comment) =>
  comment
    .replace(/^\s*\/\*\*|\*\/\s*$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();

function entry(name, file, level) {
  const { comment, text } = declaration(name, file);
  const [told, ...examples] = words(comment).split(/^@example\s*$/m);
  return [
    `${level} ${name}`,
    told.trim(),
    `\`\`\`typescript\n${text}\n\`\`\``,
    ...examples.map((one) => one.trim()),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const HEAD = `# The library

Generated from the comments in the code by \`npm run docs:api\`. A test runs every example and compares its output with the comment behind it.

\`\`\`
npm install edgewise
\`\`\`

\`edgewise\` runs under Node and Deno. \`edgewise/browser\` is the part of it that needs neither: the same names with the same signatures; its \`rounds\`, \`planning\` and \`sensitivityAnalysis\` take a scenario file that was read, and are told where to run.
`;

/** The whole page, from the folder of the built src. */
export async function page(source) {
  const names = exported(join(source, 'index.d.ts'));
  const take = (name, level) => {
    const file = names.get(name);
    if (file === undefined) throw new Error(`${name} is not exported`);
    names.delete(name);
    return entry(name, file, level);
  };
  const parts = PARTS.map(([title, told, list]) =>
    [`## ${title}`, told, ...list.map((name) => take(name, '###'))].join('\n\n'),
  );
  const isType = (name) => ['interface', 'type'].includes(declaration(name, names.get(name)).kind);
  const sorted = [...names.keys()].sort((a, b) => a.localeCompare(b, 'en'));
  const pieces = sorted.filter((name) => !isType(name));
  const types = sorted.filter(isType);
  const rest = [
    [
      '## Pieces',
      'The building blocks of the functions above, for programs that combine them differently.',
      ...pieces.map((name) => take(name, '###')),
    ],
    ['## Types', ...types.map((name) => take(name, '###'))],
  ].map((part) => part.join('\n\n'));
  const text = [HEAD, ...parts, ...rest].join('\n\n');
  const here = fileURLToPath(new URL('api.md', import.meta.url));
  return format(text, { ...(await resolveConfig(here)), parser: 'markdown' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const to = fileURLToPath(new URL('api.md', import.meta.url));
  writeFileSync(to, await page(fileURLToPath(new URL('../dist/src', import.meta.url))));
  console.log(relative('.', to));
}
