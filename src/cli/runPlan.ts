/** From a scenario with a plan section to what to buy. */
import { counted } from '../kernel/words.ts';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { checkShares } from '../experiment/planning/confirmable.ts';
import { jobsOf } from '../experiment/experiment.ts';
import type { ModelError } from '../experiment/modelError.ts';
import { RunFailed, Stopped } from '../experiment/bench.ts';
import { checkRecorded, withRecordedDays } from '../experiment/planning/recordedDemand.ts';
import { MOST_DAYS } from '../experiment/planning/replications.ts';
import { checkRuns, planning } from '../experiment/planning/planning.ts';
import { readsOf } from '../experiment/planning/reads.ts';
import { fleets, plannedScenario, withFleet } from '../experiment/planning/space.ts';
import type { Planned } from '../planned.ts';
import { changedLines } from '../report/changed.ts';
import { beforehandWords } from '../report/plan/beforehand.ts';
import { planText } from '../report/plan/text.ts';
import { demandWords } from '../report/recordedDemand.ts';
import { wrap } from '../report/table.ts';
import type { Recorded } from '../results.ts';
import type { Planning } from '../scenario/scenario.ts';
import { hardlyMeant } from '../scenario/warning.ts';
import { fingerprint } from '../store/fingerprint.ts';
import { RunFolder } from '../store/folder.ts';
import { inputs, sources } from '../store/sources.ts';
import { crew } from './crew.ts';
import { orderOf } from './queueOrder.ts';
import { tried } from './dryRun.ts';
import { DONE, EXPECTATION_FAILED, FAILED, Fault, refuseTooMany } from './fault.ts';
import type { RunFlags } from './flags.ts';
import { build, version } from './package.ts';
import { writePlan } from './planFiles.ts';
import type { PlanFlags } from './planFlags.ts';
import { teller } from './planProgress.ts';
import { amount, clock } from './progress.ts';
import { load, type Loaded } from './scenarioFile.ts';
import { INTERRUPTED, type Terminal } from './terminal.ts';
import { quoted, typedAgain } from './typedAgain.ts';
import { Demands } from './workloadSize.ts';
import { levelSentences } from '../report/plan/sentences.ts';
import { lastly } from './lastly.ts';

/** Runs of a plan, about, for choosing who does the work. */
const SOME_RUNS = 300;

/** Runs of a fleet at most when nothing is said, about: more where what is asked is hard to tell. */
const MOST_RUNS = 128;

/** What is to be done, and where it goes. */
interface Order {
  readonly loaded: Loaded;
  readonly section: Planning;
  readonly flags: RunFlags;
  readonly grid: boolean;
  readonly folder: string;
  readonly command: string;
  /** Of demand that comes from a log. */
  readonly recorded: Recorded | undefined;
  /** Requests of one run at the demand of the file, about. */
  readonly size: number;
}

export async function runPlan(
  file: string,
  flags: RunFlags,
  own: PlanFlags,
  terminal: Terminal,
): Promise<number> {
  const { out, err } = terminal;
  const began = performance.now();
  const loaded = load(file, { ...flags, set: [...flags.set, ...own.set] }, 'plan');
  const { scenarioFile } = loaded;
  const section = sectionOf(loaded);
  const folder = flags.out ?? join('out', `${scenarioFile.name}-plan`);
  const command = typedAgain(`plan ${quoted(file)}`, flags, own.again);
  const asked = withRecordedDays(scenarioFile, section).cells[0]!.scenario;
  const demands = new Demands(loaded.base);
  const recorded = demands.recordedOf(asked);
  askable(() => checkRecorded(section, recorded, section.mostRuns ?? MOST_DAYS), loaded);
  const size = demands.requestsOf(asked);
  const order = { loaded, section, flags, grid: own.grid, folder, command, recorded, size };
  if (!flags.quiet) {
    const changed = changedLines({ ...scenarioFile, expectations: scenarioFile.expect });
    const doubts = hardlyMeant(scenarioFile).map(
      (text) => `${err.paint('warning', 'unsure')} ${wrap(text, err.columns - 8, '        ')}`,
    );
    err.write(`${[...doubts, err.paint(opening(order), 'quiet'), ...changed].join('\n')}\n`);
  }
  if (flags.dryRun) return dryRun(order, terminal);
  refuseTooMany(scenarioFile.replications * fleets(section, plannedScenario(scenarioFile)).length);
  const planned = await perform(order, terminal);
  if (flags.json) out.write(`${JSON.stringify(planned, null, 2)}\n`);
  else {
    out.write(planText(planned, { width: out.columns, paint: out.paint }));
    out.write(
      `\n${out.paint('Files', 'heading')}  ${join(folder, 'report.html')} and beside it plan.json, figures/, scenario.yaml\n`,
    );
    const [first] = planned.levels;
    const [answer] = first ? levelSentences(planned, first) : [];
    if (answer) out.write(lastly(answer, out));
  }
  if (!flags.quiet)
    err.write(`${err.paint(`${clock((performance.now() - began) / 1000)} in all`, 'quiet')}\n`);
  return planned.levels.every(({ recommended }) => recommended !== null) ? DONE : EXPECTATION_FAILED;
}

function sectionOf(loaded: Loaded): Planning {
  const { scenarioFile, file } = loaded;
  if (!scenarioFile.planning)
    throw new Fault(
      `${file}: has no plan section: it does not say what may be bought; see scenarios/office.yaml for one`,
    );
  if (scenarioFile.cells.length > 1)
    throw new Fault(
      `${file}: varies ${scenarioFile.axes.map(({ path }) => path).join(' and ')}: a plan is of one scenario; take one value of each, as in --set ${scenarioFile.axes[0]!.path}=${String(scenarioFile.axes[0]!.labels[0])}`,
    );
  const { planning, replications } = scenarioFile;
  askable(() => {
    checkRuns(planning, replications);
    checkShares(scenarioFile.cells[0]!.scenario, planning);
  }, loaded);
  return planning;
}

