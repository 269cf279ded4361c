/** Combines the regions of one replication: sums by kind, and a row of metrics for each region. */
import { fewRequests } from '../../metrics/warnings.ts';
import { Merged, type MergedJudgement } from '../../metrics/merged.ts';
import { secondsOf } from '../../metrics/regionSums.ts';
import type { RegionKindResult, RegionResult } from '../../regional.ts';
import type { Replication, Warning } from '../../results.ts';
import type { Cell, RegionKind } from '../../scenario/scenario.ts';
import { groupsOf, regionsOf, type Region } from '../../scenario/world.ts';
import { dealtIntoHeaps, jackknife, mergedOf, type HeapSums } from './heaps.ts';
import { unlikeLengths } from './runRegions.ts';

/** The regions of a cell, and their groups. */
export interface CellWorld {
  readonly kinds: readonly RegionKind[];
  readonly regions: readonly Region[];
  readonly groups: readonly (readonly number[])[];
  /** The jackknife group of each group of regions; null when one replication gives no interval. */
  readonly heaps: readonly number[] | null;
  readonly judgement: MergedJudgement;
}

export function cellWorld({ scenario }: Cell): CellWorld {
  const kinds = scenario.regions!;
  const regions = regionsOf(kinds);
  const groups = groupsOf(regions);
  const alike = groups.map((group) => group.map((i) => regions[i]!.kind).join(' '));
  const { alpha, electricity, includeIdle } = scenario.metrics;
  return {
    kinds,
    regions,
    groups,
    heaps: dealtIntoHeaps(alike, kinds.length),
    judgement: { alpha, electricity, includeIdle },
  };
}

export class WorldFold {
  readonly #world: CellWorld;
  /** Whether intervals are computed from this replication alone. */
  readonly #alone: boolean;
  /** By kind and jackknife group. */
  readonly #sums: readonly (readonly Merged[])[];
  readonly #counts: readonly (readonly number[])[];
  readonly #reasons: Map<string, number> = new Map();
  /** Each warning with the first region that has it, and whether others have it too. */
  readonly #warnings: Map<string, { readonly first: string; readonly of: Warning; others: boolean }> =
    new Map();
  /** Warnings about replay, by kind. */
  readonly #replays: Map<string, Warning> = new Map();
  readonly #trends: Float64Array = new Float64Array(4);
  /** The first region, and its measured length. */
  #first: { readonly name: string; readonly seconds: number } | null = null;
  /** Why the regions cannot be combined: rates and shares of time need equal lengths. */
  #unlike: string | null = null;
  #figures: readonly string[] = [];
  #rows: Float64Array = new Float64Array(0);
  /** Groups are added in order, so that sums are exactly reproducible: early ones wait here. */
  readonly #early: Map<number, readonly RegionResult[]> = new Map();
  #next = 0;

  constructor(world: CellWorld, alone: boolean) {
    const { kinds, regions, groups, heaps } = world;
    const many = heaps === null ? 1 : Math.max(...heaps) + 1;
    const counts = kinds.map(() => new Array<number>(many).fill(0));
    groups.forEach((group, k) =>
      group.forEach((i) => counts[regions[i]!.kind]![heaps === null ? 0 : heaps[k]!]!++),
    );
    this.#world = world;
    this.#alone = alone;
    this.#counts = counts;
    this.#sums = kinds.map(() => Array.from({ length: many }, () => new Merged()));
  }

  has(group: number): boolean {
    return group < this.#next || this.#early.has(group);
  }

  get unlike(): string | null {
    return this.#unlike;
  }

  get complete(): boolean {
    return this.#next === this.#world.groups.length;
  }

  add(group: number, parts: readonly RegionResult[]): void {
    this.#early.set(group, parts);
    for (let now = this.#early.get(this.#next); now !== undefined; now = this.#early.get(this.#next)) {
      this.#early.delete(this.#next);
      const heap = this.#world.heaps?.[this.#next] ?? 0;
      this.#world.groups[this.#next]!.forEach((region, i) => this.#take(region, heap, now[i]!));
      this.#next++;
    }
  }

