/** Simulates the stations of queueing theory, fits the profiles again, and says how far off all of it is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileProfiles, type Compiled } from '../calibration/compile.ts';
import { implausible } from '../calibration/plausible.ts';
import { readTables, type AllTables } from '../calibration/readTables.ts';
import { validateMeasurements, validatePaper, validateSpeedUps } from '../calibration/validate.ts';
import type { Profile } from '../catalog/profile.ts';
import { shipped } from '../catalog/shipped.ts';
import { estimate } from '../experiment/estimate.ts';
import { Bench, Stopped } from '../experiment/bench.ts';
import type { Job } from '../experiment/job.ts';
import { read } from '../scenario/read.ts';
import { crew } from './crew.ts';
import { DONE, EXPECTATION_FAILED, Fault } from './fault.ts';
import { packageFolder } from './package.ts';
import { gauge, SILENT } from './progress.ts';
import { REPLICATIONS, STATIONS, type QueueCheck } from './queueing.ts';
import { INTERRUPTED, type Terminal } from './terminal.ts';
import { underLoad } from '../experiment/underLoad.ts';
import type { TheoryRow, Validation } from './validation.ts';
import { writeValidation } from './validationDoc.ts';
import { validationText } from './validationText.ts';
import { Demands } from './workloadSize.ts';

const SEED = 2505;

export interface ValidateOptions {
  readonly workers: number | undefined;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly doc: string | null;
}

export async function runValidate(options: ValidateOptions, terminal: Terminal): Promise<number> {
  const { out } = terminal;
  const theory = await stations(options, terminal);
  const folder = join(packageFolder(), 'calibration');
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const tables = readTables(text);
  const compiled = compileProfiles(tables);
  const found: Validation = { theory, ...measured(compiled, tables, text) };
  if (options.doc !== null) await writeValidation(options.doc, found, compiled);
  out.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : validationText(found, out));
  const missed =
    [...theory, ...found.heldOut, ...found.underLoad.flatMap(({ all }) => all)].some(
      ({ holds }) => holds === false,
    ) || found.oddities.some(({ why }) => why === null);
  return missed ? EXPECTATION_FAILED : DONE;
}

export function measured(
  compiled: Compiled,
  tables: AllTables,
  text: (name: string) => string,
): Omit<Validation, 'theory'> {
  const find = (name: string): Profile => shipped.findProfile(name);
  return {
    heldOut: validateMeasurements(compiled).sort((a, b) =>
      a.profile === b.profile ? 0 : a.profile < b.profile ? -1 : 1,
    ),
    underLoad: underLoad(text, find),
    paper: validatePaper(find),
    speedUps: validateSpeedUps(compiled),
    oddities: implausible(compiled.profiles, tables.boards, tables.models).map((one) => ({
      ...one,
      why: tables.oddities.find(({ profile }) => one.profile.includes(profile))?.why ?? null,
    })),
  };
}

async function stations({ workers, quiet }: ValidateOptions, terminal: Terminal): Promise<TheoryRow[]> {
  const scenarios = STATIONS.map(({ text }) => read(text, { file: 'station' }).cells[0]!.scenario);
  const jobs = scenarios.flatMap((scenario, cell) =>
    Array.from({ length: REPLICATIONS }, (_, replication): Job => {
      // A seed for each station, so that they are not all off the same way.
      return { cell, replication, draw: null, seed: SEED + cell, scenario, keep: 'none' };
    }),
  );
  const demands = new Demands('.');
  const sizes = scenarios.map((scenario) => demands.requestsOf(scenario));
  const requests = REPLICATIONS * sizes.reduce((sum, size) => sum + size, 0);
  const executor = crew({
    settings: { base: '.' },
    work: { runs: jobs.length, requests, largest: Math.max(...sizes), open: false },
    workers,
  });
  const stop = new AbortController();
  const restore = terminal.onInterrupt(() => stop.abort());
  const shown = quiet ? SILENT : gauge(terminal.err);
  const values = STATIONS.map((): (number | null)[] => []);
  const bench = new Bench({
    executor,
    signal: stop.signal,
    onProgress: (progress) => shown.update(progress),
  });
  try {
    await bench.need(jobs, ({ cell, replication, result }) => {
      values[cell]![replication] = STATIONS[cell]!.of(result.metrics);
    });
    return STATIONS.map((station, cell) => compared(station, values[cell]!));
  } catch (error) {
    if (error instanceof Stopped) throw new Fault('interrupted', INTERRUPTED);
    throw error;
  } finally {
    shown.stop();
    restore();
    await executor.close();
  }
}

function compared(station: QueueCheck, values: readonly (number | null)[]): TheoryRow {
  const { name, load, figure, theory, margin } = station;
  const { mean, ci95 } = estimate(values);
  const error = mean! / theory - 1;
  return {
    name,
    load,
    figure,
    theory,
    margin,
    simulated: mean!,
    ci95: ci95!,
    error,
    holds: Math.abs(error) <= margin,
  };
}
