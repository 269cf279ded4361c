/** Compares the simulator with queueing theory, and the profiles with measurements not used in their fits. */
import { compileProfiles, type Compiled } from '../../calibration/compile.ts';
import { implausible } from '../../calibration/plausible.ts';
import { readTables, type AllTables } from '../../calibration/readTables.ts';
import { validateMeasurements, validatePaper, validateSpeedUps } from '../../calibration/validate.ts';
import type { Profile } from '../../catalog/profile.ts';
import { shipped } from '../../catalog/shipped.ts';
import { Bench } from '../../experiment/bench.ts';
import { estimate } from '../../experiment/estimate.ts';
import type { Job } from '../../experiment/job.ts';
import { underLoad } from './underLoad.ts';
import { counted } from '../../kernel/words.ts';
import type { Sentence } from '../../report/section.ts';
import { read } from '../../scenario/read.ts';
import { Demands } from '../demands.ts';
import type { Study, StudyKind } from '../study.ts';
import { noFile } from '../words.ts';
import { REPLICATIONS, STATIONS, type QueueCheck } from './queueing.ts';
import { validationText } from './report/blocks.ts';
import type { TheoryRow, Validation } from './result.ts';

const SEED = 2505;

/** Whether theory and measurements confirm the simulator. */
function answerOf({ theory, heldOut, underLoad }: Validation): Sentence {
  const loads = underLoad.flatMap(({ all }) => all);
  const met = <Row extends { readonly holds: boolean | null }>(rows: readonly Row[]): string => {
    const asked = rows.filter(({ holds }) => holds !== null);
    return `${asked.filter(({ holds }) => holds).length} of ${asked.length}`;
  };
  const fails = [...theory, ...heldOut, ...loads].some(({ holds }) => holds === false);
  return {
    text: `${met(theory)} stations agree with queueing theory within their margins; ${met(heldOut)} aims are met on measurements the fits did not see, ${met(loads)} on real servers under load.`,
    tone: fails ? 'bad' : 'good',
  };
}

const VALIDATION: StudyKind<Validation> = {
  name: 'validation',
  file: null,
  text: validationText,
  answer: answerOf,
};

/** `text` reads a file of the package's calibration folder; `onCompiled` gets the refitted profiles. */
export function validationStudy(
  text: (name: string) => string,
  onCompiled?: (compiled: Compiled) => void,
): Study<Validation> {
  const scenarios = STATIONS.map((station) => read(station.text, { file: 'station' }).cells[0]!.scenario);
  const demands = new Demands(noFile);
  const sizes = scenarios.map((scenario) => demands.requestsOf(scenario));
  const jobs = scenarios.flatMap((scenario, cell) =>
    Array.from({ length: REPLICATIONS }, (_, replication): Job => {
      // A seed for each queue, so that their errors are independent.
      return { cell, replication, draw: null, seed: SEED + cell, scenario, keep: 'none' };
    }),
  );
  return {
    kind: VALIDATION,
    scenarioFile: null,
    needs: {
      runs: jobs.length,
      requests: REPLICATIONS * sizes.reduce((sum, size) => sum + size, 0),
      largest: Math.max(...sizes),
      some: () => jobs.map((job) => ({ job, requests: sizes[job.cell]! })),
    },
    before: {
      opening: `${counted(STATIONS.length, 'station')} × ${counted(REPLICATIONS, 'replication')} = ${counted(jobs.length, 'run')}`,
      lines: [],
      said: {},
    },
    async conclude(options) {
      const values = STATIONS.map((): (number | null)[] => []);
      await new Bench(options).need(jobs, ({ cell, replication, result }) => {
        values[cell]![replication] = STATIONS[cell]!.of(result.metrics);
      });
      const theory = STATIONS.map((station, cell) => compared(station, values[cell]!));
      const tables = readTables(text);
      const compiled = compileProfiles(tables);
      onCompiled?.(compiled);
      const found: Validation = { theory, ...measured(compiled, tables, text) };
      const all = [...theory, ...found.heldOut, ...found.underLoad.flatMap((one) => one.all)];
      const explained = found.oddities.every(({ why }) => why !== null);
      return { result: found, holds: explained && all.every(({ holds }) => holds !== false), figures: [] };
    },
  };
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