/** What a plan cannot answer is a mistake of the file. */
function askable(check: () => void, { file }: Loaded): void {
  try {
    check();
  } catch (error) {
    throw new Fault(`${file}: ${(error as RangeError).message}`);
  }
}

async function perform(order: Order, terminal: Terminal): Promise<Planned> {
  const { loaded, section, flags, grid, folder: out, command } = order;
  const { scenarioFile, base, textFor } = loaded;
  // Which fleet has which number in the journal depends on all of this.
  const { replications } = scenarioFile;
  const modelError = modelErrorOf(flags, section);
  const kind = JSON.stringify({ planning: section, replications, grid, modelError });
  const mark = fingerprint(scenarioFile, `${build()} plan ${kind}`, inputs(scenarioFile, base));
  const folder = new RunFolder(out, { fingerprint: mark, force: flags.force });
  const size = Math.max(...section.growth) * order.size;
  const executor = crew({
    settings: { base },
    work: { runs: SOME_RUNS, requests: size * SOME_RUNS, largest: size, open: true },
    workers: flags.workers,
    queue: orderOf(flags, loaded, terminal),
  });
  const stop = new AbortController();
  const restore = terminal.onInterrupt(() => stop.abort());
  const told = flags.quiet ? null : teller(terminal.err);
  try {
    const planned = await planning(scenarioFile, {
      version: version(),
      executor,
      source: sources(base),
      done: folder.done,
      grid,
      ...(modelError && { modelError }),
      signal: stop.signal,
      onFinished: (finished) => folder.record(finished),
      ...(told && {
        onProgress: (progress) => told.update(progress),
        onReplicating: (level, made) => told.say(beforehandWords(level, made, level === section.growth[0])),
      }),
    });
    told?.stop();
    await writePlan(folder, { scenarioFile, planned, text: textFor(out), command });
    return planned;
  } catch (error) {
    if (error instanceof Stopped)
      throw new Fault(
        `interrupted: what was run is kept in ${out}; the same command goes on from there`,
        INTERRUPTED,
      );
    if (error instanceof RunFailed) throw new Fault(`a fleet could not be run: ${error.message}`, FAILED);
    if (error instanceof RangeError) throw new Fault(error.message);
    throw error;
  } finally {
    told?.stop();
    restore();
    await executor.close();
    folder.close();
  }
}

/** Other fleets that are tried unasked where the cheapest does not hold. */
const UNASKED = 12;

/** On wherever a profile says how uncertain it is, unless it was switched off. */
function modelErrorOf({ modelError, noModelError }: RunFlags, { candidates }: Planning): ModelError | null {
  if (modelError) return {};
  const known = candidates.some(({ profile }) => profile.uncertainty.length > 0);
  return known && !noModelError ? { others: UNASKED } : null;
}

function opening({ loaded, section }: Order): string {
  const { name } = loaded.scenarioFile;
  const { length } = section.growth;
  const levels = length === 1 ? '' : `, ${length} levels of demand`;
  return `${name}: ${fleets(section, plannedScenario(loaded.scenarioFile)).length} fleets to choose from${levels}`;
}

function dryRun(order: Order, { out }: Terminal): number {
  const { loaded, section, flags, grid, folder } = order;
  const { scenarioFile, base } = loaded;
  const scenario = plannedScenario(scenarioFile);
  // All that may be bought: the file's own fleet may be none.
  const most = section.candidates.map((one) => one.count.most);
  const whole = withFleet(scenario, section, most);
  const { growth, mostRuns, mostRequests } = section;
  const count = fleets(section, scenario).length;
  const levels = growth.length === 1 ? 'one level' : `${growth.length} levels`;
  const { size, recorded } = order;
  const threads = flags.workers ?? availableParallelism();
  const all = growth.reduce(
    (sum, times) => sum + Math.min(mostRequests, count * (mostRuns ?? MOST_RUNS) * size * times),
    0,
  );
  const only = readsOf(section, scenario);
  const jobs = jobsOf({ ...scenarioFile, cells: [{ labels: {}, scenario: whole }] }, 1, 'none').map(
    (job) => ({
      ...job,
      only,
    }),
  );
  const seconds = all / tried(jobs, [size], base) / threads;
  if (flags.json) {
    const said = {
      scenario: scenarioFile.name,
      fleets: count,
      growth,
      mostRuns,
      mostRequests,
      grid,
      requests: size,
    };
    out.write(`${JSON.stringify({ ...said, seconds, threads, folder }, null, 2)}\n`);
    return DONE;
  }
  const time =
    `Every fleet at ${mostRuns ?? MOST_RUNS} runs would take about ${clock(seconds)} with ${counted(threads, 'thread')} of this machine` +
    `${grid ? '' : '; the search leaves most of that out'}. Where demand breaks the choice, its break-even and the figures come on top`;
  const runs = `up to ${mostRuns ?? `about ${MOST_RUNS}`} runs of an undecided fleet, up to ${amount(mostRequests)} at each level`;
  out.write(
    `${out.paint(scenarioFile.name, 'heading')}  ${out.paint('dry run: nothing is written', 'quiet')}\n\n` +
      `${wrap(`${count} fleets at ${levels} of demand (${growth.join(', ')} times the file's), ${grid ? 'all of them run' : 'searched'}; ${runs}; about ${amount(size)} in a run at the file's demand. ${time}.`, out.columns)}\n` +
      (recorded ? `${wrap(demandWords(recorded), out.columns)}\n` : '') +
      `Results would go to ${folder}\n`,
  );
  return DONE;
}
