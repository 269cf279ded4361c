/** Every figure of a study of sensitivity that has something to show. */
import type { Figure } from './figure.ts';
import { alphaFigures } from './sensitivity-alpha.ts';
import { claimFigures } from './sensitivity-claims.ts';
import { curveFigures } from './sensitivity-curves.ts';
import type { Study } from './sensitivity-data.ts';
import { indexFigures, screeningFigures } from './sensitivity-indices.ts';
import { mapFigures, regionFigures, winnerFigures } from './sensitivity-maps.ts';

export function sensitivityFigures(study: Study): Figure[] {
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
