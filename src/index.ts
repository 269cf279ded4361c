/** The public library. Everything here runs under Node; `edgewise/browser` is what runs without it. */
export * from './browser.ts';
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
export { readSeries } from './store/tables.ts';
