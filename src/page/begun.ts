/** The scenario the page begins with, as it is read. */
import type { ScenarioFile } from '../scenario/scenario.ts';
import type { ControlsModel } from './controlsModel.ts';

export interface Begun {
  readonly text: string;
  readonly scenarioFile: ScenarioFile;
  readonly model: ControlsModel;
}

/** Put here when the page is built, so that its first figure waits for no reader; without it every text is read. */
export const begun: Begun | null = null;
