import { ARRIVED, STRIDE } from '../kernel/moves.ts';
import type { Logs } from '../logs/logs.ts';
import type { Listener, Source } from '../model.ts';
import type { Replication, Series } from '../results.ts';
import type { Setting } from '../scenario/assemble.ts';
import type { RunJob } from './executor.ts';
import { finite } from './finite.ts';
import type { Job } from './job.ts';
import { simulate } from './simulate.ts';
import { runRegions } from './world/runRegions.ts';

/** What the place that runs a job provides. */
export interface JobSurroundings {
  /** Opens a file named in the scenario, such as a trace. */
  readonly source: (name: string) => Source;
  /** Logs read for earlier jobs, so that each is read once. */
  readonly logs?: Logs;
  /** Further listeners, such as a request log. */
  readonly listeners?: NonNullable<Setting['listeners']>;
}

/** With more devices, only results of the fleet are kept: a row for each would be too much to read and write. */
const MOST_DEVICES = 1000;
/** Requests between two progress reports. A power of two. */
const EVERY = 1 << 14;

/** Runs a job. Its result survives encoding or JSON without losing a digit. */
export function runJob(
  job: Job,
  surroundings: JobSurroundings,
  progress?: Parameters<RunJob>[1],
): Replication {
  const { seed, replication, scenario, keep, only, world } = job;
  const { source, logs, listeners } = surroundings;
  const pace = progress && ticker(scenario.duration, progress);
  const setting: Setting = {
    seed,
    replication,
    source,
    only,
    // Without series there are no tables either.
    bare: keep === 'none',
    ...(logs && { logs }),
    ...((listeners ?? pace) && {
      listeners: (...about) => [...(listeners?.(...about) ?? []), ...(pace ? [pace] : [])],
    }),
  };
  if (world) return runRegions([scenario, ...world.others], world.regions, setting);
  return stripped(simulate(scenario, setting, { series: keep, devices: MOST_DEVICES }));
}

function ticker(duration: number | null, progress: NonNullable<Parameters<RunJob>[1]>): Listener {
  let requests = 0;
  return {
    moved: ({ end, kind, now }) => {
      for (let row = 0; row < end; row += STRIDE) {
        if (kind[row] !== ARRIVED || (++requests & (EVERY - 1)) !== 0) continue;
        progress(requests, duration === null ? 0 : now[row]! / duration);
      }
    },
  };
}

/** Drops Infinity and NaN, which JSON cannot represent. */
function stripped(result: Replication): Replication {
  return {
    ...result,
    metrics: finite(result.metrics),
    devices: result.devices.map(finiteRow),
    ...(result.tenants && { tenants: result.tenants.map(finiteRow) }),
    ...(result.priorities && { priorities: result.priorities.map(finiteRow) }),
    offeredLoad: Number.isFinite(result.offeredLoad) ? result.offeredLoad : null,
    series: result.series.map(inSinglePrecision),
  };
}

const finiteRow = ({ name, metrics }: Replication['devices'][number]): Replication['devices'][number] => ({
  name,
  metrics: finite(metrics),
});

/** Single precision is enough for curves, and halves the size. */
function inSinglePrecision({ device, width, quantities }: Series): Series {
  const columns: Record<string, number[]> = {};
  for (const [name, values] of Object.entries(quantities)) {
    const column = new Array<number>(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = Math.fround(values[i]!);
      column[i] = Number.isFinite(value) ? value : 0;
    }
    columns[name] = column;
  }
  return { device, width, quantities: columns };
}
