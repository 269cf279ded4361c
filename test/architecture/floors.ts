/** Which floor a file stands on, and what stands there. Paths are relative to src. */

/** Folders and files of src, by floor. A name that ends in a slash is a folder: one part, whose files may import each other. */
export const FLOORS: readonly (readonly string[])[] = [
  ['kernel/'],
  [
    'model.ts',
    'contracts.ts',
    'contexts.ts',
    'desk.ts',
    'options.ts',
    'results.ts',
    'expected.ts',
    'regional.ts',
    'asks.ts',
    'reasons.ts',
    'verdicts.ts',
    'version.ts',
    'distribution.ts',
    'logs/',
  ],
  [
    'arrivals/',
    'workloads/',
    'limiters/',
    'strategies/',
    'devices/',
    'faults/',
    'clouds/',
    'recourses/',
    'orders/',
    'metrics/',
  ],
  ['engine/', 'catalog/', 'sentences/'],
  ['scenario/', 'calibration/'],
  ['experiment/', 'report/'],
  ['executors/', 'store/', 'render/', 'explain/', 'comparison/'],
  // Talks to servers: writes down what they did, or has them hand on what is to do; and every kind of study, with what is its own.
  ['endpoint/', 'queue/', 'studies/'],
  ['cli/', 'page/', 'library/', 'browser.ts'],
  // The whole public surface, of which browser.ts is the part that needs no Node.
  ['index.ts'],
];

/** The folders whose exports are plugins. */
export const PLUGINS: readonly string[] = [
  'arrivals/',
  'workloads/',
  'limiters/',
  'strategies/',
  'devices/',
  'faults/',
  'clouds/',
  'recourses/',
  'orders/',
];

/** Where the parts of a scenario are found by the options that hold them. */
export const ASSEMBLES: readonly string[] = ['scenario/facts.ts', 'scenario/patience.ts'];

/** Below this floor nothing touches the machine or the clock. */
export const OUTSIDE = 6;

/** Which parts may import which package. What is not here may be imported by nobody. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  seedrandom: ['kernel/'],
  zod: ['options.ts', 'distribution.ts', ...PLUGINS, 'catalog/', 'scenario/', 'calibration/', 'page/'],
  yaml: ['scenario/'],
  'd3-array': [
    'kernel/',
    'calibration/',
    'experiment/',
    'report/',
    'studies/',
    'explain/',
    'comparison/',
    'logs/',
    'render/',
    'page/',
  ],
  'simple-statistics': ['calibration/', 'experiment/', 'studies/'],
  piscina: ['executors/'],
  bullmq: ['queue/'],
  ioredis: ['queue/'],
  pg: ['queue/'],
  hyparquet: ['store/'],
  'hyparquet-writer': ['store/'],
  vega: ['render/', 'page/'],
  'vega-interpreter': ['render/', 'page/'],
  'vega-lite': ['render/', 'page/'],
  '@resvg/resvg-js': ['render/'],
  preact: ['page/'],
  '@preact/signals': ['page/'],
  '@codemirror/autocomplete': ['page/'],
  '@codemirror/commands': ['page/'],
  '@codemirror/lang-yaml': ['page/'],
  '@codemirror/language': ['page/'],
  '@codemirror/lint': ['page/'],
  '@codemirror/state': ['page/'],
  '@codemirror/view': ['page/'],
  '@lezer/highlight': ['page/'],
  yargs: ['cli/'],
  'cli-progress': ['cli/'],
  'cli-table3': ['cli/'],
};

export function partOf(path: string): string | undefined {
  return FLOORS.flat().find((part) => (part.endsWith('/') ? path.startsWith(part) : path === part));
}

export function floorOf(path: string): number {
  const part = partOf(path);
  return part === undefined ? -1 : FLOORS.findIndex((floor) => floor.includes(part));
}
