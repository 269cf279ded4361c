/** The catalogue with all that is known of each profile: a run needs a tenth of it, so the rest is loaded when it is asked for. */
import profiles from '../../calibration/profiles.json' with { type: 'json' };
import { catalogue, type Catalogue } from '../catalog/catalog.ts';
import type { Profile } from '../catalog/profile.ts';
import { shipped } from '../catalog/shipped.ts';

export const whole: Catalogue = catalogue(profiles as unknown as readonly Profile[], shipped.clouds);
