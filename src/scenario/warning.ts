/** Warnings about scenarios that are valid but look like a mistake. */
import { amountText } from '../kernel/amount.ts';
import { plain } from '../kernel/numbers.ts';
import { serverOfEngine } from '../catalog/servers.ts';
import { factsOf } from './facts.ts';
import { patienceOf } from './patience.ts';
import type { Cell, FleetEntry, ScenarioFile, Scenario } from './scenario.ts';

export function warnings({ axes, cells }: Pick<ScenarioFile, 'axes' | 'cells'>): readonly string[] {
  const found: string[] = [];
  for (const { path, labels } of axes) {
    if (labels.length === 1) found.push(`vary.${path} has one value: there is nothing to compare`);
  }
  found.push(...hardlyMeant({ cells }), ...roughly({ cells }));
  for (const name of withoutQuality(cells)) {
    found.push(
      `the quality of ${name} is not known: where it answers, quality, utility and pcr have no value`,
    );
  }
  if (cells.length > 0 && cells.every(cloudForNothing)) {
    found.push('fallback is drop: what the edge refuses never reaches the cloud');
  }
  return found;
}

/** Warnings that matter for any command, including about candidates of a plan. */
export function hardlyMeant({
  cells,
  planning,
}: Pick<ScenarioFile, 'cells' | 'planning'>): readonly string[] {
  const bought = (planning?.candidates ?? []).map((one) => ({ ...one, count: one.count.most }));
  return [
    ...new Set([
      ...cells.flatMap(({ scenario }) => [
        ...likePerCent(scenario),
        ...farAway(scenario),
        ...(planning ? [] : sharedOut(scenario.fleet, 'fleet')),
        ...(planning ? [] : unranked(scenario, scenario.fleet, 'fleet')),
        ...unranked(scenario, bought, 'plan.candidates'),
        ...(planning ? [] : oneAfterTheOther(scenario.fleet, 'fleet')),
      ]),
      ...sharedOut(bought, 'plan.candidates'),
      ...oneAfterTheOther(bought, 'plan.candidates'),
    ]),
  ];
}

/** Warnings about profiles that rest on one or two numbers, including candidates. */
export function roughly({ cells, planning }: Pick<ScenarioFile, 'cells' | 'planning'>): readonly string[] {
  const machines = [
    ...cells.flatMap(({ scenario }) => scenario.fleet.filter(({ count }) => count > 0)),
    ...(planning?.candidates ?? []),
  ];
  const names = new Set(machines.flatMap(({ profile }) => (profile.fit === 'rough' ? [profile.name] : [])));
  return [...names].map(
    (name) =>
      `${name} is a rough profile: one or two figures were measured and the rest is taken from related profiles, so results are good for orders of magnitude only`,
  );
}

const RANKS = {
  slo: 'an slo of ttft or e2e',
  patience: 'patience',
  priorities: 'priorities of the workload',
} as const;

/** A queue order by a property that no request has. */
function unranked(
  scenario: Scenario,
  machines: readonly Pick<FleetEntry, 'queue' | 'count'>[],
  where: string,
): string[] {
  const has = {
    slo: scenario.slo.ttft !== null || scenario.slo.e2e !== null,
    patience: patienceOf(scenario) !== null,
    priorities: factsOf('workloads', scenario.workload).prioritised?.(scenario.workload) ?? false,
  };
  return machines.flatMap(({ queue, count }, i) => {
    const order = queue !== null && typeof queue === 'object' ? queue.order : null;
    const ranks = order && count > 0 ? factsOf('orders', order).ranks : undefined;
    if (!order || !ranks || ranks.some((part) => has[part])) return [];
    const needs = ranks.map((part) => RANKS[part]).join(' or ');
    return `${where}.${i}.queue.order is ${order.kind} and there is nothing to go by, so that it is first come, first served: it takes ${needs}`;
  });
}

/** A capacity above this was probably meant in per cent. */
const MOST_CAPACITY = 10;

function likePerCent({ limits }: Scenario): string[] {
  return limits.flatMap(({ capacity }, i) =>
    typeof capacity === 'number' && capacity > MOST_CAPACITY
      ? [
          `limits.${i}.capacity is ${plain(capacity)}, which is ${plain(capacity)} times what a machine can do and limits nothing; of a share write ${capacity / 100} or ${plain(capacity)} %`,
        ]
      : [],
  );
}

/** A delay between regions that is longer than any client waits. */
function farAway({ regions = [], duration }: Scenario): string[] {
  return regions.flatMap(({ own, scenario: { overflow, slo } }, i) => {
    if (!overflow?.asks) return [];
    const where = own.includes('overflow') ? `regions.${i}.overflow.delay` : 'overflow.delay';
    const way = 2 * overflow.delay;
    const says = `${where}: the way there and back takes ${amountText(way, 's')}`;
    if (duration !== null && way >= duration)
      return `${says} and the run ${amountText(duration, 's')}: nothing that another region answers comes back within it`;
    return slo.ttft !== null && way >= slo.ttft
      ? `${says}, and the slo asks for the first token within ${amountText(slo.ttft, 's')}: nothing that another region answers can meet it`
      : [];
  });
}

/** Several slots of a serial machine: they do not share its speed. */
function sharedOut(machines: Scenario['fleet'], where: string): string[] {
  return machines.flatMap(({ device, slots, profile, count }, i) =>
    factsOf('devices', device).apart && slots > 1 && count > 0
      ? [
          `${where}.${i} (${profile.name}): each of its ${slots} slots answers as fast as the whole machine, as ${slots} machines would, which is far too fast for one; a server that works on several at once is device: batching, or server: with its name`,
        ]
      : [],
  );
}

/** Profiles measured with batching on a machine that serves one request after the other. */
function oneAfterTheOther(machines: Scenario['fleet'], where: string): string[] {
  return machines.flatMap(({ device, slots, profile, server, count }, i) => {
    const known = serverOfEngine(profile.engine);
    const alone = factsOf('devices', device).apart === true && slots === 1 && server === undefined;
    if (!alone || profile.serving === undefined || known === undefined || count === 0) return [];
    return `${where}.${i} (${profile.name}): was measured with several requests at once, and answers one after the other as it is written here, which takes far less load; server: ${known} makes it the server it was measured on`;
  });
}

function cloudForNothing({ scenario: { cloud, fallback, fleet, strategy } }: Cell): boolean {
  const devices = fleet.some(({ count }) => count > 0);
  return cloud !== null && fallback === 'drop' && devices && !factsOf('strategies', strategy).cloudOnly;
}

function withoutQuality(cells: readonly Cell[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { scenario } of cells) {
    for (const { profile, count } of scenario.fleet) {
      if (profile.quality === null && count > 0) names.add(profile.name);
    }
    if (scenario.cloud?.profile.quality === null) names.add(scenario.cloud.profile.name);
  }
  return names;
}
