/** Parses `--over limits.0.window=10s..10m:log` to inputs, or reports all mistakes. */
import type { Input } from './result.ts';
import { parseRate, parseSeconds } from '../../kernel/units.ts';
import { mistake, ScenarioError, type Hints, type Mistake } from '../../scenario/mistake.ts';
import { keys } from '../../scenario/node.ts';
import { read } from '../../scenario/read.ts';
import { resolvedText } from '../../scenario/resolvedText.ts';
import type { Plain, ScenarioFile, Scenario } from '../../scenario/scenario.ts';
import { instead } from '../../scenario/suggestion.ts';
import { valueAt, nodeAt, withNode } from './input.ts';
import { MOST_INPUTS } from './sobol.ts';

const FORM = 'PATH=LOW..HIGH, then :log or :int if wanted, as in limits.0.window=10s..10m:log';

/** Throws all mistakes at once. */
export function readInputs(scenarioFile: ScenarioFile, overs: readonly string[]): Input[] {
  const found: Mistake[] = [];
  const inputs = overs.flatMap((over) => {
    const one = new Reading(scenarioFile, over).input();
    found.push(...one.mistakes);
    return one.input ? [one.input] : [];
  });
  overs.forEach((over, i) => {
    const path = pathOf(over);
    if (overs.slice(0, i).some((other) => pathOf(other) === path))
      found.push(wrong(over, 0, over.length, `${path} is given twice`));
  });
  if (overs.length > MOST_INPUTS)
    found.push(
      wrong(overs[MOST_INPUTS]!, 0, overs[MOST_INPUTS]!.length, `is one input too many`, {
        allowed: `${MOST_INPUTS} at most`,
      }),
    );
  if (found.length > 0) throw new ScenarioError(found);
  const names = inputNames(scenarioFile, inputs);
  return inputs.map((input, i) => ({ ...input, name: names[i]! }));
}

function pathOf(over: string): string {
  return keys((over.split('=')[0] ?? '').trim()).join('.');
}

function wrong(over: string, start: number, end: number, message: string, hints?: Hints): Mistake {
  const text = { file: '--over', text: `--over ${over}`, option: true };
  return mistake({ text, start: start + 7, end: Math.max(start + 8, end + 7) }, '', message, hints);
}

type Found = { readonly input?: Input; readonly mistakes: readonly Mistake[] };

class Reading {
  readonly #scenarioFile: ScenarioFile;
  readonly #over: string;

  constructor(scenarioFile: ScenarioFile, over: string) {
    this.#scenarioFile = scenarioFile;
    this.#over = over;
  }

