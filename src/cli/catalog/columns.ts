/** Profiles and clouds of the catalogue as columns. */
import { responseJoules } from '../../calibration/validate.ts';
import { shortName } from '../../catalog/catalog.ts';
import type { CloudProfile } from '../../catalog/cloud.ts';
import type { Profile } from '../../catalog/profile.ts';
import { plain } from '../../kernel/numbers.ts';
import { decodeSeconds, prefillSeconds } from '../../kernel/pace.ts';
import type { Column } from '../../report/table.ts';

/** What the figures of a profile are given for: the paper's request. */
export const PROMPT = 100;
export const OUTPUT = 225;

export const FITS =
  'dense: fitted and cross-validated; sparse: fitted to few measurements; rough: one or two figures, the shape from relatives or from what the maker says; derived: from measured relatives by a rule. Q: share of answers that are right, where a source says so.';
export function profileColumns(profiles: readonly Profile[], usual: boolean): Column[] {
  const column = (heading: string, unit: string, of: (profile: Profile) => number | null): Column => ({
    heading,
    unit,
    cells: profiles.map((profile) => {
      const value = of(profile);
      return value === null ? '–' : plain(value);
    }),
  });
  return [
    {
      heading: 'profile',
      unit: '',
      align: 'left',
      cells: profiles.map((profile) => (usual ? shortName(profile) : profile.name)),
    },
    { heading: 'fit', unit: '', align: 'left', cells: profiles.map(({ fit }) => fit) },
    column('speed', 'tokens/s', ({ pace }) => (OUTPUT - 1) / decodeSeconds(pace, PROMPT, OUTPUT)),
    column('ttft', 's', ({ pace }) => prefillSeconds(pace, PROMPT)),
    column('power', 'W', ({ power }) => power.decode),
    column('energy', 'J', (profile) => responseJoules(profile, PROMPT, OUTPUT)),
    column('weights', 'GB', ({ memory }) => memory.weights / 1e9),
    column('Q', '', ({ quality }) => quality),
  ];
}

export function cloudColumns(clouds: readonly CloudProfile[]): Column[] {
  const column = (heading: string, unit: string, of: (cloud: CloudProfile) => number | null): Column => ({
    heading,
    unit,
    cells: clouds.map((cloud) => {
      const value = of(cloud);
      return value === null ? '–' : plain(value);
    }),
  });
  return [
    { heading: 'cloud', unit: '', align: 'left', cells: clouds.map(({ name }) => name) },
    { heading: 'priced', unit: '', align: 'left', cells: clouds.map(({ priced }) => priced ?? 'unknown') },
    column('in', '$/M tokens', ({ price }) => price.input),
    column('out', '$/M tokens', ({ price }) => price.output),
    column('Q', '', ({ quality }) => quality),
  ];
}
