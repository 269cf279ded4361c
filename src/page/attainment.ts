/** Attainment over demand: half to twice the load shown, with a few runs each. */
import { estimate } from '../experiment/estimate.ts';
import { Bench } from '../experiment/bench.ts';
import type { Executor } from '../experiment/executor.ts';
import type { Job } from '../experiment/job.ts';
import { grown } from '../scenario/grown.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { keyOf } from './picture.ts';
import type { StrategyRow, Picture } from './protocol.ts';

const FACTORS = [0.25, 0.5, 0.75, 1.25, 1.5, 2];
const RUNS = 4;
const FIGURE = 'slo.attainment';

/** Yields the curve as it becomes complete. */
export async function* attainmentOver(
  scenarioFile: ScenarioFile,
  picture: Picture,
  executor: Executor,
  signal: AbortSignal,
): AsyncGenerator<Picture> {
  const load = picture.loads[picture.shown];
  if (!load || load.entries.every(({ figures }) => figures[FIGURE]?.mean == null)) return;
  const { slo } = scenarioFile.cells[0]!.scenario;
  if (slo.ttft === null && slo.e2e === null && slo.tpot === null) return;
  const curves = new Map<string, StrategyRow['attainment'][number][]>();
  for (const { key, figures } of load.entries) {
    const { mean, ci95 } = figures[FIGURE]!;
    curves.set(key, mean === null ? [] : [{ load: 1, mean, ci95 }]);
  }
  for (const factor of FACTORS) {
    for (const { key } of load.entries) {
      const cell = scenarioFile.cells.findIndex(({ labels }) => keyOf(labels) === key);
      const { scenario } = scenarioFile.cells[cell]!;
      const jobs = Array.from({ length: RUNS }, (_, replication): Job => ({
        cell,
        replication,
        draw: null,
        seed: scenarioFile.seed,
        scenario: grown(scenario, factor),
        keep: 'none',
      }));
      const values: (number | null)[] = [];
      await new Bench({ executor, signal }).need(jobs, ({ result }) =>
        values.push(result.metrics[FIGURE] ?? null),
      );
      const { mean, ci95 } = estimate(values);
      if (mean !== null) curves.get(key)!.push({ load: factor, mean, ci95 });
    }
    yield {
      ...picture,
      loads: picture.loads.map((one) => ({
        ...one,
        entries: one.entries.map((entry) => ({
          ...entry,
          attainment: [...(curves.get(entry.key) ?? [])].sort((a, b) => a.load - b.load),
        })),
      })),
    };
  }
}
