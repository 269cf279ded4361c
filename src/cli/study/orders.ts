/** From what was typed to the study that was meant, and from there to the screen: a function for each command of a study. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Compiled } from '../../calibration/compile.ts';
import { shipped } from '../../catalog/shipped.ts';
import { isWorld } from '../../experiment/world/world.ts';
import { LogError } from '../../logs/logError.ts';
import { sources } from '../../store/sources.ts';
import type { Sensitivity } from '../../studies/sensitivity/result.ts';
import { capacityStudy } from '../../studies/capacity/study.ts';
import { Demands } from '../../studies/demands.ts';
import { figure3Study } from '../../studies/figure3/study.ts';
import { figure4Study } from '../../studies/figure4/study.ts';
import { planStudy } from '../../studies/plan/study.ts';
import { runStudy } from '../../studies/run/study.ts';
import { sensitivityStudy } from '../../studies/sensitivity/study.ts';
import type { Study } from '../../studies/study.ts';
import { tableOneStudy, type TableOneOptions } from '../../studies/table1/study.ts';
import { validationStudy } from '../../studies/validation/study.ts';
import type { Validation } from '../../studies/validation/result.ts';
import { conduct } from './conduct.ts';
import type { StudyOrder } from './order.ts';
import { Fault } from '../fault.ts';
import type { RunFlags } from '../flags/flags.ts';
import { packageFolder } from '../package.ts';
import type { PlanFlags } from '../commands/plan/flags.ts';
import { load, loadWithTenants, type Loaded } from '../scenarioFile.ts';
import { writeClaims } from '../commands/sensitivity/doc.ts';
import type { SensitivityFlags } from '../commands/sensitivity/flags.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { quoted, typedAgain } from '../flags/typedAgain.ts';
import { writeValidation } from '../commands/validate/doc.ts';

export function orderRun(file: string, flags: RunFlags, terminal: Terminal): Promise<number> {
  const loaded = loadWithTenants(file, flags);
  if (flags.requests !== undefined && isWorld(loaded.scenarioFile))
    throw new Fault(
      `${file}: has regions, and a log of requests is of one fleet: --requests goes with a scenario of one of its regions`,
    );
  if (flags.tenants && isWorld(loaded.scenarioFile))
    throw new Fault(
      `${file}: has regions, and tenants have figures of their own in one fleet: --tenants goes with a scenario of one of its regions`,
    );
  const study = ready(loaded, (demands) => runStudy(loaded.scenarioFile, { demands, ...flags }));
  return conduct({ study, loaded, command: typedAgain(`run ${quoted(file)}`, flags) }, flags, terminal);
}

export function orderFigure4(flags: RunFlags, terminal: Terminal): Promise<number> {
  const file = join(packageFolder(), 'scenarios', 'figure4.yaml');
  const near = relative('.', file);
  const loaded = loadWithTenants(near.startsWith('..') ? file : near, flags);
  const study = ready(loaded, (demands) => figure4Study(loaded.scenarioFile, { demands, ...flags }));
  return conduct({ study, loaded, command: typedAgain('figure4', flags) }, flags, terminal);
}

export function orderPlan(
  file: string,
  flags: RunFlags,
  { set, again, grid }: PlanFlags,
  terminal: Terminal,
): Promise<number> {
  const loaded = load(file, { ...flags, set: [...flags.set, ...set] }, 'plan');
  const modelError = flags.modelError ? true : flags.noModelError ? false : undefined;
  const study = ready(loaded, (demands) => planStudy(loaded.scenarioFile, { demands, grid, modelError }));
  const command = typedAgain(`plan ${quoted(file)}`, flags, again);
  return conduct({ study, loaded, command }, flags, terminal);
}

export function orderCapacity(
  file: string,
  flags: RunFlags,
  target: number | undefined,
  terminal: Terminal,
): Promise<number> {
  const set = target === undefined ? [] : [`slo.target=${target}`];
  const loaded = load(file, { ...flags, set: [...flags.set, ...set] });
  const { precision, noModelError } = flags;
  const study = ready(loaded, (demands) =>
    capacityStudy(loaded.scenarioFile, { demands, precision, modelError: !noModelError }),
  );
  const again = target === undefined ? [] : [`--target ${target}`];
  const command = typedAgain(`capacity ${quoted(file)}`, flags, again);
  return conduct({ study, loaded, command }, flags, terminal);
}

export function orderSensitivity(
  file: string,
  flags: RunFlags,
  { asked, doc, again }: SensitivityFlags,
  terminal: Terminal,
): Promise<number> {
  const loaded = load(file, flags);
  const { replications } = flags;
  const options = { ...asked, ...(replications !== undefined && { replications }) };
  const study = ready(loaded, (demands) => sensitivityStudy(loaded.scenarioFile, { demands, ...options }));
  const command = typedAgain(`sensitivity ${quoted(file)}`, flags, again);
  const order: StudyOrder<Sensitivity> = {
    study,
    loaded,
    command,
    ...(doc !== undefined && { also: ({ result, figures }) => writeClaims(doc, result, figures) }),
  };
  return conduct(order, flags, terminal);
}

export function orderValidation(flags: RunFlags, doc: string | null, terminal: Terminal): Promise<number> {
  const folder = join(packageFolder(), 'calibration');
  let compiled: Compiled | undefined;
  const study = validationStudy(
    (name) => readFileSync(join(folder, name), 'utf8'),
    (found) => (compiled = found),
  );
  const order: StudyOrder<Validation> = {
    study,
    loaded: null,
    command: 'edgewise validate',
    ...(doc !== null && { also: ({ result }) => writeValidation(doc, result, compiled!) }),
  };
  return conduct(order, flags, terminal);
}

export function orderTableOne(
  options: TableOneOptions,
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const study = tableOneStudy(options);
  return conduct({ study, loaded: null, command: 'edgewise table1' }, flags, terminal);
}

export function orderFigure3(flags: RunFlags, terminal: Terminal): Promise<number> {
  const study = figure3Study(shipped);
  return conduct({ study, loaded: null, command: 'edgewise figure3' }, flags, terminal);
}

/** What cannot be studied is a mistake of the file, or of the log it names. */
function ready<Result>({ file, base }: Loaded, make: (demands: Demands) => Study<Result>): Study<Result> {
  try {
    return make(new Demands(sources(base)));
  } catch (error) {
    if (error instanceof LogError) throw new Fault(error.message);
    if (error instanceof RangeError) throw new Fault(`${file}: ${error.message}`);
    throw error;
  }
}
