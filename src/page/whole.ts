/**
 * The catalogue with all that is known of each profile. The built page has there what a run reads of them, a third of it, and
 * here the rest, which is loaded when it is asked for.
 */
import type { Catalogue } from '../catalog/catalog.ts';
import { shipped } from '../catalog/shipped.ts';

export const whole: Catalogue = shipped;
