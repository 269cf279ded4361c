/** Profiles and clouds of the catalogue as columns. */
import { responseJoules } from '../../calibration/validate.ts';
import { shortName } from '../../catalog/catalog.ts';
import type { CloudProfile } from '../../catalog/cloud.ts';
import type { Profile } from '../../catalog/profile.ts';
import { plain } from '../../kernel/numbers.ts';
import { decodeSeconds, prefillSeconds } from '../../kernel/pace.ts';
import { columnsOf } from '../../report/columns.ts';
import type { Column } from '../../report/table.ts';

/** What the figures of a profile are given for: the paper's request. */
export const PROMPT = 100;
export const OUTPUT = 225;

export const FITS =
  'dense: fitted and cross-validated; sparse: fitted to few measurements; rough: one or two figures, the shape from relatives or from what the maker says; derived: from measured relatives by a rule. Q: share of answers that are right, where a source says so.';

/** A dash where it is not known. */
export function shownOr(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : plain(value);
}

export function profileColumns(profiles: readonly Profile[], usual: boolean): Column[] {
  return columnsOf(profiles, [
    ['profile', '', (profile) => (usual ? shortName(profile) : profile.name), 'left'],
    ['fit', '', ({ fit }) => fit, 'left'],
    ['speed', 'tokens/s', ({ pace }) => plain((OUTPUT - 1) / decodeSeconds(pace, PROMPT, OUTPUT))],
    ['ttft', 's', ({ pace }) => plain(prefillSeconds(pace, PROMPT))],
    ['power', 'W', ({ power }) => plain(power.decode)],
    ['energy', 'J', (profile) => shownOr(responseJoules(profile, PROMPT, OUTPUT))],
    ['weights', 'GB', ({ memory }) => plain(memory.weights / 1e9)],
    ['Q', '', ({ quality }) => shownOr(quality)],
  ]);
}

export function cloudColumns(clouds: readonly CloudProfile[]): Column[] {
  return columnsOf(clouds, [
    ['cloud', '', ({ name }) => name, 'left'],
    ['priced', '', ({ priced }) => priced ?? 'unknown', 'left'],
    ['in', '$/M tokens', ({ price }) => plain(price.input)],
    ['out', '$/M tokens', ({ price }) => plain(price.output)],
    ['Q', '', ({ quality }) => shownOr(quality)],
  ]);
}