  #take(region: number, heap: number, part: RegionResult): void {
    const { metrics, reasons, trend, warnings, replays, sums } = part;
    const { kinds, regions } = this.#world;
    const kind = kinds[regions[region]!.kind]!;
    this.#compare(part);
    if (replays !== undefined) this.#replays.set(kind.name, replayed(kind, replays));
    this.#sums[regions[region]!.kind]![heap]!.add(sums);
    for (const [reason, count] of Object.entries(reasons))
      this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + count);
    for (const warning of warnings) {
      const id = `${warning.code} ${warning.about}`;
      const before = this.#warnings.get(id);
      if (before) before.others = true;
      else this.#warnings.set(id, { first: regions[region]!.name, of: warning, others: false });
    }
    if (trend !== null)
      [trend.slope, trend.halfWidth * trend.halfWidth, trend.mean, 1].forEach(
        (value, k) => (this.#trends[k]! += value),
      );
    this.#row(region, metrics);
  }

  #compare({ name, sums }: RegionResult): void {
    const seconds = secondsOf(sums);
    this.#first ??= { name, seconds };
    if (seconds !== this.#first.seconds)
      this.#unlike ??= unlikeLengths([this.#first, { name, seconds }], 'regions of a world are measured');
  }

  /** Kinds may differ in their metrics. */
  #row(region: number, metrics: RegionResult['metrics']): void {
    const { regions } = this.#world;
    const more = Object.keys(metrics).filter((name) => !this.#figures.includes(name));
    if (more.length > 0) {
      const [before, width] = [this.#rows, this.#figures.length];
      this.#figures = [...this.#figures, ...more];
      this.#rows = new Float64Array(regions.length * this.#figures.length).fill(NaN);
      for (let i = 0; width > 0 && i < regions.length; i++)
        this.#rows.set(before.subarray(i * width, (i + 1) * width), i * this.#figures.length);
    }
    this.#figures.forEach(
      (name, k) => (this.#rows[region * this.#figures.length + k] = metrics[name] ?? NaN),
    );
  }

  /** To be called when all regions are there. */
  result(): Replication {
    const { kinds, regions, heaps, judgement } = this.#world;
    const totals = this.#sums.map(mergedOf);
    const all = mergedOf(totals);
    const metrics = all.figures(judgement);
    const byHeap = this.#sums.map((sums, k): HeapSums => ({ sums, regions: this.#counts[k]! }));
    const tells = heaps !== null && this.#alone;
    const of = kinds.map(({ name, count }, k): RegionKindResult => {
      const figures = totals[k]!.figures(judgement);
      const within = tells ? jackknife([byHeap[k]!], figures, judgement) : {};
      return { name, count, devices: totals[k]!.sum('devices'), metrics: figures, within };
    });
    const [slope, square, mean, runs] = this.#trends as unknown as [number, number, number, number];
    return {
      metrics,
      reasons: Object.fromEntries([...this.#reasons].sort(([a], [b]) => (a < b ? -1 : 1))),
      devices: [],
      offeredLoad: all.offeredLoad,
      // Regions are nearly independent: their errors add as squares.
      trend: runs === 0 ? null : { slope, halfWidth: Math.sqrt(square), mean },
      warnings: [
        ...this.#replays.values(),
        ...[...this.#warnings.values()].flatMap(({ first, of: warning, others }) => {
          if (warning.code === 'none' || warning.code === 'few') return [];
          // Shares in its text refer to that region.
          return [{ ...warning, text: `in ${first}${others ? ' among others' : ''}: ${warning.text}` }];
        }),
        ...fewRequests(all.sum('arrivals')),
      ],
      series: [],
      within: tells ? jackknife(byHeap, metrics, judgement) : {},
      world: {
        kinds: of,
        names: regions.map(({ name }) => name),
        kindOf: regions.map(({ kind }) => kind),
        figures: this.#figures,
        rows: this.#rows,
        heaps: tells ? Math.max(...heaps) + 1 : 0,
      },
    };
  }
}

/** The warning about a replayed log: every region of the kind gets the same requests. */
function replayed({ name, count }: RegionKind, demand: string): Warning {
  const each = count === 1 ? '' : ` and each of its ${count} regions`;
  const peaks = count === 1 ? '' : ', and its peaks fall together';
  return {
    code: 'log',
    about: name,
    text: `demand of ${name} is ${demand}: every replication${each} meets the same requests at the same times, so that intervals say nothing of other demand${peaks}; resample in the workload draws anew for each`,
  };
}
