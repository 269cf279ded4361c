/** From a scenario to how much its fleet takes. */
import { join } from 'node:path';
import type { Carried } from '../carried.ts';
import { capacity } from '../experiment/capacity/capacity.ts';
import { checkShares } from '../experiment/planning/confirmable.ts';
import { RunFailed, Stopped } from '../experiment/bench.ts';
import { drawFigure } from '../render/figure.ts';
import { renderReport } from '../render/report.ts';
import { capacityFigure } from '../report/capacity/figure.ts';
import { capacityDocument, capacityText } from '../report/capacity/text.ts';
import { wrap } from '../report/table.ts';
import { writeAtomically } from '../store/atomic.ts';
import { sources } from '../store/sources.ts';
import { assumptionsOf } from './assumptions.ts';
import { crew } from './crew.ts';
import { DONE, EXPECTATION_FAILED, FAILED, Fault } from './fault.ts';
import { orderOf } from './queueOrder.ts';
import type { RunFlags } from './flags.ts';
import { version } from './package.ts';
import { writeFigure } from './pictures.ts';
import { teller } from './planProgress.ts';
import { amount } from './progress.ts';
import { load, type Loaded } from './scenarioFile.ts';
import { INTERRUPTED, type Terminal } from './terminal.ts';
import { quoted, typedAgain } from './typedAgain.ts';
import { Demands } from './workloadSize.ts';
import { capacitySentences } from '../report/capacity/words.ts';
import { lastly } from './lastly.ts';

/** Runs in all, about, for choosing who does the work and to say what it takes. */
const SOME_LEVELS = 25;
const SOME_RUNS = 32;

export async function runCapacity(
  file: string,
  flags: RunFlags,
  target: number | undefined,
  terminal: Terminal,
): Promise<number> {
  const { out } = terminal;
  const set = target === undefined ? flags.set : [...flags.set, `slo.target=${target}`];
  const loaded = load(file, { ...flags, set });
  check(loaded);
  const { scenarioFile, textFor } = loaded;
  const folder = flags.out ?? join('out', `${scenarioFile.name}-capacity`);
  if (flags.dryRun) return dryRun(loaded, folder, flags, terminal);
  const carried = await found(loaded, flags, terminal);
  const again = target === undefined ? [] : [`--target ${target}`];
  const figure = capacityFigure(carried);
  writeAtomically(join(folder, 'capacity.json'), `${JSON.stringify(carried, null, 2)}\n`);
  writeAtomically(join(folder, 'scenario.yaml'), textFor(folder));
  await writeFigure(join(folder, 'figures'), figure);
  const page = capacityDocument({
    carried,
    figures: [figure],
    command: typedAgain(`capacity ${quoted(file)}`, flags, again),
    scenario: textFor(folder),
    description: scenarioFile.description,
    assumptions: assumptionsOf(scenarioFile),
  });
  const drawn = new Map([[figure.name, await drawFigure(figure.spec)]]);
  writeAtomically(join(folder, 'report.html'), await renderReport(page, { drawn }));
  if (flags.json) out.write(`${JSON.stringify(carried, null, 2)}\n`);
  else {
    out.write(capacityText(carried, { width: out.columns, paint: out.paint }));
    out.write(
      `\n${out.paint('Files', 'heading')}  ${join(folder, 'report.html')} and beside it capacity.json, figures/, scenario.yaml\n`,
    );
    out.write(lastly(capacitySentences(carried)[0]!, out));
  }
  return carried.today.outcome === 'tooMuch' ? EXPECTATION_FAILED : DONE;
}

/** Throws in one line when there is nothing to look for. */
function check({ scenarioFile, file }: Loaded): void {
  if (scenarioFile.cells.length > 1)
    throw new Fault(
      `${file}: varies ${scenarioFile.axes.map(({ path }) => path).join(' and ')}: a capacity is of one fleet; take one value of each, as in --set ${scenarioFile.axes[0]!.path}=${String(scenarioFile.axes[0]!.labels[0])}`,
    );
  const { fleet, slo } = scenarioFile.cells[0]!.scenario;
  if (fleet.every(({ count }) => count === 0))
    throw new Fault(
      `${file}: has no machines in its fleet: a capacity is of machines${scenarioFile.planning ? '; edgewise plan says which of its candidates to buy' : ''}`,
    );
  if (slo.ttft === null && slo.e2e === null && slo.tpot === null)
    throw new Fault(
      `${file}: has no slo, so that any load would do: what should an answer be like? For instance --set slo.ttft=3s, or slo: { ttft: 3s, e2e: 30s } in the file`,
    );
  try {
    checkShares(scenarioFile.cells[0]!.scenario);
  } catch (error) {
    throw new Fault(`${file}: ${(error as RangeError).message}`);
  }
}

async function found({ scenarioFile, base }: Loaded, flags: RunFlags, terminal: Terminal): Promise<Carried> {
  const { err } = terminal;
  const size = new Demands(base).requestsOf(scenarioFile.cells[0]!.scenario);
  const runs = SOME_LEVELS * SOME_RUNS;
  const executor = crew({
    settings: { base },
    work: { runs, requests: size * runs, largest: size, open: true },
    workers: flags.workers,
    queue: orderOf(flags, { scenarioFile, base }, terminal),
  });
  const stop = new AbortController();
  const restore = terminal.onInterrupt(() => stop.abort());
  const told = flags.quiet ? null : teller(err);
  try {
    return await capacity(scenarioFile, {
      version: version(),
      executor,
      source: sources(base),
      ...(flags.precision !== undefined && { precision: flags.precision }),
      ...(!flags.noModelError && { modelError: {} }),
      signal: stop.signal,
      ...(told && { onProgress: (progress) => told.update(progress) }),
    });
  } catch (error) {
    if (error instanceof Stopped) throw new Fault('interrupted: nothing is kept', INTERRUPTED);
    if (error instanceof RunFailed) throw new Fault(`the fleet could not be run: ${error.message}`, FAILED);
    if (error instanceof RangeError) throw new Fault(error.message);
    throw error;
  } finally {
    told?.stop();
    restore();
    await executor.close();
  }
}

function dryRun({ scenarioFile, base }: Loaded, folder: string, flags: RunFlags, { out }: Terminal): number {
  const size = new Demands(base).requestsOf(scenarioFile.cells[0]!.scenario);
  const runs = Math.max(SOME_RUNS, scenarioFile.replications);
  if (flags.json) {
    const said = {
      scenario: scenarioFile.name,
      loads: SOME_LEVELS,
      replications: runs,
      requests: size,
      folder,
    };
    out.write(`${JSON.stringify(said, null, 2)}\n`);
  } else
    out.write(
      `${out.paint(scenarioFile.name, 'heading')}  ${out.paint('dry run: nothing is written', 'quiet')}\n\n${wrap(`About ${SOME_LEVELS} loads, ${runs} runs of each and more where the interval is wide; about ${amount(size)} in a run at today's load.`, out.columns)}\nResults would go to ${folder}\n`,
    );
  return DONE;
}
