/** Results of the regions of a cell, over its replications. */
import { namesOf } from '../../metrics/definitions.ts';
import type {
  IntervalSource,
  RegionKindSummary,
  RegionsSummary,
  RegionSpread,
  WorldResult,
} from '../../regional.ts';
import type { Replication } from '../../results.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { groupsOf, regionsOf } from '../../scenario/world.ts';
import { differ, estimate, estimates, withIntervals } from '../estimate.ts';

/** With more regions, single ones are only in regions.csv. */
const FEW = 50;

export function regionsSummary(
  { regions: kinds = [] }: Scenario,
  replications: readonly Replication[],
): RegionsSummary {
  const worlds = replications.flatMap(({ world }) => world ?? []);
  const [first] = worlds as [WorldResult, ...WorldResult[]];
  const random = differ(replications);
  const means = meansOf(worlds);
  return {
    count: first.names.length,
    devices: first.kinds.reduce((sum, { devices }) => sum + devices, 0),
    groups: groupsOf(regionsOf(kinds)).length,
    intervals: sourceOf(worlds, random),
    kinds: first.kinds.map(({ name, count, devices }, k): RegionKindSummary => {
      const rows = worlds.map((world) => world.kinds[k]!);
      const metrics = estimates(
        rows.map((row) => row.metrics),
        // An event possible in some kinds of regions may be impossible in others.
        { random, count: () => false },
      );
      const within = worlds.length === 1 ? rows[0]!.within : {};
      return { name, count, devices, metrics: withIntervals(metrics, within) };
    }),
    ...(first.names.length <= FEW && { each: eachOf(worlds, random) }),
    spread: Object.fromEntries(
      shown(first).flatMap(({ name, place }) => {
        const spread = spreadOf(means, place, first.figures.length);
        return spread ? [[name, spread]] : [];
      }),
    ),
  };
}

function sourceOf(worlds: readonly WorldResult[], random: boolean): IntervalSource {
  if (worlds.length > 1) return random ? 'replications' : 'none';
  return worlds[0]!.heaps > 0 ? 'regions' : 'none';
}

/** Metrics reported for single regions: those of a table. */
function shown({ figures }: WorldResult): { readonly name: string; readonly place: number }[] {
  return namesOf('table').flatMap((name) => {
    const place = figures.indexOf(name);
    return place < 0 ? [] : [{ name, place }];
  });
}

function eachOf(worlds: readonly WorldResult[], random: boolean): NonNullable<RegionsSummary['each']> {
  const [first] = worlds as [WorldResult, ...WorldResult[]];
  return first.names.map((name, i) => ({
    name,
    metrics: Object.fromEntries(
      shown(first).map(({ name: metric, place }) => {
        const values = worlds.map(({ rows, figures }) => rows[i * figures.length + place]!);
        return [
          metric,
          estimate(
            values.map((value) => (Number.isNaN(value) ? null : value)),
            { random },
          ),
        ];
      }),
    ),
  }));
}

/** The regions' means over replications; null without regions. */
export function meanWorld(replications: readonly Replication[]): WorldResult | null {
  const worlds = replications.flatMap(({ world }) => world ?? []);
  return worlds.length === 0 ? null : { ...worlds[0]!, rows: meansOf(worlds) };
}

/** The rows of all regions, averaged over replications. */
function meansOf(worlds: readonly WorldResult[]): Float64Array {
  if (worlds.length === 1) return worlds[0]!.rows;
  const sum = new Float64Array(worlds[0]!.rows.length);
  for (const { rows } of worlds) for (let i = 0; i < sum.length; i++) sum[i]! += rows[i]! / worlds.length;
  return sum;
}

function spreadOf(rows: Float64Array, place: number, width: number): RegionSpread | null {
  const values: number[] = [];
  for (let at = place; at < rows.length; at += width) if (!Number.isNaN(rows[at]!)) values.push(rows[at]!);
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (p: number): number => {
    const rank = p * (sorted.length - 1);
    const low = Math.floor(rank);
    const below = sorted[low]!;
    return low === rank ? below : below + (rank - low) * (sorted[low + 1]! - below);
  };
  return {
    least: at(0),
    p5: at(0.05),
    p25: at(0.25),
    p50: at(0.5),
    p75: at(0.75),
    p95: at(0.95),
    most: at(1),
  };
}
