/** Replications with the figures a test needs. */
import { createStreams, type Random } from '../../src/kernel/random.ts';
import { Findings } from '../../src/experiment/findings.ts';
import type { Replication } from '../../src/results.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';

export function replication(
  metrics: Readonly<Record<string, number | null>>,
  more: Partial<Replication> = {},
): Replication {
  return {
    metrics,
    reasons: {},
    devices: [],
    offeredLoad: null,
    trend: null,
    warnings: [],
    series: [],
    within: {},
    ...more,
  };
}

/** Findings with these values of one metric: a list of replications per cell. */
export function findingsOf(metric: string, cells: readonly (readonly (number | null)[])[]): Findings {
  const findings = new Findings(cells.length);
  cells.forEach((values, cell) =>
    values.forEach((value, number) =>
      findings.add({ cell, replication: number, draw: null, result: replication({ [metric]: value }) }),
    ),
  );
  return findings;
}

/** One axis `strategy` with a cell for each name. */
export function strategies(...names: string[]): Pick<ScenarioFile, 'axes' | 'cells'> {
  return {
    axes: [{ path: 'strategy', labels: names }],
    cells: names.map((strategy) => ({
      labels: { strategy },
      scenario: {} as ScenarioFile['cells'][number]['scenario'],
    })),
  };
}

export function randomFor(name: string): Random {
  return createStreams(1, 0)(name);
}

export function times<Made>(count: number, make: (i: number) => Made): Made[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
