/** Colours, shapes and dashes of every figure. Told apart by colour-blind readers, and by lightness in grey. */

/** Names that the report's page exchanges for their counterparts on a dark screen. */
export const INK = '#1b1f24';
/** Labels of axes, notes. */
export const SOFT = '#57606a';
/** Axes and whiskers' quiet companions. */
export const LINE = '#8c959f';
export const GRID = '#e3e6ea';
export const PAPER = '#ffffff';

/** Edge and cloud, good and bad, where a figure is not about the values of an axis. */
export const EDGE = '#004488';
export const CLOUD = '#DDAA33';
export const BAD = '#BB5566';
/** What is told apart from the rest without being the subject. */
export const QUIET = '#b6bec7';

/** Lightness 72, 47 and 29 of 100. */
const THREE: readonly string[] = ['#DDAA33', '#BB5566', '#004488'];
/** Lightness 72, 62, 41 and 29; 51 comes fifth, and 66 sixth. */
const FOUR: readonly string[] = ['#DDAA33', '#6699CC', '#994455', '#004488'];
const FIVE: readonly string[] = ['#DDAA33', '#6699CC', '#997700', '#994455', '#004488'];
const SIX: readonly string[] = ['#DDAA33', '#E58A98', '#6699CC', '#997700', '#994455', '#004488'];

const SHAPES: readonly string[] = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];
const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [10, 4],
  [1, 3],
];

/** A colour for each of n things, from light to dark; past six they come round again, with another shape or dash. */
export function colours(n: number): string[] {
  if (n <= 1) return ['#004488'].slice(0, n);
  if (n === 2) return ['#DDAA33', '#004488'];
  if (n <= 5) return [...[THREE, FOUR, FIVE][n - 3]!];
  return Array.from({ length: n }, (_, i) => SIX[i % SIX.length]!);
}

/** Of every strategy, so that it is found again in any figure whatever stands beside it. */
const STRATEGIES: Readonly<Record<string, string>> = {
  random: '#DDAA33',
  weighted: '#BB5566',
  loadAware: '#004488',
  leastQueue: '#99BBFF',
  powerOf: '#77BBBB',
  roundRobin: '#BBBB77',
  shortestCompletion: '#996611',
  deadline: '#770044',
  cloudOnly: '#662211',
};

/** Of strategies that a file gives names of its own: those that no other needs, then these. */
const SPARE: readonly string[] = ['#0088AA', '#CC77AA', '#557733', '#8877CC', '#CC7744', '#777777'];

/** What the values of an axis are told apart by: a strategy has its own colour, everything else one by its place. */
export function coloursOf(path: string | null, labels: readonly unknown[]): string[] {
  if (path !== 'strategy') return colours(labels.length);
  const known = labels.map((label) => STRATEGIES[String(label).split(' ')[0]!]);
  const spare = [...SPARE, ...Object.values(STRATEGIES).filter((colour) => !known.includes(colour))];
  const taken = new Set<string>();
  let next = 0;
  return known.map((colour) => {
    // The same strategy with other options needs a colour of its own.
    const own = colour !== undefined && !taken.has(colour) ? colour : spare[next++ % spare.length]!;
    taken.add(own);
    return own;
  });
}

export function shapes(n: number): string[] {
  return Array.from({ length: n }, (_, i) => SHAPES[i % SHAPES.length]!);
}

/** Three lines differ enough in lightness; more differ in their dashes as well. */
export function dashes(n: number): number[][] {
  if (n <= 3) return Array.from({ length: n }, () => [1, 0]);
  return Array.from({ length: n }, (_, i) => [...DASHES[i % DASHES.length]!]);
}

/** A tint of a colour on paper: what is outlined rather than filled. `share` of the colour is left. */
export function tint(colour: string, share: number): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `#${parts
    .map((part) =>
      Math.round(255 - (255 - part) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** What a dark screen shows instead, by the colour on paper. */
export const DARK: Readonly<Record<string, string>> = {
  [INK]: '#e6e9ed',
  [SOFT]: '#a2abb6',
  [LINE]: '#77818c',
  [GRID]: '#2b3138',
  [PAPER]: '#14171b',
  [QUIET]: '#59626d',
  '#004488': '#4a8bd0',
  '#DDAA33': '#eecc66',
  '#BB5566': '#e58a98',
  '#994455': '#c76a7d',
  '#997700': '#b8962a',
  '#996611': '#b98536',
  '#770044': '#c05a96',
  '#662211': '#a8644d',
  '#557733': '#7fa454',
};
