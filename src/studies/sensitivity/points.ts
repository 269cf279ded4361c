/** points.csv: a row for every point and cell of a study, the means over its replications. */
import type { Input } from './result.ts';
import { FIGURES } from './responses.ts';
import type { SensitivityOutcome } from './sensitivity.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';
import { csvLine } from '../../kernel/csv.ts';

export function* pointsTable(
  { axes, cells }: ScenarioFile,
  inputs: readonly Input[],
  { design, responses }: Pick<SensitivityOutcome, 'design' | 'responses'>,
): Generator<string> {
  const paths = inputs.map(({ path }) => path);
  const varied = axes.map(({ path }) => path);
  yield csvLine(['point', 'parts', ...paths, ...varied, 'replications', ...FIGURES]);
  for (const [place, { values, replications, parts }] of design.points.entries())
    for (const [cell, { labels }] of cells.entries()) {
      const means = FIGURES.map((figure) => responses.mean(place, cell, figure));
      const named = varied.map((path) => labels[path]!);
      yield csvLine([place, parts.join(' '), ...values, ...named, replications, ...means]);
    }
}
