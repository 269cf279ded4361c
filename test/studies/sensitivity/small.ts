/** A small study that is run for real. */
import { inProcess } from '../../../src/executors/inProcess.ts';
import type { Executor, RunJob } from '../../../src/experiment/executor.ts';
import type { Finished } from '../../../src/experiment/job.ts';
import { runJob } from '../../../src/experiment/runJob.ts';
import { readInputs } from '../../../src/studies/sensitivity/over.ts';
import {
  sensitivityAnalysis,
  type SensitivityNeeds,
  type SensitivityOutcome,
} from '../../../src/studies/sensitivity/sensitivity.ts';
import type { ScenarioFile } from '../../../src/scenario/scenario.ts';
import { office } from '../../experiment/plan.ts';

export const OVERS: readonly string[] = [
  'limits.0.window=10s..5m:log',
  'fleet.0.count=2..6',
  'workload.arrivals.rate=0.2/s..1/s',
];

export const SMALL: Omit<SensitivityNeeds, 'executor' | 'version'> = {
  walks: 3,
  samples: 8,
  levels: 5,
  side: 3,
  maps: [['limits.0.window', 'fleet.0.count']],
  claims: 8,
  replications: 2,
};

export const run: RunJob = (job) =>
  runJob(job, {
    source: (name) => {
      throw new Error(`no file ${name}`);
    },
  });

export interface Studied extends SensitivityOutcome {
  readonly finished: readonly Finished[];
}

export async function study(
  options: Partial<SensitivityNeeds> = {},
  scenarioFile: ScenarioFile = office(),
  overs: readonly string[] = OVERS,
  executor: Executor = inProcess(run),
): Promise<Studied> {
  const finished: Finished[] = [];
  const inputs = readInputs(scenarioFile, overs);
  const outcome = await sensitivityAnalysis(scenarioFile, inputs, {
    executor,
    version: '0',
    onFinished: (one) => finished.push(one),
    ...SMALL,
    ...options,
  });
  return { ...outcome!, finished };
}
