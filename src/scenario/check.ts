/** What has to hold between the parts of a cell. */
import * as limiterPlugins from '../limiters/index.ts';
import { factsOf, fileOf } from './facts.ts';
import { patienceOf } from './patience.ts';
import type { Problem } from './problem.ts';
import type { FleetEntry, Limit, Scenario } from './scenario.ts';

/** More would not fit into memory, nor be simulated in a lifetime. */
const MOST_DEVICES = 1_000_000;
const MOST_TENANTS = 1_000_000;
/** What a limit may be written in: a limiter with several of these fields takes one. */
const AMOUNTS = ['requests', 'tokens', 'capacity'];

type Path = Problem['path'];

/** What a file's plan section leaves open: whether machines are to be bought at all, and nothing may go to a cloud. */
export interface Purchase {
  readonly bought: boolean;
  readonly edgeOnly: boolean;
}

/** `written` says whether the file has a key of that name at its top. */
export function check(
  scenario: Scenario,
  written: (key: string) => boolean,
  { bought, edgeOnly }: Purchase,
): readonly Problem[] {
  const { fleet, limits, workload } = scenario;
  const found: Problem[] = [];
  const missing = (path: Path, why: string): unknown => found.push({ path, of: 'missing', message: why });
  const wrong = (path: Path, message: string, allowed?: string): unknown =>
    found.push({ path, of: 'value', message, allowed });

  const devices = fleet.reduce((sum, { count }) => sum + count, 0);
  if (devices > MOST_DEVICES) wrong(['fleet'], `is ${devices} machines`, `${MOST_DEVICES} at most`);
  if (devices > 1 && !written('strategy'))
    missing(['strategy'], 'strategy is missing: there is more than one device');
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
  if (scenario.patience && workload['patience'])
    wrong(['patience'], 'is said twice: here and inside workload', 'one of the two');
  if (patience?.firstToken === null && patience.answer === null)
    wrong(inside, 'says what happens then, not how long clients wait', 'firstToken, answer, or both');
  for (const { message, allowed } of factsOf('workloads', workload).wrong?.(workload) ?? [])
    wrong(['workload'], message, allowed);
  const tenants = workload['tenants'] as { readonly count: number } | undefined;
  if (tenants && tenants.count > MOST_TENANTS)
    wrong(['workload', 'tenants'], 'are too many', `${MOST_TENANTS} at most`);
  limits.forEach((limit, i) => {
    limited(limit, ['limits', i], wrong, missing);
    if (limit.scope === 'cloud' && scenario.cloud === null)
      wrong(['limits', i, 'scope'], 'is cloud, and there is none', 'fleet, tenant, device; or a cloud');
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

const fieldsOf = ({ kind }: Limit): object =>
  (limiterPlugins as Readonly<Record<string, { readonly fields: object }>>)[kind]!.fields;

function limited(
  limit: Limit,
  path: Path,
  wrong: Wrong,
  missing: (path: Path, why: string) => unknown,
): void {
  const takes = AMOUNTS.filter((key) => key in fieldsOf(limit));
  const given = takes.filter((key) => limit[key] !== undefined);
  if (takes.length > 0 && given.length !== 1) {
    const message = given.length === 0 ? 'does not say how much' : `takes one of ${given.join(' and ')}`;
    wrong(path, message, `exactly one of ${takes.join(', ')}`);
  }
  if (limit['capacity'] !== undefined && limit.scope !== 'device') {
    wrong([...path, 'capacity'], `is a share of one machine, the scope is ${limit.scope}`, 'scope: device');
  }
  if (limit['charge'] === 'max' && limit['maxOutput'] === undefined) {
    missing([...path, 'maxOutput'], 'maxOutput is missing: what charge: max charges for an answer');
  }
}

/** Whether the model has room on its board. */
export function fits({ profile }: Pick<FleetEntry, 'profile'>, path: Path, wrong: Wrong): void {
  const { weights, usable } = profile.memory;
  if (weights <= usable) return;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  wrong(
    path,
    `${profile.name} does not fit: its weights of ${gigabytes(weights)} are ${gigabytes(weights - usable)} too large`,
    `${gigabytes(usable)}, what the board leaves`,
  );
}
