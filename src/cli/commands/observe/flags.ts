/** What `observe` is told beside the address. */
import { GRID_USUAL } from '../../../endpoint/grid.ts';
import { parseSeconds, parseShare } from '../../../kernel/units.ts';
import { mistake, ScenarioError, type Mistake } from '../../../scenario/mistake.ts';
import { closest } from '../../../scenario/suggestion.ts';
import { addressOf, type Address, type ProtocolName } from '../../../endpoint/address.ts';
import { PROTOCOLS } from '../../../endpoint/protocols.ts';
import type { Typed } from '../../command.ts';
import { Fault } from '../../fault.ts';
import { read, several } from '../../flags/flags.ts';

export interface ObserveFlags {
  readonly address: Address;
  /** As it was typed. */
  readonly url: string;
  readonly file: string | undefined;
  readonly grid: boolean;
  readonly streams: number | undefined;
  readonly prompts: readonly number[];
  readonly outputs: readonly [number, number];
  readonly precision: number;
  readonly time: number;
  readonly set: readonly string[];
  readonly seed: number | undefined;
  readonly protocol: ProtocolName | null;
  readonly model: string | null;
  readonly inFlight: number | undefined;
  readonly timeout: number;
  readonly keyEnv: string;
  readonly cloud: string | undefined;
  readonly power: string | null;
  readonly out: string | undefined;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Requests at a time, when nothing is said. */
const IN_FLIGHT = 100;
const MOST = 10_000;

/** Throws every mistake there is in them at once. */
export function observeFlags(typed: Typed): ObserveFlags {
  const wrong: Mistake[] = [];
  const url = String(typed['url']);
  const file = typeof typed['file'] === 'string' && typed['file'] !== '' ? typed['file'] : undefined;
  const grid = typed['grid'] === true;
  const address = addressIn(url);
  const whole = (name: string, least: number, most: number): number | undefined =>
    read(typed, name, wrong, `a whole number from ${least} to ${most}`, (written) => {
      const number = /^\s*\d+\s*$/.test(written) ? Number(written) : NaN;
      return number >= least && number <= most ? number : undefined;
    });
  const span = (name: string): number | undefined =>
    read(typed, name, wrong, 'a time above 0, for instance 90s or 10m', (written) => {
      const seconds = parseSeconds(written);
      return seconds !== undefined && seconds > 0 ? seconds : undefined;
    });
  const word = (name: string, allowed: string): string | undefined =>
    read(typed, name, wrong, allowed, (written) => written.trim() || undefined);
  const flags = {
    address,
    url,
    file,
    grid,
    streams: whole('streams', 1, MOST),
    prompts: list(typed, 'prompts', wrong) ?? GRID_USUAL.prompts,
    outputs: pair(typed, wrong) ?? GRID_USUAL.outputs,
    precision:
      read(typed, 'precision', wrong, 'a share above 0 and below 1, for instance 3%', (written) => {
        const share = parseShare(written);
        return share !== undefined && share > 0 && share < 1 ? share : undefined;
      }) ?? GRID_USUAL.precision,
    time: span('time') ?? GRID_USUAL.time,
    set: several(typed, 'set'),
    seed: whole('seed', 0, Number.MAX_SAFE_INTEGER),
    protocol: protocolIn(typed, wrong),
    model: word('model', 'the name of a model') ?? null,
    inFlight: whole('in-flight', 1, MOST),
    timeout: span('timeout') ?? 300,
    keyEnv: word('key-env', 'the name of an environment variable') ?? 'EDGEWISE_API_KEY',
    cloud: word('cloud', 'a cloud of the catalogue, as openai/gpt-4o-mini'),
    power: word('power', 'a file, or tegrastats') ?? null,
    out: word('out', 'a folder'),
    force: typed['force'] === true,
    dryRun: typed['dry-run'] === true,
    json: typed['json'] === true,
    quiet: typed['quiet'] === true,
  };
  if (wrong.length > 0) throw new ScenarioError(wrong);
  together(typed, flags);
  return flags;
}

/** Requests that may be at the server at a time. */
export function inFlightOf({ grid, inFlight }: ObserveFlags, streams: number): number {
  return grid ? Math.min(streams, inFlight ?? streams) : (inFlight ?? IN_FLIGHT);
}

function addressIn(url: string): Address {
  try {
    return addressOf(url);
  } catch (error) {
    if (error instanceof RangeError) throw new Fault(`edgewise observe: ${error.message}`);
    throw error;
  }
}

const OF_GRID = ['streams', 'prompts', 'outputs', 'precision', 'time'];

function together(typed: Typed, { grid, file, streams, inFlight }: ObserveFlags): void {
  const fault = (text: string): never => {
    throw new Fault(`edgewise observe: ${text}`);
  };
  if (grid && file !== undefined)
    fault('a grid has requests of its own: leave out either --grid or the file');
  if (!grid && file === undefined)
    fault('FILE is missing, the scenario whose requests are sent; or --grid for a calibration grid');
  const stray = OF_GRID.find((name) => !grid && typed[name] !== undefined);
  if (stray !== undefined) fault(`--${stray} is for --grid`);
  if (grid && typed['set'] !== undefined) fault('--set is for a scenario, and --grid has none');
  if (grid && streams !== undefined && inFlight !== undefined && streams > inFlight)
    fault(`--streams ${streams} are more at once than --in-flight ${inFlight} allows`);
}

function protocolIn(typed: Typed, wrong: Mistake[]): ProtocolName | null {
  const names = Object.keys(PROTOCOLS);
  const [written] = several(typed, 'protocol');
  const isKnown = (name: string): name is ProtocolName => names.includes(name);
  if (written === undefined || isKnown(written)) return written ?? null;
  const text = `--protocol ${written}`;
  const near = closest(written, names);
  const at = { text: { file: '--protocol', text, option: true }, start: 11, end: Math.max(12, text.length) };
  wrong.push(
    mistake(at, '', `there is no protocol ${written}`, {
      allowed: names.join(', '),
      ...(near !== undefined && { nearest: near }),
    }),
  );
  return null;
}

function numbers(written: string): number[] | undefined {
  const found = written.split(',').map((each) => (/^\s*\d+\s*$/.test(each) ? Number(each) : NaN));
  return found.every((each) => each >= 1 && each <= 1e6) ? found : undefined;
}

function list(typed: Typed, name: string, wrong: Mistake[]): readonly number[] | undefined {
  return read(typed, name, wrong, 'numbers of tokens, for instance 31,101,191,383', (written) => {
    const found = numbers(written);
    return found && [...new Set(found)].sort((a, b) => a - b);
  });
}

function pair(typed: Typed, wrong: Mistake[]): readonly [number, number] | undefined {
  return read(
    typed,
    'outputs',
    wrong,
    'two numbers of tokens, the smaller first, for instance 9,65',
    (written) => {
      const [short, long, ...more] = numbers(written) ?? [];
      return short !== undefined && long !== undefined && more.length === 0 && short < long
        ? ([short, long] as const)
        : undefined;
    },
  );
}