  input(): Found {
    const over = this.#over;
    const equals = over.indexOf('=');
    const form = /^\s*(\S.*?)\s*\.\.\s*(\S.*?)\s*((?::(?:log|int))*)\s*$/.exec(over.slice(equals + 1));
    const flag = /:(?!(?:log|int)\b)[a-z]+\s*$/i.exec(over);
    if (equals > 0 && flag)
      return this.#refuse(flag.index, over.length, `${flag[0].trim()} is no way to draw a number`, {
        allowed: ':log, :int, or nothing',
      });
    if (equals < 1 || !form) return this.#refuse(0, over.length, 'is not a range', { allowed: FORM });
    const path = pathOf(over);
    const [, low, high, flags] = form as unknown as [string, string, string, string];
    const from = equals + 1;
    const cells = this.#cells(path);
    if ('mistakes' in cells) return cells;
    const bounds = [low, high].map((text) => this.#number(path, text, cells.cells[0]!));
    const mistakes = bounds.flatMap((bound) => (typeof bound === 'number' ? [] : bound));
    if (mistakes.length > 0) return { mistakes };
    const [least, most] = bounds as [number, number];
    const logarithmic = flags.includes(':log');
    const base = nodeAt(this.#scenarioFile.cells[cells.cells[0]!]!.scenario, path.split('.')).node as number;
    const whole = flags.includes(':int') || this.#isWhole(path, cells.cells[0]!, least, most);
    const end = over.length;
    if (least >= most)
      return this.#refuse(from, end, `the range is empty: ${low} is not below ${high}`, { allowed: FORM });
    if (logarithmic && least <= 0)
      return this.#refuse(from, end, `a range with :log cannot start at ${low}`, { allowed: 'above 0' });
    if (whole && !(Number.isInteger(least) && Number.isInteger(most)))
      return this.#refuse(from, end, 'the ends of a range with :int are whole numbers');
    const input: Input = {
      path,
      name: path,
      low: least,
      high: most,
      logarithmic,
      whole,
      unit: unitOf(low, high, least, most),
      base,
      cells: cells.cells,
    };
    const checked = [0, 0.5, 1].flatMap((share) => this.#check(input, valueAt(input, share)));
    return checked.length > 0 ? { mistakes: checked.slice(0, 1) } : { input, mistakes: [] };
  }

  #refuse(start: number, end: number, message: string, hints?: Hints): { mistakes: readonly Mistake[] } {
    return { mistakes: [wrong(this.#over, start, end, message, hints)] };
  }

  /** The cells that have a number at the path. */
  #cells(path: string): { readonly cells: readonly number[] } | { readonly mistakes: readonly Mistake[] } {
    const steps = path.split('.');
    const nodes = this.#scenarioFile.cells.map(({ scenario }) => nodeAt(scenario, steps));
    const cells = nodes.flatMap(({ node }, i) => (typeof node === 'number' ? [i] : []));
    if (cells.length > 0) return { cells };
    const length = this.#over.indexOf('=');
    const there = nodes.find(({ node }) => node !== undefined);
    if (there) {
      const { node } = there;
      const message =
        node === null
          ? `${path} has no value in this scenario: give it one first, with --set ${path}=...`
          : `${path} is ${typeof node === 'object' ? 'not a single value' : JSON.stringify(node)}, not a number`;
      return this.#refuse(0, length, message, { allowed: 'the path of a number' });
    }
    const furthest = nodes.reduce((best, one) => (one.reached > best.reached ? one : best));
    const where = furthest.reached === 0 ? 'a scenario' : steps.slice(0, furthest.reached).join('.');
    const key = steps[furthest.reached]!;
    const hints = furthest.names.length > 0 ? instead(key, furthest.names) : {};
    return this.#refuse(0, length, `there is no ${key} in ${where}`, hints);
  }

  /** The resolved value of an end of the range. */
  #number(path: string, text: string, cell: number): number | readonly Mistake[] {
    const plain = Number(text);
    const made = this.#read(path, Number.isFinite(plain) ? plain : text, cell);
    const start = this.#over.indexOf(text, this.#over.indexOf('=') + 1);
    if ('wrong' in made) return [wrong(this.#over, start, start + text.length, made.wrong, made.hints)];
    const { node } = nodeAt(made.scenario, path.split('.'));
    return typeof node === 'number'
      ? node
      : [wrong(this.#over, start, start + text.length, `${text} is not a number`)];
  }

  /** Whether only whole numbers are allowed there. */
  #isWhole(path: string, cell: number, low: number, high: number): boolean {
    if (!Number.isInteger(low) || !Number.isInteger(high)) return false;
    return 'wrong' in this.#read(path, low + 0.5, cell) && !('wrong' in this.#read(path, low, cell));
  }

  #check(input: Input, value: number): readonly Mistake[] {
    return input.cells.slice(0, 4).flatMap((cell) => {
      const made = this.#read(input.path, value, cell);
      const start = this.#over.indexOf('=') + 1;
      return 'wrong' in made
        ? [wrong(this.#over, start, this.#over.length, `at ${value}: ${made.wrong}`, made.hints)]
        : [];
    });
  }

  /** Reads the scenario with the value in place, as if it were written in the file. */
  #read(
    path: string,
    value: Plain,
    cell: number,
  ): { readonly scenario: Scenario } | { readonly wrong: string; readonly hints: Hints } {
    const { name, description, seed, replications, cells } = this.#scenarioFile;
    const { scenario } = cells[cell]!;
    const changed = { labels: {}, scenario: withNode(scenario, path.split('.'), value) };
    const changedFile = { name, description, seed, replications, axes: [], cells: [changed], expect: [] };
    try {
      const text = resolvedText(changedFile, true);
      return { scenario: read(text, { file: path }).cells[0]!.scenario };
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      const { path: where, message, allowed } = error.mistakes[0]!;
      const said = where === '' || where === path ? message : `${where}: ${message}`;
      return { wrong: said, hints: allowed === null ? {} : { allowed } };
    }
  }
}

function unitOf(low: string, high: string, least: number, most: number): string {
  const timed = (text: string): boolean => /[a-z]\s*$/i.test(text) && !text.includes('/');
  if ((timed(low) || timed(high)) && parseSeconds(low) === least && parseSeconds(high) === most) return 's';
  if ((low.includes('/') || high.includes('/')) && parseRate(low) === least && parseRate(high) === most)
    return '/s';
  return '';
}

/** The shortest unique end of the path; machines are named by board. */
function inputNames(
  { cells }: Pick<ScenarioFile, 'cells'>,
  inputs: readonly Pick<Input, 'path'>[],
): string[] {
  const { fleet } = cells[0]!.scenario;
  const paths = inputs.map(({ path }) => path);
  return paths.map((path) => {
    const [part, place, ...rest] = path.split('.');
    if (part === 'fleet') {
      const boards = fleet.map(({ profile }) => profile.name.split('/')[0]!);
      const board = boards[Number(place)]!;
      const whole =
        boards.filter((one) => one === board).length > 1 ? fleet[Number(place)]!.profile.name : board;
      return `${whole} ${rest.join('.')}`;
    }
    const steps = path.split('.').filter((step) => !/^\d+$/.test(step));
    for (let kept = 1; kept < steps.length; kept++) {
      const end = steps.slice(-kept).join('.');
      const alone = paths.every((other) => other === path || !`.${other}`.endsWith(`.${end}`));
      if (alone && !VAGUE.has(steps.at(-kept)!)) return end;
    }
    return path;
  });
}

/** Names that mean nothing without their parent. */
const VAGUE: ReadonlySet<string> = new Set([
  'mean',
  'cv',
  'median',
  'p95',
  'value',
  'min',
  'max',
  'scale',
  'fixed',
  'for',
]);
