/** The catalogue that ships with the project: generated files, never edited by hand. */
import clouds from '../../calibration/clouds.json' with { type: 'json' };
import profiles from '../../calibration/profiles.json' with { type: 'json' };
import { catalogue, type Catalogue } from './catalog.ts';
import type { CloudProfile } from './cloud.ts';
import type { Profile } from './profile.ts';

/**
 * The catalogue that comes with the package: measured boards, and clouds with their prices.
 *
 * @example
 * ```ts
 * import { shipped } from 'edgewise';
 *
 * const nano = shipped.findProfile('orin-nano-8gb/qwen2.5-3b-q4');
 * console.log(nano.fit, nano.power.idle > 0); // sparse true
 * console.log(shipped.suggest('orin-nano-8gb/qwen2.5-3b-q5')[0]); // orin-nano-8gb/qwen2.5-3b-q4
 * ```
 */
export const shipped: Catalogue = catalogue(
  profiles as unknown as readonly Profile[],
  clouds as unknown as readonly CloudProfile[],
);
