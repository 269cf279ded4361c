/** What a study would run and for how long, with nothing written. */
import { counted } from '../kernel/words.ts';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { shareOf, shardText } from '../experiment/shard.ts';
import type { Job } from '../experiment/job.ts';
import { FIGURES_ALONE } from '../metrics/only.ts';
import { scenarioAt, type Size } from '../experiment/sensitivity/size.ts';
import type { Input } from '../studied.ts';
import { plain } from '../report/format.ts';
import { changedLines } from '../report/changed.ts';
import { wrap } from '../report/table.ts';
import { tried } from './dryRun.ts';
import { DONE } from './fault.ts';
import type { RunFlags } from './flags.ts';
import { amount, clock } from './progress.ts';
import type { Loaded } from './scenarioFile.ts';
import type { Terminal } from './terminal.ts';
import { Demands } from './workloadSize.ts';

/** Points that are tried, spread over the study: how long a request takes depends on the inputs. */
const TRIED = 12;
/** Seconds for starting, figures and the page, about. */
const AROUND = 6;

export interface StudySize {
  readonly loaded: Loaded;
  readonly inputs: readonly Input[];
  readonly size: Size;
  readonly requests: number;
}

export function studyDryRun(
  { loaded, inputs, size, requests: whole }: StudySize,
  folder: string,
  { json, workers, shard }: RunFlags,
  { out }: Terminal,
): number {
  const { scenarioFile, base } = loaded;
  const { points } = size.design;
  const requests = shareOf(whole, shard);
  const step = Math.max(1, Math.floor(points.length / TRIED));
  const jobs = points
    .filter((_, place) => place % step === 0)
    .flatMap((point) => scenarioFile.cells.map((_, cell) => scenarioAt(scenarioFile, inputs, point, cell)))
    .map((scenario, place): Job => ({
      cell: place,
      replication: 0,
      draw: null,
      seed: scenarioFile.seed,
      scenario,
      keep: 'none',
      only: FIGURES_ALONE,
    }));
  const demands = new Demands(base);
  const rate = tried(
    jobs,
    jobs.map(({ scenario }) => demands.requestsOf(scenario)),
    base,
  );
  const threads = Math.min(workers ?? availableParallelism(), size.runs);
  const seconds = AROUND + requests / rate / threads;
  if (json) {
    const told = {
      scenario: scenarioFile.name,
      seed: scenarioFile.seed,
      inputs,
      cells: scenarioFile.cells.map(({ labels }) => labels),
      points: points.length,
      jobs: shareOf(size.runs, shard),
      requests: Math.round(requests),
      seconds: Number(seconds.toPrecision(2)),
      out: folder,
    };
    out.write(`${JSON.stringify(told, null, 2)}\n`);
    return DONE;
  }
  const { walks, a, mixed, curves, maps, claims } = size.design;
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
  const lines = [
    `${plain(points.length)} points: ${parts.join(', ')}`,
    `× ${counted(scenarioFile.cells.length, 'cell')}, ${plain(size.few)} to ${plain(size.many)} replications = ${plain(size.runs)} runs${shard ? `, of them ${plain(shareOf(size.runs, shard))} in shard ${shardText(shard)}, and those of the screening in every shard` : ''}, about ${amount(requests)}${inputs.length > 2 ? ', fewer if the screening leaves inputs out' : ''}`,
    `about ${clock(seconds)} with ${counted(threads, 'thread')} of this machine`,
    `results would go to ${folder}` +
      (existsSync(join(folder, 'journal.jsonl')) ? ', where some are: the same study goes on from them' : ''),
  ];
  const changed = changedLines({ ...scenarioFile, expectations: scenarioFile.expect }).map((line) =>
    wrap(line, out.columns),
  );
  const head = `${out.paint(`Sensitivity of ${scenarioFile.name}`, 'heading')}  ${out.paint('dry run: nothing is written', 'quiet')}`;
  out.write(`${[head, ...changed].join('\n')}\n\n${lines.join('\n')}\n`);
  return DONE;
}
