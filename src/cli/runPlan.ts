/** From a scenario with a plan section to what to buy. */
import { join } from 'node:path';
import { Stopped, type PlanningProgress } from '../experiment/planning/ledger.ts';
import { planning } from '../experiment/planning/planning.ts';
import { fleets } from '../experiment/planning/space.ts';
import type { Planned, Replicating } from '../planned.ts';
import { renderFigure } from '../render/figure.ts';
import { planFigures } from '../report/plan/figures.ts';
import { planText } from '../report/plan/text.ts';
import { amountOf, figureName, percent } from '../report/plan/words.ts';
import { wrap } from '../report/table.ts';
import { ScenarioError, type Mistake } from '../scenario/mistake.ts';
import type { Plan, Planning } from '../scenario/scenario.ts';
import { fingerprint } from '../store/fingerprint.ts';
import { RunFolder } from '../store/folder.ts';
import { inputs, sources } from '../store/sources.ts';
import type { Typed } from './command.ts';
import { crew } from './crew.ts';
import { DONE, EXPECTATION_FAILED, Fault } from './fault.ts';
import { read, type RunFlags } from './flags.ts';
import { build, version } from './package.ts';
import { amount, clock } from './progress.ts';
import { load, type Loaded } from './scenarioFile.ts';
import { INTERRUPTED, type Screen, type Terminal } from './terminal.ts';
import { requestsOf } from './workloadSize.ts';

/** Runs of a plan, about, for choosing who does the work. */
const SOME_RUNS = 300;

interface Order {
  readonly growth: readonly number[];
  readonly replications: number | null;
  readonly grid: boolean;
}

export async function runPlan(
  file: string,
  typed: Typed,
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const { out, err } = terminal;
  const began = performance.now();
  const levels = growthOf(typed);
  const loaded = load(file, flags);
  const { plan } = loaded;
  const section = sectionOf(loaded);
  const growth = levels ?? section.growth;
  // A number in the file is of its own runs; a plan says by itself how many it takes.
  const order = { growth, replications: flags.replications ?? null, grid: typed['grid'] === true };
  const folder = flags.out ?? join('out', `${plan.name}-plan`);
  const all = fleets(section, plan.cells[0]!.scenario);
  if (!flags.quiet) err.write(`${err.paint(opening(plan, growth, all.length), 'quiet')}\n`);
  if (flags.dryRun) return dryRun(loaded, section, order, folder, terminal);
  const planned = await perform(loaded, order, folder, flags, terminal);
  if (flags.json) out.write(`${JSON.stringify(planned, null, 2)}\n`);
  else {
    out.write(planText(planned, { width: out.columns, paint: out.paint }));
    out.write(
      `\n${out.paint('Files', 'heading')}  ${join(folder, 'plan.json')} and beside it figures/, scenario.yaml\n`,
    );
  }
  if (!flags.quiet)
    err.write(`${err.paint(`${clock((performance.now() - began) / 1000)} in all`, 'quiet')}\n`);
  return planned.levels.every(({ recommended }) => recommended !== null) ? DONE : EXPECTATION_FAILED;
}

function sectionOf({ plan, file }: Loaded): Planning {
  if (!plan.planning)
    throw new Fault(
      `${file}: has no plan section: it does not say what may be bought; see scenarios/office.yaml for one`,
    );
  if (plan.cells.length > 1)
    throw new Fault(
      `${file}: varies ${plan.axes.map(({ path }) => path).join(' and ')}: a plan is of one scenario; leave vary out or --set it to null`,
    );
  return plan.planning;
}

function growthOf(typed: Typed): readonly number[] | undefined {
  const wrong: Mistake[] = [];
  const allowed = 'factors above 0 with commas between them, for instance 1,1.5,2';
  const levels = read(typed, 'growth', wrong, allowed, (written) => {
    const numbers = written.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
    return numbers.every((number) => number > 0 && number < Infinity) ? numbers : undefined;
  });
  if (wrong.length > 0) throw new ScenarioError(wrong);
  return levels;
}

