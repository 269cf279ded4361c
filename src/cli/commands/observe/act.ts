/** From an address to a log of what a server did. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LOG, observation, type OfferedLoad, type Observation } from '../../../endpoint/observation.ts';
import { connect, Unreachable, type Session } from '../../../endpoint/session.ts';
import type { GridOptions } from '../../../endpoint/grid.ts';
import { known } from '../../../scenario/known.ts';
import { requestsOf } from '../../../scenario/requests.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { reason } from '../../../store/storeError.ts';
import { sources } from '../../../store/sources.ts';
import { DONE, FAILED, Fault } from '../../fault.ts';
import { inFlightOf, type ObserveFlags } from './flags.ts';
import { observeGauge } from './progress.ts';
import { beforehand, foundText, priceOf, serverLine } from './text.ts';
import { load as loadFile } from '../../scenarioFile.ts';
import { INTERRUPTED, type Terminal } from '../../terminal/terminal.ts';

/** Requests at once in a grid, where the server does not say how many it works on. */
const STREAMS = 4;

export async function runObserve(flags: ObserveFlags, terminal: Terminal): Promise<number> {
  const { out, err } = terminal;
  const scenario = flags.file === undefined ? undefined : scenarioOf(flags.file, flags);
  const folder = flags.out ?? join('out', `observed-${scenario?.scenario.name ?? 'grid'}`);
  const taken = existsSync(join(folder, LOG));
  if (taken && !flags.force && !flags.dryRun)
    throw new Fault(
      `${folder}: already has a log; choose another folder with --out, or overwrite it with --force`,
    );
  const stop = new AbortController();
  const restore = terminal.onInterrupt(() => stop.abort());
  try {
    const session = flags.dryRun ? null : await connected(flags, stop.signal);
    try {
      if (session && !flags.quiet) err.write(`${err.paint(serverLine(session), 'quiet')}\n`);
      const load = loadOf(flags, scenario, session);
      const price = priceOf(flags.cloud, session?.model ?? flags.model);
      const plan = beforehand(load, flags, price);
      if (!session) {
        out.write(
          flags.json
            ? `${JSON.stringify({ ...plan.json, out: folder }, null, 2)}\n`
            : `${plan.text}\nthe log would go to ${join(folder, LOG)}\n`,
        );
        return DONE;
      }
      if (!flags.quiet) err.write(`${err.paint(plan.text, 'quiet')}\n`);
      const found = await observed(session, load, folder, flags, stop.signal, terminal);
      return ended(found, load, flags, stop.signal.aborted, terminal);
    } finally {
      session?.client.close();
    }
  } finally {
    restore();
  }
}

interface Given {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly base: string;
}

function scenarioOf(file: string, { set, seed }: ObserveFlags): Given {
  const { scenarioFile, base } = loadFile(file, { set, seed });
  if (scenarioFile.cells.length > 1)
    throw new Fault(
      `${file}: has ${scenarioFile.cells.length} cells, but only one workload can be sent; choose a value with --set for ${scenarioFile.axes.map(({ path }) => path).join(', ')}, with vary set to {}`,
    );
  const { scenario } = scenarioFile.cells[0]!;
  if (known(scenario)?.users !== undefined)
    throw new Fault(
      `${file}: its users form a closed loop, but requests from a file are sent at fixed times; --grid sends a closed loop`,
    );
  return { scenario, seed: scenarioFile.seed, base };
}

async function connected(flags: ObserveFlags, stop: AbortSignal): Promise<Session> {
  const began = performance.now();
  const key = process.env[flags.keyEnv];
  try {
    return await connect({
      address: flags.address,
      protocol: flags.protocol,
      model: flags.model,
      key: key === '' ? undefined : key,
      inFlight: flags.inFlight ?? flags.streams ?? 100,
      timeout: flags.timeout,
      seed: flags.seed ?? 1,
      clock: () => (performance.now() - began) / 1000,
      stop,
    });
  } catch (error) {
    if (stop.aborted) throw new Fault('interrupted before anything was recorded', INTERRUPTED);
    if (error instanceof Unreachable) throw new Fault(error.message);
    throw error;
  }
}

function loadOf(flags: ObserveFlags, given: Given | undefined, session: Session | null): OfferedLoad {
  if (given) {
    const { scenario, seed, base } = given;
    const requests = requestsOf(scenario, { seed, replication: 0, source: sources(base) });
    if (requests.length === 0) throw new Fault(`${flags.file}: has no requests`);
    return { kind: 'open', requests };
  }
  const context = session?.facts.context ?? Infinity;
  const { outputs } = flags;
  const streams = flags.streams ?? Math.min(session?.facts.slots ?? STREAMS, flags.inFlight ?? Infinity);
  const prompts = flags.prompts.filter((prompt) => prompt + outputs[1] <= context);
  if (prompts.length < 2)
    throw new Fault(
      `the server's context is ${context} tokens for prompt and answer together; choose --prompts that fit with an answer of ${outputs[1]}`,
    );
  const grid: GridOptions = { streams, prompts, outputs };
  return { kind: 'grid', grid, precision: flags.precision, time: flags.time };
}

async function observed(
  session: Session,
  load: OfferedLoad,
  folder: string,
  flags: ObserveFlags,
  stop: AbortSignal,
  { err }: Terminal,
): Promise<Observation> {
  const gauge = observeGauge(err, load, flags.quiet);
  try {
    return await observation({
      session,
      load,
      folder,
      endpoint: flags.address.root,
      inFlight: inFlightOf(flags, load.kind === 'grid' ? load.grid.streams : 1),
      timeout: flags.timeout,
      seed: flags.seed ?? 1,
      power: flags.power,
      stop,
      onEnd: (_, counts) => gauge.counted(counts),
      onRound: (known, rounds) => gauge.rounds(known, rounds),
    });
  } catch (error) {
    if (flags.power !== null && error instanceof Error && 'path' in error && error.path === flags.power)
      throw new Fault(`${flags.power}: cannot be read: ${reason(error)}`);
    throw error;
  } finally {
    gauge.stop();
  }
}

function ended(
  found: Observation,
  load: OfferedLoad,
  flags: ObserveFlags,
  interrupted: boolean,
  { out }: Terminal,
): number {
  if (flags.json) {
    const points = found.known?.map(({ point, rounds, spread }) => ({
      ...point,
      rounds: rounds.length,
      spread: Number.isFinite(spread) ? spread : null,
    }));
    const { known: _, ...rest } = found;
    out.write(
      `${JSON.stringify({ schema: 'edgewise.observation/1', ...rest, ...(points && { points }), interrupted }, null, 2)}\n`,
    );
  } else out.write(foundText(found, load, flags, out));
  if (interrupted) {
    const count = Object.values(found.counts).reduce((sum, each) => sum + each, 0);
    throw new Fault(`interrupted: ${count} requests are recorded in ${found.log}`, INTERRUPTED);
  }
  if (found.counts.ok === 0)
    throw new Fault(`no request was answered: ${found.fault ?? 'the server said nothing'}`, FAILED);
  return DONE;
}
