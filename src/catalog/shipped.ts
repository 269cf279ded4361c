/** The catalogue that ships with the project: generated files, never edited by hand. */
import clouds from '../../calibration/clouds.json' with { type: 'json' };
import profiles from '../../calibration/profiles.json' with { type: 'json' };
import { catalogue } from './catalog.ts';
import type { Catalogue } from './catalog.ts';
import type { CloudProfile } from './cloud.ts';
import type { Profile } from './profile.ts';

export const shipped: Catalogue = catalogue(
  profiles as unknown as readonly Profile[],
  clouds as unknown as readonly CloudProfile[],
);