async function perform(
  { plan, base, textFor }: Loaded,
  { growth, replications, grid }: Order,
  out: string,
  flags: RunFlags,
  terminal: Terminal,
): Promise<Planned> {
  const { err } = terminal;
  // Which fleet has which number in the journal hangs on all of this.
  const order = JSON.stringify({ planning: plan.planning, growth, replications, grid });
  const mark = fingerprint(plan, `${build()} plan ${order}`, inputs(plan, base));
  const folder = new RunFolder(out, { fingerprint: mark, force: flags.force });
  const size = Math.max(...growth) * requestsOf(plan.cells[0]!.scenario, base);
  const { executor } = await crew({
    settings: { base },
    jobs: SOME_RUNS,
    requests: size * SOME_RUNS,
    largest: size,
    workers: flags.workers,
  });
  const stop = new AbortController();
  const restore = terminal.onInterrupt(() => stop.abort());
  const told = flags.quiet ? null : teller(err);
  try {
    const planned = await planning(plan, {
      version: version(),
      executor,
      source: sources(base),
      done: folder.done,
      growth,
      grid,
      ...(replications !== null && { replications }),
      signal: stop.signal,
      onFinished: (finished) => folder.record(finished),
      ...(told && {
        onProgress: (progress) => told.update(progress),
        onReplicating: (level, made) => told.say(replicatingWords(level, made)),
      }),
    });
    told?.stop();
    folder.write('plan.json', `${JSON.stringify(planned, null, 2)}\n`);
    folder.write('scenario.yaml', textFor(out));
    for (const { name, spec } of planFigures(planned)) {
      const { svg, png } = await renderFigure(spec);
      folder.write(`figures/${name}.svg`, svg);
      folder.write(`figures/${name}.png`, png);
      folder.write(`figures/${name}.vl.json`, `${JSON.stringify(spec, null, 2)}\n`);
    }
    return planned;
  } catch (error) {
    if (error instanceof Stopped)
      throw new Fault(
        `interrupted: what was run is kept in ${out}; the same command goes on from there`,
        INTERRUPTED,
      );
    if (error instanceof RangeError) throw new Fault(error.message);
    throw error;
  } finally {
    told?.stop();
    restore();
    await executor.close();
    folder.close();
  }
}

function opening({ name }: Plan, growth: readonly number[], count: number): string {
  const levels = growth.length === 1 ? '' : `, ${growth.length} levels of demand`;
  return `${name}: ${count} fleets to choose from${levels}`;
}

/** Said before the runs are done. */
function replicatingWords(
  growth: number,
  { replications, ask, margin, misses, capped }: Replicating,
): string {
  const what = ask === null ? '' : ` by ${figureName(ask)}`;
  const runs = `demand × ${growth}: ${replications} runs of each fleet in question`;
  if (ask === 'days')
    return misses !== null && misses < 0
      ? `${runs} are days too few to show the share with 95 % confidence, even if none misses`
      : `${runs}, a day each, of which ${misses} may miss`;
  const far =
    margin === null || ask === null
      ? ''
      : `: one that is better than its bound by ${ask.endsWith('.p95') || ask === 'budget' ? amountOf(ask, margin) : `${percent(margin, 2).replace(' %', '')} points`} is recognised four times in five`;
  return `${runs}${what}${far}${capped ? ' (more would be needed for that)' : ''}; as many again for the one that is chosen`;
}

function dryRun(
  { plan, base }: Loaded,
  section: Planning,
  { growth, grid, replications }: Order,
  folder: string,
  { out }: Terminal,
): number {
  const { scenario } = plan.cells[0]!;
  const count = fleets(section, scenario).length;
  const each = requestsOf(scenario, base);
  const runs =
    replications === null
      ? 'as many runs of a fleet as a first look says'
      : `${replications} runs of a fleet`;
  out.write(
    `${out.paint(plan.name, 'heading')}  ${out.paint('dry run: nothing is written', 'quiet')}\n\n` +
      `${wrap(`${count} fleets at ${growth.length === 1 ? 'one level' : `${growth.length} levels`} of demand (${growth.join(', ')} times the file's), ${grid ? 'all of them run' : 'searched'}; ${runs}; about ${amount(each)} in a run at today's demand.`, out.columns)}\n` +
      `Results would go to ${folder}\n`,
  );
  return DONE;
}

/** One line that is drawn again where somebody watches; else a line for each stage. */
function teller({ live, write, paint, columns }: Screen): {
  update(progress: PlanningProgress): void;
  say(text: string): void;
  stop(): void;
} {
  let stage = '';
  let drawn = 0;
  const clear = (): void => {
    if (live && drawn > 0) write('\r\u001b[2K');
    drawn = 0;
  };
  let next = 0;
  return {
    update(progress) {
      if (!live) {
        if (progress.stage !== stage) write(`${paint(progress.stage, 'quiet')}\n`);
        stage = progress.stage;
        return;
      }
      if (performance.now() < next) return;
      next = performance.now() + 80;
      const text = `${progress.stage}  ${progress.done} of ${progress.asked} runs so far, ${amount(progress.requests)}`;
      write(`\r\u001b[2K${paint(text.slice(0, columns - 1), 'quiet')}`);
      drawn = text.length;
    },
    say(text) {
      clear();
      write(`${paint(wrap(text, columns), 'quiet')}\n`);
    },
    stop: clear,
  };
}
