/** The first scenario of the page, already read. */
import type { ScenarioFile } from '../scenario/scenario.ts';
import type { ControlsModel } from './controlsModel.ts';

interface Begun {
  readonly text: string;
  readonly scenarioFile: ScenarioFile;
  readonly model: ControlsModel;
}

/** Inserted when the page is built, so that the first figure needs no reading; otherwise every text is read. */
export const begun: Begun | null = null;
