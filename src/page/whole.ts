/**
 * The catalogue with all fields of its profiles. The page's bundle has only what a run reads, a third of it; the rest is
 * loaded on demand.
 */
import type { Catalogue } from '../catalog/catalog.ts';
import { shipped } from '../catalog/shipped.ts';

export const whole: Catalogue = shipped;
