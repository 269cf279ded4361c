/** All fleets within the bounds, as numbers of machines of each kind. */
import { deviceNames } from '../../scenario/assemble.ts';
import { isEdgeOnly } from '../../scenario/planning.ts';
import type { Candidate, FleetEntry, ScenarioFile, Planning, Scenario } from '../../scenario/scenario.ts';

export type Counts = readonly number[];

/** The scenario that is planned: without a cloud if nothing may go there. */
export function plannedScenario({ cells, planning }: ScenarioFile): Scenario {
  const { scenario } = cells[0]!;
  return isEdgeOnly(planning) ? { ...scenario, cloud: null, fallback: 'drop' } : scenario;
}

/**
 * In order, the last kind fastest. Without a cloud as fallback the empty fleet is left out, and so are fleets that are
 * empty when their spare machines are missing.
 */
export function fleets({ candidates, spare }: Planning, { cloud, fallback }: Scenario): Counts[] {
  let all: Counts[] = [[]];
  for (const { count } of candidates) {
    const choices = Array.from({ length: count.most - count.least + 1 }, (_, i) => count.least + i);
    all = all.flatMap((counts) => choices.map((choice) => [...counts, choice]));
  }
  const alone = cloud !== null && fallback === 'cloud';
  const machines = (counts: Counts): number => counts.reduce((sum, count) => sum + count, 0);
  return alone ? all : all.filter((counts) => machines(counts) > spare);
}

export const isEmpty = (counts: Counts): boolean => counts.every((count) => count === 0);

/** What may remain of a fleet without so many machines, whichever they are; fleets smaller than that become empty. */
export function without(counts: Counts, machines: number): Counts[] {
  if (machines === 0 || isEmpty(counts)) return [counts];
  const found = new Map<string, Counts>();
  counts.forEach((count, kind) => {
    if (count === 0) return;
    const left = counts.map((other, i) => (i === kind ? other - 1 : other));
    for (const one of without(left, machines - 1)) found.set(one.join(' '), one);
  });
  return [...found.values()];
}

/** Whether a has no more machines of any kind than b. */
export function within(a: Counts, b: Counts): boolean {
  return a.every((count, i) => count <= b[i]!);
}

/** The scenario with that fleet. Hardware costs are left to the plan, which counts by month. */
export function withFleet(scenario: Scenario, { candidates }: Planning, counts: Counts): Scenario {
  const fleet = candidates.flatMap((one, i): FleetEntry[] =>
    counts[i]! > 0 ? [{ ...one, count: counts[i]! }] : [],
  );
  return { ...scenario, fleet, metrics: { ...scenario.metrics, hardware: null, includeIdle: false } };
}

/** `3 × nano + 1 × agx`. */
export function fleetName({ candidates }: Planning, counts: Counts): string {
  const names = kindNames(candidates);
  const parts = counts.flatMap((count, i) => (count > 0 ? [`${count} × ${names[i]!}`] : []));
  return parts.length === 0 ? 'cloud only' : parts.join(' + ');
}

/** Candidates with the same profile are distinguished by their other options. */
export function kindNames(candidates: readonly Candidate[]): string[] {
  const profiles = candidates.map(({ profile }) => profile.name);
  return candidates.map((one, i) => {
    const alike = candidates.filter((_, k) => profiles[k] === profiles[i]);
    if (alike.length === 1) return profiles[i]!;
    const slots = alike.some(({ slots }) => slots !== one.slots);
    return `${profiles[i]!} (${slots ? `${one.slots} slots` : `kind ${i + 1}`})`;
  });
}

/** The kind of each machine, in the order of a result's devices. */
export function kindsOf({ candidates }: Planning, counts: Counts): { name: string; kind: number }[] {
  const present = candidates.flatMap((one, kind) => (counts[kind]! > 0 ? [{ one, kind }] : []));
  const names = deviceNames(present.map(({ one, kind }) => ({ ...one, count: counts[kind]! })));
  const kinds = present.flatMap(({ kind }) => Array.from({ length: counts[kind]! }, () => kind));
  return names.map((name, i) => ({ name, kind: kinds[i]! }));
}

/** Fleets that differ by one machine: added, removed or exchanged; within the bounds. */
export function neighbours({ candidates }: Planning, counts: Counts): Counts[] {
  const found: Counts[] = [];
  const add = (changes: readonly (readonly [number, number])[]): void => {
    const next = counts.slice();
    for (const [kind, by] of changes) next[kind]! += by;
    const inside = candidates.every(({ count }, i) => next[i]! >= count.least && next[i]! <= count.most);
    if (inside) found.push(next);
  };
  candidates.forEach((_, a) => {
    add([[a, -1]]);
    add([[a, 1]]);
  });
  candidates.forEach((_, a) =>
    candidates.forEach((__, b) => {
      if (a !== b)
        add([
          [a, -1],
          [b, 1],
        ]);
    }),
  );
  return found;
}
