/** A channel that tells kinds apart: each has a colour, a dash or a shape of its own. */
import type { Spec } from './spec.ts';

export function nominal(
  field: string,
  kinds: readonly string[],
  range: readonly unknown[],
  legend: Spec | null = null,
): Spec {
  return { field, type: 'nominal', sort: kinds, scale: { domain: kinds, range }, legend };
}
