/** The public library. Everything here runs under Node; `edgewise/browser` is what runs without it. */
export * from './browser.ts';
// Of these the browser has what they are made of, under the same names.
export { experiment, run } from './library/experiment.ts';
export type { ExperimentOptions } from './library/experiment.ts';
export { simulate } from './library/simulate.ts';
export type { SimulateOptions } from './library/simulate.ts';
export { plan } from './library/plan.ts';
export type { PlanOptions } from './library/plan.ts';
export { sensitivity } from './library/sensitivity.ts';
export type { SensitivityOptions } from './library/sensitivity.ts';
export { forms, show } from './library/show.ts';
export type { Forms, Showable, Shown } from './library/show.ts';
export type { Row } from './library/rows.ts';
export type { Reading } from './library/planOf.ts';
export type { Running } from './library/executorFor.ts';
export { workers } from './executors/workers.ts';
export type { WorkersOptions } from './executors/workers.ts';
export { renderFigure, rasterize } from './render/figure.ts';
export type { Rendered, RenderOptions } from './render/figure.ts';
export { renderReport } from './render/report.ts';
export { RunFolder, readSummary } from './store/folder.ts';
export { fingerprint } from './store/fingerprint.ts';
export { RUNNER, runner } from './store/runner.ts';
export type { RunnerSettings } from './store/runner.ts';
export { sources } from './store/sources.ts';
export { StoreError } from './store/storeError.ts';
export { readSeries } from './store/readSeries.ts';
