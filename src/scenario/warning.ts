/** What is allowed in a scenario and yet worth a word. */
import type { Cell, Plan } from './scenario.ts';

export function warnings({ axes, cells }: Pick<Plan, 'axes' | 'cells'>): readonly string[] {
  const found: string[] = [];
  for (const { path, labels } of axes) {
    if (labels.length === 1) found.push(`vary.${path} has one value: there is nothing to compare`);
  }
  for (const name of withoutQuality(cells)) {
    found.push(`the quality of ${name} is not known: quality, utility and pcr have no value`);
  }
  if (cells.length > 0 && cells.every(cloudForNothing)) {
    found.push('fallback is drop: what the edge refuses never reaches the cloud');
  }
  return found;
}

function cloudForNothing({ scenario: { cloud, fallback, fleet, strategy } }: Cell): boolean {
  const devices = fleet.some(({ count }) => count > 0);
  return cloud !== null && fallback === 'drop' && devices && strategy.kind !== 'cloudOnly';
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
