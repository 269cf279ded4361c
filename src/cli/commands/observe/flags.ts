/** What `observe` is told beside the address. */
import { GRID_USUAL } from '../../../endpoint/grid.ts';
import { addressOf, type Address, type ProtocolName } from '../../../endpoint/address.ts';
import { PROTOCOLS } from '../../../endpoint/protocols.ts';
import type { Typed } from '../../command.ts';
import { Fault } from '../../fault.ts';
import { readFlags, type FlagReader } from '../../flags/readFlags.ts';

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
  const url = String(typed['url']);
  const address = addressIn(url);
  const flags = readFlags(typed, (read) => ({
    address,
    url,
    file: typeof typed['file'] === 'string' && typed['file'] !== '' ? typed['file'] : undefined,
    grid: read.on('grid'),
    streams: read.whole('streams', 1, MOST),
    prompts: promptsIn(read) ?? GRID_USUAL.prompts,
    outputs: outputsIn(read) ?? GRID_USUAL.outputs,
    precision:
      read.share(
        'precision',
        'a share above 0 and below 1, for instance 3%',
        (share) => share > 0 && share < 1,
      ) ?? GRID_USUAL.precision,
    time: read.seconds('time') ?? GRID_USUAL.time,
    set: read.several('set'),
    seed: read.whole('seed', 0),
    protocol: read.among('protocol', Object.keys(PROTOCOLS) as ProtocolName[]) ?? null,
    model: read.text('model', 'the name of a model') ?? null,
    inFlight: read.whole('in-flight', 1, MOST),
    timeout: read.seconds('timeout') ?? 300,
    keyEnv: read.text('key-env', 'the name of an environment variable') ?? 'EDGEWISE_API_KEY',
    cloud: read.text('cloud', 'a cloud of the catalogue, as openai/gpt-4o-mini'),
    power: read.text('power', 'a file, or tegrastats') ?? null,
    out: read.text('out', 'a folder'),
    force: read.on('force'),
    dryRun: read.on('dry-run'),
    json: read.on('json'),
    quiet: read.on('quiet'),
  }));
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
  if (grid && file !== undefined) fault('a grid has its own requests; use either --grid or a file');
  if (!grid && file === undefined)
    fault('FILE is missing: the scenario with the requests to send; or use --grid for a calibration grid');
  const stray = OF_GRID.find((name) => !grid && typed[name] !== undefined);
  if (stray !== undefined) fault(`--${stray} is for --grid`);
  if (grid && typed['set'] !== undefined) fault('--set is for a scenario, and --grid has none');
  if (grid && streams !== undefined && inFlight !== undefined && streams > inFlight)
    fault(`--streams ${streams} are more at once than --in-flight ${inFlight} allows`);
}

function numbers(written: string): number[] | undefined {
  const found = written.split(',').map((each) => (/^\s*\d+\s*$/.test(each) ? Number(each) : NaN));
  return found.every((each) => each >= 1 && each <= 1e6) ? found : undefined;
}

function promptsIn(read: FlagReader): readonly number[] | undefined {
  return read.one('prompts', 'numbers of tokens, for instance 31,101,191,383', (written) => {
    const found = numbers(written);
    return found && [...new Set(found)].sort((a, b) => a - b);
  });
}

function outputsIn(read: FlagReader): readonly [number, number] | undefined {
  return read.one('outputs', 'two numbers of tokens, the smaller first, for instance 9,65', (written) => {
    const [short, long, ...more] = numbers(written) ?? [];
    return short !== undefined && long !== undefined && more.length === 0 && short < long
      ? [short, long]
      : undefined;
  });
}
