/** Cost and attainment over demand, for the figure: from below break-even to beyond the knee. */
import { pow } from '../../kernel/math.ts';
import type { BreakEven, Knee, Probe } from './result.ts';
import { estimate } from '../../experiment/estimate.ts';
import { LARGEST } from './breakEven.ts';
import type { Level } from './level.ts';
import type { Counts } from './space.ts';

/** Number of levels in the figure. */
const PROBES = 9;

interface ProbeOptions {
  readonly broken: Knee | null;
  readonly even: BreakEven | null;
  /** Runs at each level. */
  readonly runs: number;
}

export async function probesOf(
  level: Level,
  counts: Counts,
  { broken, even, runs }: ProbeOptions,
): Promise<Probe[]> {
  const { planning, growth, demand } = level;
  const crossing = even?.estimate ?? growth;
  const from = Math.min(growth / 4, crossing / 1.6);
  const farthest = Math.max(2 * growth, 1.25 * (broken?.failsFrom ?? 0), 1.6 * crossing);
  const to = Math.max(1.1 * growth, Math.min(farthest, (growth * LARGEST) / demand.requests));
  const steps = Array.from({ length: PROBES }, (_, i) =>
    Number((from * pow(to / from, i / (PROBES - 1))).toPrecision(3)),
  );
  // Levels that were run already cost nothing.
  const known = [growth, broken?.passesTo, broken?.failsFrom, even?.low, even?.high].filter(
    (at) => typeof at === 'number' && at >= from && at <= to,
  );
  const growths = [...new Set([...steps, ...(known as number[])])].sort((a, b) => a - b);
  const none = planning.candidates.map(() => 0);
  const probes: Probe[] = [];
  for (const at of growths) {
    const trial = level.at(at);
    const cloud = level.scenario.cloud !== null;
    await trial.run(cloud ? [counts, none] : [counts], runs);
    probes.push({
      growth: at,
      edge: estimate(trial.bills(counts, runs), { drawn: trial.drawnIn(counts) }),
      cloud: cloud ? estimate(trial.bills(none, runs), { drawn: trial.drawnIn(none) }) : null,
      attainment: trial.outcome(counts, { to: runs }).attainment,
      replications: runs,
    });
  }
  return probes;
}
