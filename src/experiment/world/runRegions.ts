/** Runs connected regions in one job. */
import type { Letter } from '../../kernel/letters.ts';
import { basisOf } from '../../metrics/basis.ts';
import { regionSums } from '../../metrics/regionSums.ts';
import { replication } from '../../metrics/result.ts';
import type { RegionResult } from '../../regional.ts';
import type { Replication } from '../../results.ts';
import { assemble, type Among, type Assembly, type Setting } from '../../scenario/assemble.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { finite } from '../finite.ts';
import type { PlacedRegion } from '../job.ts';

/**
 * Each region has random numbers of its own, so its result depends only on the regions it is connected to. `window` is the
 * time for which they run side by side before messages are delivered; by default, and at most, the shortest delay between
 * two of them.
 */
export function runRegions(
  scenarios: readonly Scenario[],
  regions: readonly PlacedRegion[],
  setting: Setting,
  window?: number,
): Replication {
  // With regions there are no tables of tenants and priorities.
  const settingOf = ({ name }: PlacedRegion): Setting => ({
    ...setting,
    seed: `${setting.seed} ${name}`,
    bare: true,
  });
  const talk = regions.some(({ to }) => to.length > 0);
  if (talk) {
    const letters: Letter[] = [];
    const made = amongOf(scenarios, regions);
    const assemblies = regions.map((region, own) => {
      const among = { ...made(own), post: (letter: Letter) => void letters.push(letter) };
      return assemble(scenarios[region.scenario]!, { ...settingOf(region), among });
    });
    refuseUnlike(regions, assemblies);
    sideBySide(assemblies, letters, window ?? shortest(regions));
    // A region that serves others' refused requests is affected by their bursts too.
    const period = Math.max(...assemblies.map(({ metrics }) => metrics.options.period));
    return ofParts(assemblies.map((assembly, i) => resultOf(regions[i]!.name, assembly, period)));
  }
  const parts = regions.map((region) => {
    const assembly = assemble(scenarios[region.scenario]!, settingOf(region));
    assembly.engine.run(assembly.parts);
    return resultOf(region.name, assembly);
  });
  return ofParts(parts);
}

/** Refuses different lengths: work done for others after a region's own end would not be accounted for. */
function refuseUnlike(regions: readonly PlacedRegion[], assemblies: readonly Assembly[]): void {
  const seconds = assemblies.map(({ parts }) => parts.workload.duration);
  const longest = Math.max(...seconds);
  const other = seconds.findIndex((length) => length < longest);
  if (other < 0) return;
  const lasting = (i: number): RegionLength => ({ name: regions[i]!.name, seconds: seconds[i]! });
  throw new RangeError(
    unlikeLengths(
      [lasting(other), lasting(seconds.indexOf(longest))],
      'regions that send each other requests run',
    ),
  );
}

/** The shortest delay of a message. */
function shortest(regions: readonly PlacedRegion[]): number {
  return Math.min(...regions.map(({ to, delay }) => (to.length > 0 ? delay : Infinity)));
}

/** Data that all regions share exists once: machines by scenario. */
function amongOf(
  scenarios: readonly Scenario[],
  regions: readonly PlacedRegion[],
): (own: number) => Omit<Among, 'post'> {
  const fleet = scenarios.flatMap((scenario) => scenario.fleet);
  const firsts = scenarios.map((_, k) =>
    scenarios.slice(0, k).reduce((sum, before) => sum + before.fleet.length, 0),
  );
  // An answer takes as long as its request did, whichever region sends it.
  const delays = regions.map(({ delay }) => delay);
  return (own) => {
    const { to, delay, scenario } = regions[own]!;
    return { own, to, delay, delays, first: firsts[scenario]!, fleet };
  };
}

/**
 * Each region runs alone to the end of a window, which begins with the next event of any region: messages sent in it
 * arrive after its end. They are delivered between windows, when nothing else happens.
 */
function sideBySide(assemblies: readonly Assembly[], letters: Letter[], window: number): void {
  const engines = assemblies.map(({ engine, parts }) => {
    engine.open(parts);
    return engine;
  });
  for (;;) {
    let next = Infinity;
    for (const { due } of engines) if (due < next) next = due;
    if (next === Infinity) break;
    for (const engine of engines) if (engine.due < next + window) engine.advance(next + window);
    if (letters.length === 0) continue;
    for (const letter of letters) assemblies[letter.to]!.neighbours!.receive(letter);
    letters.length = 0;
  }
  for (const engine of engines) engine.close();
  const sum = (of: 'written' | 'opened'): number =>
    assemblies.reduce((all, { neighbours }) => all + neighbours![of], 0);
  if (sum('written') !== sum('opened'))
    throw new Error(
      `the regions do not balance (a fault of the simulator): ${sum('written')} letters were written and ${sum('opened')} opened`,
    );
}

function resultOf(
  name: string,
  { metrics, sampler, conservation }: Assembly,
  period = metrics.options.period,
): RegionResult {
  const faults = conservation.faults();
  if (faults.length > 0)
    throw new Error(`the run of ${name} does not balance (a fault of the simulator): ${faults.join('; ')}`);
  const result = replication(metrics, sampler, { series: 'none', devices: -1, period });
  const { reasons, trend, warnings, recorded } = result;
  const sums = regionSums(
    basisOf(metrics, sampler, () => false),
    metrics,
  );
  const replays = recorded?.resampled === null && {
    replays: recorded.when === null ? recorded.words : `${recorded.words} (${recorded.when})`,
  };
  return { name, metrics: finite(result.metrics), reasons, trend, warnings, ...replays, sums };
}

/** The result of a job: the numbers of requests are summed for whoever counts them. */
function ofParts(parts: readonly RegionResult[]): Replication {
  return {
    metrics: { arrived: parts.reduce((sum, { metrics }) => sum + (metrics['arrived'] ?? 0), 0) },
    reasons: {},
    devices: [],
    offeredLoad: null,
    trend: null,
    warnings: [],
    series: [],
    within: {},
    parts,
  };
}

/** An error message for regions of different length. */
interface RegionLength {
  readonly name: string;
  readonly seconds: number;
}

/** `why`: what requires equal lengths. */
export function unlikeLengths(pair: readonly [RegionLength, RegionLength], why: string): string {
  const [short, long] = pair[0].seconds < pair[1].seconds ? pair : [pair[1], pair[0]];
  return `${why} equally long, and here it would be ${long.seconds} s in ${long.name} and ${short.seconds} s in ${short.name}, as long as its log: set duration to a time within the shortest log`;
}
