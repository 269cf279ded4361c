/** The public library without Node: scenarios, runs, comparisons and figures as plain values. */
export { calibrate } from './calibration/calibrate.ts';
export type { Calibrated, Calibration, CalibrationOptions } from './calibration/calibrate.ts';
export { catalogue } from './catalog/catalog.ts';
export type { Catalogue } from './catalog/catalog.ts';
export type { CloudProfile } from './catalog/cloud.ts';
export type { Profile } from './catalog/profile.ts';
export { shipped } from './catalog/shipped.ts';
export { inProcess } from './executors/inProcess.ts';
export { serve } from './executors/serve.ts';
export type { Channel } from './executors/serve.ts';
export { webWorkers } from './executors/webWorkers.ts';
export type { WebWorker, WebWorkersOptions } from './executors/webWorkers.ts';
export { capacity } from './studies/capacity/capacity.ts';
export type { CapacityOptions } from './studies/capacity/capacity.ts';
export { compare, comparison } from './experiment/compare.ts';
export { storyOf } from './explain/story.ts';
export type { StoryOptions, FoundStory } from './explain/story.ts';
export { timelineOf } from './explain/timeline.ts';
export type { TimelineOptions } from './explain/timeline.ts';
export { refusedOf, worstOf } from './explain/worst.ts';
export { estimate } from './experiment/estimate.ts';
export type { Executor, ExecutorOptions, RunJob } from './experiment/executor.ts';
export { Stopped } from './experiment/bench.ts';
export type { BenchOptions, Progress } from './experiment/bench.ts';
export type { ExperimentOutcome, ExperimentStep } from './experiment/experiment.ts';
export { Findings } from './experiment/findings.ts';
export type { Failed, Finished, Job } from './experiment/job.ts';
export { planning } from './studies/plan/planning.ts';
export type { LevelPlanOptions } from './studies/plan/levelPlan.ts';
export type { PlanningOptions } from './studies/plan/planning.ts';
export { runJob } from './experiment/runJob.ts';
export { rounds } from './experiment/rounds.ts';
export type { Round, RoundsOptions } from './experiment/rounds.ts';
export { readInputs } from './studies/sensitivity/over.ts';
export { sensitivityAnalysis } from './studies/sensitivity/sensitivity.ts';
export type { JobSurroundings } from './experiment/runJob.ts';
export type { Sensitivity } from './studies/sensitivity/result.ts';
export type { SensitivityOutcome } from './studies/sensitivity/sensitivity.ts';
export { summarise } from './experiment/summarise.ts';
export type { Source } from './logs/source.ts';
export { inMemory } from './logs/inMemory.ts';
export type { Files } from './logs/inMemory.ts';
export type { FleetOutcome } from './studies/plan/fleetResult.ts';
export type { Planned } from './studies/plan/result.ts';
export type { Explained, Refused, RequestStory, Timeline, Worst } from './explain/result.ts';
export { explainText } from './explain/report/text.ts';
export { timelineFigure } from './explain/report/timeline.ts';
export type { TimelineFigureOptions } from './explain/report/timeline.ts';
export { charts } from './report/charts.ts';
export { reportDocument } from './report/reportDocument.ts';
export type { DocumentInput } from './report/reportDocument.ts';
export type { ReportDocument, PageInput, Section, Sentence, Assumption } from './report/section.ts';
export { figure, themed } from './report/figure.ts';
export type { Figure, FigureChoice, Theme } from './report/figure.ts';
export type { Spec } from './report/figure.ts';
export { figure3, figure3Rows } from './studies/figure3/report/figure.ts';
export { figure4, figure4Panels } from './studies/figure4/report/figure.ts';
export type { Figure4Options, Figure4PanelOptions } from './studies/figure4/report/figure.ts';
export { inShort } from './report/inShort.ts';
export type { SeriesByCell } from './report/loads.ts';
export { colours } from './report/palette.ts';
export { residualFigure } from './report/residuals.ts';
export type { Residuals } from './report/residuals.ts';
export { sensitivityFigures } from './studies/sensitivity/report/figures.ts';
export { comparisonList, expectationList, summaryTable, warningList } from './report/summaryTable.ts';
export { burstsOf } from './report/timeline.ts';
export type { Bursts } from './report/timeline.ts';
export { MOVES } from './kernel/moves.ts';
export { METRICS, OPTIONAL } from './metrics/definitions.ts';
export type { Metric } from './metrics/definitions/definition.ts';
export type {
  CellSummary,
  Comparison,
  Decision,
  DeviceSummary,
  Estimate,
  Labels,
  Ranking,
  Replication,
  Series,
  Summary,
  Warning,
} from './results.ts';
export type { Expectation } from './expected.ts';
export type { Setting } from './scenario/assemble.ts';
export { ScenarioError } from './scenario/mistake.ts';
export type { Mistake } from './scenario/mistake.ts';
export { plugins } from './scenario/plugins.ts';
export type { PluginEntry, PluginField } from './scenario/plugins.ts';
export { read } from './scenario/read.ts';
export type { ReadOptions } from './scenario/read.ts';
export type { Cell, Expect, ScenarioFile, Scenario } from './scenario/scenario.ts';
export type { Verdict } from './verdicts.ts';
export { schema } from './scenario/schema.ts';
export { starter } from './scenario/starter.ts';
export { edit } from './scenario/edit.ts';
export { where } from './scenario/where.ts';
export type { Where } from './scenario/where.ts';
export { runFiles, seriesFrom, summaryOf } from './store/runFiles.ts';
export type { RunFile } from './store/runFiles.ts';
export { figure3Study } from './studies/figure3/study.ts';
export type {
  Conclusion,
  Needs,
  SampleRun,
  Study,
  StudyBefore,
  StudyBench,
  StudyKind,
  TextPlace,
  TextScreen,
} from './studies/study.ts';
export { tableOneStudy } from './studies/table1/study.ts';
export type { TableOne, TableOneOptions, TableOneRow } from './studies/table1/study.ts';
export { erlangB, STATIONS, stayOfTwoChoices, waitOfMG1, waitOfMMc } from './studies/validation/queueing.ts';
export type { QueueCheck } from './studies/validation/queueing.ts';
export { validationStudy } from './studies/validation/study.ts';
export type { TheoryRow, Validation } from './studies/validation/result.ts';
export type { Carried, CarriedKind, CarriedLevel } from './studies/capacity/result.ts';
export { VERSION } from './version.ts';
