/** Everything from a file to what a person sees of its run. */
import { counted } from '../kernel/words.ts';
import { join } from 'node:path';
import { countJobs } from '../experiment/experiment.ts';
import { shardEnding, shardText } from '../experiment/shard.ts';
import { answerOf } from '../report/opening.ts';
import type { Figure } from '../report/figure.ts';
import type { SeriesByCell } from '../report/loads.ts';
import { wrap } from '../report/table.ts';
import { tenantTables } from '../report/tenantTable.ts';
import type { Summary } from '../results.ts';
import { fileOf } from '../scenario/facts.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { plain } from '../report/format.ts';
import { requestFile } from '../store/requestForm.ts';
import { dryRun } from './dryRun.ts';
import { DONE, EXPECTATION_FAILED, FAILED, refuseTooMany } from './fault.ts';
import type { RunFlags } from './flags.ts';
import { outcomeText } from './outcomeText.ts';
import { perform, performPart, type Performed } from './perform.ts';
import { writePictures } from './pictures.ts';
import { amount, clock } from './progress.ts';
import { lastly } from './lastly.ts';
import { runMinutes } from './runMinutes.ts';
import { load, type Loaded } from './scenarioFile.ts';
import type { Screen, Terminal } from './terminal.ts';
import { quoted, typedAgain } from './typedAgain.ts';

/** What there is to tell of a run. */
export interface RunToShow {
  readonly scenarioFile: ScenarioFile;
  readonly outcome: Performed['outcome'];
  /** Where the files are. */
  readonly folder: string;
}

export interface Showing {
  figures(summary: Summary, series: SeriesByCell, scenarioFile: ScenarioFile): readonly Figure[];
  /** What is printed, when not the usual. */
  text?(told: RunToShow, screen: Screen): string;
  /** The command as it is typed, without options; `run FILE` when not said. */
  readonly command?: string;
}

export async function runScenario(
  file: string,
  flags: RunFlags,
  terminal: Terminal,
  showing: Showing,
): Promise<number> {
  const { out, err } = terminal;
  const began = performance.now();
  const loaded = loadWithTenants(file, flags);
  const { scenarioFile } = loaded;
  const folder = flags.out ?? join('out', `${scenarioFile.name}${shardEnding(flags.shard)}`);
  const command = typedAgain(showing.command ?? `run ${quoted(file)}`, flags);
  if (!flags.quiet) for (const text of scenarioFile.warnings) err.write(`${warning(text, terminal)}\n`);
  if (flags.dryRun) return dryRun(loaded, folder, flags, terminal);
  refuseTooMany(
    countJobs(scenarioFile, scenarioFile.replications, flags.modelError ? { modelError: {} } : {}),
  );
  if (!flags.quiet) err.write(`${err.paint(opening(loaded, flags), 'quiet')}\n`);
  if (flags.shard) return performPart(loaded, { out: folder, command }, flags, terminal);
  const done = await perform(loaded, folder, flags, terminal, showing.text === undefined);
  try {
    const { summary, findings } = done.outcome;
    const series = scenarioFile.cells.map((_, cell) => findings.series(cell));
    const figures = [...showing.figures(summary, series, scenarioFile), ...runMinutes(loaded, summary)];
    await writePictures(done.folder, {
      scenarioFile,
      summary,
      figures,
      text: loaded.textFor(folder),
      command,
    });
    if (flags.json) out.write(`${JSON.stringify(summary, null, 2)}\n`);
    else
      out.write(
        showing.text?.({ scenarioFile, outcome: done.outcome, folder }, out) ??
          outcomeText(summary, out, { folder, ...(flags.tenants && { tenants: true }) }),
      );
    if (!flags.json && flags.tenants && showing.text)
      out.write(`\n${tenantTables(summary, { width: out.columns, paint: out.paint })}\n`);
    if (!flags.json) {
      out.write(`\n${files(folder, summary, figures, flags, terminal)}\n`);
      out.write(lastly(answerOf(summary), out));
    }
    if (!flags.quiet) err.write(`${err.paint(closing(done, (performance.now() - began) / 1000), 'quiet')}\n`);
    return codeOf(done, terminal);
  } finally {
    done.folder.close();
  }
}

/** Who asks for tenants where nobody has named them gets those who ask most. */
function loadWithTenants(file: string, flags: RunFlags): Loaded {
  const loaded = load(file, flags);
  const unasked = loaded.scenarioFile.cells.every(({ scenario: { workload, metrics } }) => {
    return fileOf(workload) === undefined && metrics.tenants === null;
  });
  return flags.tenants && unasked
    ? load(file, { ...flags, set: [...flags.set, 'metrics.tenants=20'] })
    : loaded;
}

function opening({ scenarioFile }: Loaded, { precision, shard }: RunFlags): string {
  const { name, cells, replications } = scenarioFile;
  const runs = cells.length * replications;
  const more =
    precision === undefined
      ? ''
      : `, then more until the intervals are within ${+(precision * 100).toPrecision(3)} %`;
  const part = shard ? `, of them shard ${shardText(shard)}` : '';
  const cellWords = cells.length === 1 ? '1 cell' : `${cells.length} cells`;
  return `${name}: ${cellWords} × ${counted(replications, 'replication')} = ${counted(runs, 'run')}${more}${part}`;
}

function closing({ before, runs, requests, seconds }: Performed, whole: number): string {
  const earlier = before > 0 ? `${plain(before)} runs were there already; ` : '';
  const now =
    runs > 0 ? `${amount(requests)} simulated in ${seconds.toFixed(1)} s` : 'nothing left to simulate';
  return `${earlier}${now}, ${clock(whole)} in all`;
}

function files(
  folder: string,
  summary: Summary,
  figures: readonly Figure[],
  { requests }: RunFlags,
  { out }: Terminal,
): string {
  const pictures = figures.length === 0 ? [] : ['figures/'];
  const names = ['report.html', 'summary.json', 'runs.csv', 'series.csv', ...pictures, 'scenario.yaml'];
  if (requests) names.push(requestFile(requests));
  if (summary.cells.some(({ tenants }) => tenants)) names.push('tenants.csv');
  if (summary.cells.some(({ priorities }) => priorities)) names.push('priorities.csv');
  return `${out.paint('Files', 'heading')}  ${wrap(`${join(folder, names[0]!)} and beside it ${names.slice(1).join(', ')}`, out.columns - 7, '       ')}`;
}

function warning(text: string, { err }: Terminal): string {
  return `${err.paint('warning', 'unsure')} ${wrap(text, err.columns - 8, '        ')}`;
}

function codeOf({ outcome }: Performed, { err }: Terminal): number {
  if (outcome.failures.length > 0) {
    const [first] = outcome.failures;
    err.write(
      `${err.paint(`${plain(outcome.failures.length)} runs failed`, 'bad')}, the first of them: ${first!.error}\n`,
    );
    return FAILED;
  }
  return outcome.summary.expectations.some((one) => one.outcome === 'fails') ? EXPECTATION_FAILED : DONE;
}
