/** Reads scenarios and lists available choices. Loaded after the first picture, which does not need it. */
import type { Catalogue } from '../catalog/catalog.ts';
import { shipped } from '../catalog/shipped.ts';
import { edited, type ParsedText } from '../scenario/edit.ts';
import { ScenarioError, type Mistake } from '../scenario/mistake.ts';
import { plugins } from '../scenario/plugins.ts';
import { read } from '../scenario/read.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { parsedOf } from '../scenario/where.ts';
import { VERSION } from '../version.ts';
import { machines, modelOf } from './model.ts';
import type { ControlsModel } from './controlsModel.ts';
import type { Tell, Wish } from './protocol.ts';

/** A text with its changes, and the scenario or its mistakes. */
export type Understood =
  | {
      readonly text: string;
      readonly refused: string | null;
      readonly scenarioFile: ScenarioFile;
      readonly model: ControlsModel;
      /** Null for the page's first scenario, which was read at build time. */
      readonly parsed: ParsedText['parsed'] | null;
    }
  | { readonly text: string; readonly mistakes: readonly Mistake[] };

/** `before` is a text read earlier: reused while something is dragged. */
export function understand(
  { text, edits }: Pick<Wish, 'text' | 'edits'>,
  before: ParsedText | null,
  catalogue: Catalogue = shipped,
): Understood {
  let made = before?.text === text ? before : { text, parsed: parsedOf(text) };
  let refused: string | null = null;
  for (const [path, value] of edits) {
    try {
      made = edited(made, path, value);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refused = error.message;
    }
  }
  try {
    const scenarioFile = read(made.text, { file: 'scenario.yaml', catalogue, parsed: made.parsed });
    return { ...made, refused, scenarioFile, model: modelOf(scenarioFile, made) };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return { text: made.text, mistakes: error.mistakes };
  }
}

export function ready(): Extract<Tell, { kind: 'ready' }> {
  return {
    kind: 'ready',
    machines: machines(),
    clouds: shipped.cloudNames,
    strategies: plugins()['strategies']!.map(({ name, help }) => [name, help]),
    version: VERSION,
  };
}
