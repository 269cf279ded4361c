/** Checks that involve several sections of a cell. */
import { grouped } from '../kernel/grouped.ts';
import { factsOf, fileOf, kindsOf } from './facts.ts';
import { patienceOf } from './patience.ts';
import type { Problem } from './problem.ts';
import type { Choice, FleetEntry, Scenario } from './scenario.ts';

/** A limit of memory and of simulation time. */
const MOST_DEVICES = 1_000_000;

type Path = Problem['path'];

/** What the plan section leaves open: whether machines may be bought, and whether the cloud is excluded. */
export interface Purchase {
  readonly bought: boolean;
  readonly edgeOnly: boolean;
}

/** `written` tells whether the file has that top-level key. */
export function check(
  scenario: Scenario,
  written: (key: string) => boolean,
  { bought, edgeOnly }: Purchase,
): readonly Problem[] {
  const { fleet, limits, workload } = scenario;
  const found: Problem[] = [];
  const missing = (path: Path, why: string, allowed?: string): unknown =>
    found.push({ path, of: 'missing', message: why, allowed });
  const wrong = (path: Path, message: string, allowed?: string): unknown =>
    found.push({ path, of: 'value', message, allowed });

  const devices = fleet.reduce((sum, { count }) => sum + count, 0);
  const tooMany = devices > MOST_DEVICES;
  if (tooMany) {
    const one = fleet.findIndex(({ count }) => count > MOST_DEVICES);
    wrong(
      one < 0 ? ['fleet'] : ['fleet', one, 'count'],
      `is ${grouped(one < 0 ? devices : fleet[one]!.count)} machines`,
      `${grouped(MOST_DEVICES)} at most`,
    );
  }
  if (devices > 1 && !tooMany && !written('strategy'))
    missing(
      ['strategy'],
      'strategy is missing: there is more than one device',
      kindsOf('strategies').join(', '),
    );
  if (scenario.duration === null && fileOf(workload) === undefined) {
    missing(['duration'], 'duration is missing: only a trace has a length of its own');
  }
  if (scenario.duration !== null && scenario.warmup >= scenario.duration) {
    wrong(['warmup'], `is not shorter than the duration of ${scenario.duration} s`);
  }
  if (scenario.cloud === null) {
    if (scenario.fallback === 'cloud') {
      if (!edgeOnly) missing(['cloud'], 'cloud is missing: fallback sends requests there');
    } else if (fleet.some(({ inFlight }) => inFlight === 'cloud'))
      missing(['cloud'], 'cloud is missing: work in flight goes there');
    else if (devices === 0 && !bought) missing(['cloud'], 'cloud is missing: the fleet is empty');
    else if (factsOf('strategies', scenario.strategy).cloudOnly)
      missing(['cloud'], `cloud is missing: the strategy is ${scenario.strategy.kind}`);
  }
  const patience = patienceOf(scenario);
  const inside = scenario.patience === null ? ['workload', 'patience'] : ['patience'];
  if (scenario.patience && patienceOf({ workload, patience: null }))
    wrong(['patience'], 'is given twice: here and inside workload', 'one of the two');
  if (patience?.firstToken === null && patience.answer === null)
    wrong(inside, 'sets no time after which clients give up', 'firstToken, answer, or both');
  const said = (folder: Parameters<typeof factsOf>[0], options: Choice, path: Path): void => {
    for (const { at, missing: absent, ...one } of factsOf(folder, options).wrong?.(options) ?? [])
      found.push({ path: at === undefined ? path : [...path, at], of: absent ? 'missing' : 'value', ...one });
  };
  said('workloads', workload, ['workload']);
  limits.forEach((limit, i) => {
    said('limiters', limit, ['limits', i]);
    if (limit.scope === 'cloud' && scenario.cloud === null)
      wrong(['limits', i, 'scope'], 'is cloud, but there is none', 'fleet, tenant, device; or a cloud');
  });
  fleet.forEach((entry, i) => fits(entry, ['fleet', i, 'profile'], wrong));
  if (scenario.metrics.hardware) {
    fleet.forEach(({ price }, i) => {
      if (price === null) missing(['fleet', i, 'price'], 'price is missing: metrics.hardware counts it');
    });
  }
  if (scenario.metrics.responsiveness.kind === 'table') {
    const without = (path: Path, name: string): unknown =>
      wrong(
        path,
        `${name} has no constant R, which metrics.responsiveness: table needs`,
        'responsiveness: ttft, or reading',
      );
    fleet.forEach(({ profile }, i) => {
      if (profile.responsiveness === null) without(['fleet', i, 'profile'], profile.name);
    });
    const cloud = scenario.cloud?.profile;
    if (cloud && cloud.responsiveness === null) without(['cloud', 'profile'], cloud.name);
  }
  return found;
}

type Wrong = (path: Path, message: string, allowed?: string) => unknown;

/** Checks that the model fits into the board's memory. */
export function fits({ profile }: Pick<FleetEntry, 'profile'>, path: Path, wrong: Wrong): void {
  const { weights, usable } = profile.memory;
  if (weights <= usable) return;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  wrong(
    path,
    `${profile.name} does not fit: its weights of ${gigabytes(weights)} are ${gigabytes(weights - usable)} too large`,
    `${gigabytes(usable)}, the memory that the board has for it`,
  );
}
