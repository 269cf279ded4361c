/** Scenarios that the page is tried with, and what the command line makes of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProcess } from '../../src/executors/inProcess.ts';
import { rounds } from '../../src/experiment/rounds.ts';
import { runJob } from '../../src/experiment/runJob.ts';
import { inMemory } from '../../src/logs/inMemory.ts';
import { drawFigure } from '../../src/render/figure.ts';
import { charts } from '../../src/report/charts.ts';
import { figure4 } from '../../src/studies/figure4/report/figure.ts';
import { read } from '../../src/scenario/read.ts';
import { runFiles } from '../../src/store/runFiles.ts';
import { VERSION } from '../../src/version.ts';

const FIGURE4 = readFileSync(join(import.meta.dirname, '../../scenarios/figure4.yaml'), 'utf8');
/** The same question in a tenth of the time. */
export const SHORT: string = FIGURE4.replace('duration: 65m', 'duration: 15m').replace(
  'replications: 30',
  'replications: 3',
);
export const LOG: string = `arrival,prompt,output\n${Array.from({ length: 60 }, (_, i) => `${i * 30},${90 + i},${40 + 3 * i}`).join('\n')}\n`;
export const REPLAY =
  'name: replay\nreplications: 3\nworkload: { kind: trace, file: desk.csv }\nfleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2 }]\nstrategy: random\n';
export const FAULTS =
  'name: faults\nduration: 1h\nreplications: 3\nworkload: { arrivals: { kind: poisson, rate: 2/m }, prompt: 90, output: 200 }\nfleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2, failures: { every: 20m, repair: 2m } }]\nvary: { strategy: [random, loadAware] }\n';

/** The last round of a run, as the command line makes it. */
async function run(text: string, files: Readonly<Record<string, string>>, replications?: number) {
  const scenarioFile = read(text, { file: 'scenario.yaml' });
  const executor = inProcess((job) => runJob(job, { source: inMemory(files) }));
  const more = replications === undefined ? {} : { replications };
  for await (const round of rounds(scenarioFile, { executor, version: VERSION, looks: [], ...more }))
    return { scenarioFile, round };
  throw new Error('no round');
}

/** The summary as the command line writes it, of so many replications: of as many as the file says when nothing is said. */
export async function summaryOf(
  text: string,
  files: Readonly<Record<string, string>> = {},
  replications?: number,
): Promise<string> {
  const { scenarioFile, round } = await run(text, files, replications);
  return new Map(runFiles(scenarioFile, round)).get('summary.json') as string;
}

/** The figures of `edgewise run`, as SVG by name, and that of `edgewise figure4`. */
export async function figuresOf(text: string): Promise<Record<string, string>> {
  const { scenarioFile, round } = await run(text, {});
  const { cells } = scenarioFile;
  const { warmup } = cells[0]!.scenario;
  const series = cells.map((_, cell) => round.findings.series(cell));
  const figures = [
    ...charts(round.summary, series, { warmup }),
    figure4(round.summary, series, { warmup, per: 'hour' }),
  ];
  const drawn = figures.map(async ({ name, spec }) => [name, (await drawFigure(spec)).svg] as const);
  return Object.fromEntries(await Promise.all(drawn));
}
