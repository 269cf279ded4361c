/** Which inputs matter, and for which part of their ranges a result holds. */
import { Stopped } from '../../experiment/bench.ts';
import { withoutVaried } from './withoutVaried.ts';
import { readInputs } from './over.ts';
import { scenarioAt, sized, type Size, type SizeOptions } from './size.ts';
import { sensitivityAnalysis, type SensitivityOutcome } from './sensitivity.ts';
import { plain } from '../../kernel/numbers.ts';
import { counted } from '../../kernel/words.ts';
import { FIGURES_ALONE } from '../../metrics/only.ts';
import { leftOutLine } from '../../report/changed.ts';
import { studyDocument } from './report/studyDocument.ts';
import { sensitivityFigures } from './report/figures.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';
import type { Input, Sensitivity } from './result.ts';
import { assumptionsOf } from '../assumptions.ts';
import type { Demands } from '../demands.ts';
import type { Needs, Study, StudyKind } from '../study.ts';
import { requestsWords } from '../words.ts';
import { sensitivityText } from './report/text.ts';
import { FIGURES } from './responses.ts';
import { csvLine } from '../../kernel/csv.ts';

export const SENSITIVITY: StudyKind<Sensitivity> = {
  name: 'sensitivity',
  file: 'sensitivity.json',
  schema: 'edgewise.sensitivity/1',
  tables: ['points.csv'],
  text: sensitivityText,
  answer: ({ answer: text = null }) => (text === null ? null : { text, tone: 'neutral' }),
};

export interface SensitivityStudyOptions extends SizeOptions {
  readonly demands: Demands;
  /** The inputs as typed. */
  readonly over: readonly string[];
  readonly metrics?: readonly string[];
}

/** Points measured by a dry run, spread over the study: speed depends on the inputs. */
const TRIED = 12;

/** Throws an error of one line for what cannot be studied. */
export function sensitivityStudy(
  read: ScenarioFile,
  { demands, over, ...asked }: SensitivityStudyOptions,
): Study<Sensitivity> {
  const scenarioFile = withoutVaried(read, over);
  const { expect, leftOut, cells } = scenarioFile;
  if (asked.claims !== undefined && expect.length === 0)
    throw new RangeError(
      leftOut
        ? `there are no claims to judge: ${leftOutLine(leftOut, leftOut.length)}`
        : 'expects nothing, so that there are no claims to judge: add expect to the file',
    );
  const inputs = readInputs(scenarioFile, over);
  const size = sized(scenarioFile, inputs, asked);
  const { points } = size.design;
  const needs = needsOf(scenarioFile, inputs, size, demands);
  return {
    kind: SENSITIVITY,
    scenarioFile,
    // The second and the third decide what the screening leaves out, and so the points of the indices.
    design: [
      inputs,
      asked.keepAll,
      asked.metrics,
      points.map(({ values, replications }) => [values, replications]),
    ],
    needs,
    before: {
      opening: `${counted(inputs.length, 'input')}, ${plain(points.length)} points × ${counted(cells.length, 'cell')} = ${counted(size.runs, 'run')}, about ${requestsWords(needs.requests)}`,
      warnings: scenarioFile.warnings,
      lines: [
        partsOf(size),
        `× ${counted(cells.length, 'cell')}, ${plain(size.few)} to ${plain(size.many)} replications = ${plain(size.runs)} runs, about ${requestsWords(needs.requests)}${inputs.length > 2 ? ', fewer if the screening leaves inputs out' : ''}`,
      ],
      said: { inputs, cells: cells.map(({ labels }) => labels), points: points.length },
    },
    assumptions: assumptionsOf(cells),
    async conclude(bench) {
      const outcome = await sensitivityAnalysis(scenarioFile, inputs, { ...bench, ...asked });
      if (outcome === undefined) return undefined;
      if (outcome.interrupted) throw new Stopped('interrupted');
      const { result } = outcome;
      const figures = sensitivityFigures(result);
      return {
        result,
        holds: true,
        figures,
        tables: [['points.csv', pointsTable(scenarioFile, inputs, outcome)]],
        page: (input) => studyDocument(result, figures, input),
      };
    },
  };
}

function needsOf(
  scenarioFile: ScenarioFile,
  inputs: readonly Input[],
  { design, runs }: Size,
  demands: Demands,
): Needs {
  const { points } = design;
  const { cells, seed } = scenarioFile;
  const scenarios = (point: (typeof points)[number]) =>
    cells.map((_, cell) => scenarioAt(scenarioFile, inputs, point, cell));
  let requests = 0;
  let largest = 0;
  for (const point of points)
    for (const scenario of scenarios(point)) {
      const size = demands.requestsOf(scenario);
      requests += point.replications * size;
      largest = Math.max(largest, size);
    }
  return {
    runs,
    requests,
    largest,
    some() {
      const step = Math.max(1, Math.floor(points.length / TRIED));
      const tried = points.filter((_, place) => place % step === 0).flatMap(scenarios);
      return tried.map((scenario, cell) => ({
        job: { cell, replication: 0, draw: null, seed, scenario, keep: 'none', only: FIGURES_ALONE },
        requests: demands.requestsOf(scenario),
      }));
    },
  };
}

function partsOf({ design }: Size): string {
  const { walks, a, mixed, curves, maps, claims, points } = design;
  const some = (count: number, one: string, many?: string): string[] =>
    count === 0 ? [] : [counted(count, one, many)];
  const parts = [
    ...some(walks.length, 'walk of the screening', 'walks of the screening'),
    ...some(
      a.length,
      `row of ${mixed.length + 2} points for the indices`,
      `rows of ${mixed.length + 2} points for the indices`,
    ),
    ...some(curves.length, 'curve'),
    ...some(maps.length, 'map'),
    ...some(claims.length, 'point for the claims', 'points for the claims'),
  ];
  return `${plain(points.length)} points: ${parts.join(', ')}`;
}

function* pointsTable(
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
