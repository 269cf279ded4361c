/** Every figure of a study of sensitivity that has something to show. */
import type { Sensitivity } from '../../studied.ts';
import type { Figure } from '../figure.ts';
import { alphaFigures } from './alpha.ts';
import { claimFigures } from './claims.ts';
import { curveFigures } from './curves.ts';
import { indexFigures, screeningFigures } from './indices.ts';
import { mapFigures } from './maps.ts';
import { regionFigures, winnerFigures } from './winners.ts';

/** Every picture of a sensitivity study: screening, indices, curves, maps and claims, as far as they were asked for. */
export function sensitivityFigures(study: Sensitivity): Figure[] {
  return [
    ...claimFigures(study),
    ...indexFigures(study),
    ...screeningFigures(study),
    ...curveFigures(study),
    ...mapFigures(study),
    ...winnerFigures(study),
    ...alphaFigures(study),
    ...regionFigures(study),
  ];
}
