/** Limits of what a plan can claim from recorded demand: no more than the log contains, however often it is replayed. */
import { studentQuantile } from '../../kernel/student.ts';
import { blockFor, blockWords, DAY } from '../../logs/blocks.ts';
import type { Recorded, Resampled } from '../../results.ts';
import { factsOf } from '../../scenario/facts.ts';
import type { Choice, ScenarioFile, Planning, Scenario } from '../../scenario/scenario.ts';
import { leastShare } from './binomial.ts';

/** Factor by which the bound of a mean widens, because the log that all runs resample is a sample too. */
export function widening(runs: number, { freedom, share }: Resampled, confidence: number): number {
  const degrees = Math.max(1, Math.min(runs - 1, freedom));
  const quantiles = studentQuantile(confidence, degrees) / studentQuantile(confidence, runs - 1);
  return quantiles * Math.sqrt(1 + runs * share);
}

/** Effective number of independent days, when so many are resampled from a log of fewer. */
export function daysWorth(days: number, recorded: number): number {
  return (days * recorded) / (days + recorded);
}

/** With `per: day`, each run is one day of the log. */
export function withRecordedDays(scenarioFile: ScenarioFile, planning: Planning): ScenarioFile {
  const { workload } = scenarioFile.cells[0]!.scenario;
  const single = factsOf('workloads', workload).oneBlock?.(workload);
  if (planning.per !== 'day' || !single) return scenarioFile;
  const cells = scenarioFile.cells.map((cell) => {
    const scenario: Scenario = {
      ...cell.scenario,
      duration: null,
      workload: { ...cell.scenario.workload, ...single } as Choice,
    };
    return { ...cell, scenario };
  });
  return { ...scenarioFile, cells };
}

/** Throws an error of one line, with what to write instead, when the plan requires more than was recorded. */
export function checkRecorded(
  { per, days }: Planning,
  recorded: Recorded | undefined,
  mostRuns: number,
): void {
  if (!recorded) return;
  const { words, seconds, resampled } = recorded;
  const block = blockFor(seconds);
  if (!resampled) {
    const write =
      block === null
        ? 'the log is too short to be drawn from anew: record more'
        : `write resample: { block: ${per === 'day' ? '1d' : block.text} } in the workload: then runs differ as what was recorded differs`;
    throw new RangeError(
      `workload: the demand is ${words}, the same in every run, and a plan for other ${per === 'day' ? 'days' : 'demand'} cannot be made from that; ${write}`,
    );
  }
  if (per !== 'day') return;
  if (resampled.block !== DAY)
    throw new RangeError(
      `plan.per: day is about calendar days, and workload.resample draws blocks of ${blockWords(resampled.block)}; write resample: { block: 1d }`,
    );
  const worth = daysWorth(mostRuns, resampled.blocks);
  const most = leastShare(worth, worth, 0.95);
  if (most >= days) return;
  const shown = Math.floor(most * 100);
  throw new RangeError(
    `plan.days: the log has ${resampled.blocks} whole days; if all of them met the slo, at least ${shown} % of days would with 95 % confidence, and ${Number((days * 100).toPrecision(4))} % is asked; write days: ${shown} %, or per: request, or record more`,
  );
}
