/** Boards and models that come with the project, for calibrating a board at hand. */
import boards from '../../calibration/boards.json' with { type: 'json' };
import models from '../../calibration/models.json' with { type: 'json' };
import type { Board, ModelFacts } from './board.ts';

export const KNOWN_BOARDS: readonly Board[] = boards as unknown as readonly Board[];
export const KNOWN_MODELS: readonly ModelFacts[] = models;
