/** Every figure of a study of sensitivity that has something to show. */
import type { Sensitivity } from '../result.ts';
import { choices } from '../../../report/choices.ts';
import type { Figure } from '../../../report/figure.ts';
import { alphaFigures } from './alpha.ts';
import { claimFigures } from './claims.ts';
import { curveFigures } from './curves.ts';
import { indexFigures, screeningFigures } from './indices.ts';
import { mapFigures } from './maps.ts';
import { regionFigures, winnerFigures } from './winners.ts';

/** What there is one of for each figure that is looked at. */
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

/** Every picture of a sensitivity study: screening, indices, curves, maps and claims, as far as they were asked for. */
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
