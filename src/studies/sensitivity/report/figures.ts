/** The figures of a sensitivity study that have any content. */
import type { Sensitivity } from '../result.ts';
import { choices } from '../../../report/choices.ts';
import type { Figure } from '../../../report/figure.ts';
import { alphaFigures } from './alpha.ts';
import { claimFigures } from './claims.ts';
import { curveFigures } from './curves.ts';
import { indexFigures, screeningFigures } from './indices.ts';
import { mapFigures } from './maps.ts';
import { regionFigures, winnerFigures } from './winners.ts';

/** Kinds of figures that exist once per metric. */
const KINDS: readonly string[] = [
  'indices',
  'screening',
  'curves',
  'map',
  'best',
  'alpha-platforms',
  'alpha-cells',
  'region',
];

/** All figures of a sensitivity study: screening, indices, curves, maps and claims, if requested. */
export function sensitivityFigures(study: Sensitivity): Figure[] {
  const made = [
    ...claimFigures(study),
    ...indexFigures(study),
    ...screeningFigures(study),
    ...curveFigures(study),
    ...mapFigures(study),
    ...winnerFigures(study),
    ...alphaFigures(study),
    ...regionFigures(study),
  ];
  return choices(made, (name) => KINDS.find((kind) => name.startsWith(`${kind}-`)) ?? null);
}
