/** Runs the scenarios that the page requests: the newest request wins. */
import type { CloudProfile } from '../catalog/cloud.ts';
import type { Profile } from '../catalog/profile.ts';
import { inProcess } from '../executors/inProcess.ts';
import { messageOf } from '../executors/message.ts';
import { rounds, type Round } from '../experiment/rounds.ts';
import { runJob } from '../experiment/runJob.ts';
import { inMemory } from '../logs/inMemory.ts';
import { Logs } from '../logs/logs.ts';
import { notOneFleet, notRunnable } from '../scenario/runnable.ts';
import type { ParsedText } from '../scenario/edit.ts';
import type { Plain, ScenarioFile } from '../scenario/scenario.ts';
import { runFiles } from '../store/runFiles.ts';
import { VERSION } from '../version.ts';
import { attainmentOver } from './attainment.ts';
import { begun } from './begun.ts';
import { crew } from './crew.ts';
import { keyOf, metricsOf, pictureOf, type Earlier } from './picture.ts';
import type { LabRequest, Picture, Tell, Wish } from './protocol.ts';
import type { Understood } from './reader.ts';
import { Waits } from './waits.ts';

/**
 * Replications after which a picture is sent. The first one is for speed: since settings share their requests, one run of
 * each already shows the direction of a change.
 */
const LOOKS = [1, 3, 8, 16];
/** Requests of a first picture above which the reader is asked: some seconds of work. */
const MANY = 1_500_000;
/** Simulated requests after which no further round begins. */
const ENOUGH = 20_000_000;
const WORLD =
  'has regions, and the page simulates one fleet. On the command line, edgewise run takes it as it is; here a scenario of one of its regions can be opened';
/** Milliseconds to wait for the next request after a first picture, while something is dragged. */
const REST = 40;

/** The page's first scenario was read at build time; questions about purchases need whole profiles. */
async function understood(wish: Extract<LabRequest, Wish>, before: ParsedText | null): Promise<Understood> {
  const plain = wish.kind === 'run';
  if (plain && wish.text === begun?.text && wish.edits.length === 0)
    return { ...begun, refused: null, parsed: null };
  const [{ understand }, catalogue] = await Promise.all([
    import('./reader.ts'),
    plain ? undefined : import('./whole.ts').then(({ whole }) => whole),
  ]);
  return understand(wish, before, catalogue);
}

/** A scenario and the results of its runs. */
interface Read {
  readonly scenarioFile: ScenarioFile;
  readonly source: ReturnType<typeof inMemory>;
  readonly logs: Logs;
}

type Sourced = Pick<Profile | CloudProfile, 'sources' | 'assumptions'>;

interface Done {
  readonly scenarioFile: ScenarioFile;
  readonly round: Round;
  readonly picture: Picture;
}

const rested = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, REST));

export class Laboratory {
  readonly #tell: (message: Tell) => void;
  #stop: AbortController = new AbortController();
  #gesture = -1;
  /** The last picture, and the one before its gesture. */
  #done: Done | null = null;
  #earlier: Earlier | null = null;
  /** The last text, parsed. */
  #parsed: ParsedText | null = null;

  constructor(tell: (message: Tell) => void) {
    this.#tell = tell;
  }

  async hear(ask: Exclude<LabRequest, { kind: 'schema' | 'summary' | 'warm' }>): Promise<void> {
    if (ask.kind === 'files' || ask.kind === 'figures') return this.#hand(ask);
    if (ask.kind === 'demand') return this.#demand(ask);
    if (ask.kind === 'known') return this.#known(ask);
    if (ask.kind === 'timeline' || ask.kind === 'story') return this.#watch(ask);
    this.#stop.abort();
    this.#stop = new AbortController();
    if (ask.kind === 'stop') return;
    const { signal } = this.#stop;
    try {
      const made = await this.#read(ask, signal);
      if (made === null) return;
      const { scenarioFile, source, requests } = made;
      if (ask.kind === 'run') {
        if (!ask.sure && requests !== null && requests > MANY)
          this.#tell({ kind: 'costly', id: ask.id, requests });
        else await this.#run(ask, made, signal);
      } else {
        const { askCapacity, askPlan } = await import('./doors.ts');
        const answer = ask.kind === 'capacity' ? askCapacity : askPlan;
        const many = crew(ask.files);
        try {
          await answer(
            ask.id,
            scenarioFile,
            { executor: many, source, signal, version: VERSION },
            this.#tell,
          );
        } finally {
          await many.close();
        }
      }
    } catch (error) {
      if (!signal.aborted) this.#tell({ kind: 'failed', id: ask.id, message: messageOf(error) });
    }
  }

  async #read(wish: Extract<LabRequest, Wish>, signal: AbortSignal) {
    const { id, kind, files } = wish;
    const found = await understood(wish, this.#parsed);
    if (signal.aborted) return null;
    if ('mistakes' in found) {
      this.#tell({ kind: 'wrong', id, text: found.text, mistakes: found.mistakes });
      return null;
    }
    const { scenarioFile, model, text, parsed, refused } = found;
    this.#parsed = parsed && { text, parsed };
    this.#tell({ kind: 'read', id, text, model, refused });
    const wrong = notOneFleet(scenarioFile) === null ? kind !== 'plan' && notRunnable(scenarioFile) : WORLD;
    if (wrong) {
      if (kind === 'run') this.#done = null;
      this.#tell({ kind: 'failed', id, message: `This scenario ${wrong}.`, isUnrun: kind === 'run' });
      return null;
    }
    const source = inMemory(files);
    const logs = new Logs(source);
    return { scenarioFile, source, logs, requests: model.requests };
  }

  async #run(
    ask: Extract<LabRequest, { kind: 'run' }>,
    { scenarioFile, source, logs }: Read,
    signal: AbortSignal,
  ): Promise<void> {
    const waits = new Waits();
    const executor = inProcess((job, progress) =>
      runJob(
        job,
        { source, logs, listeners: () => [waits.listener(job.cell, job.scenario.warmup)] },
        progress,
      ),
    );
    if (ask.gesture !== this.#gesture) {
      this.#earlier = this.#done ? metricsOf(this.#done.scenarioFile, this.#done.round) : null;
      this.#gesture = ask.gesture;
    }
    for await (const round of rounds(scenarioFile, {
      executor,
      version: VERSION,
      looks: LOOKS,
      requests: ENOUGH,
      signal,
    })) {
      if (signal.aborted) return;
      const [first] = round.failures;
      if (first && round.failures.length === scenarioFile.cells.length * round.replications) {
        this.#done = null;
        this.#tell({ kind: 'failed', id: ask.id, message: first.error, isUnrun: true });
        return;
      }
      const picture = pictureOf(scenarioFile, round, this.#earlier, waits);
      this.#done = { scenarioFile, round, picture };
      this.#tell({ kind: 'picture', id: ask.id, picture });
      if (first) this.#tell({ kind: 'failed', id: ask.id, message: first.error });
      if (ask.isDragged) await rested();
    }
    if (signal.aborted || !this.#done) return;
    const beside = inProcess((job, progress) => runJob(job, { source, logs }, progress));
    for await (const picture of attainmentOver(scenarioFile, this.#done.picture, beside, signal)) {
      if (signal.aborted) return;
      this.#done = { ...this.#done, picture };
      this.#tell({ kind: 'picture', id: ask.id, picture });
    }
  }

  #demand({ id, load }: Extract<LabRequest, { kind: 'demand' }>): void {
    const key = this.#done?.picture.loads[load]?.entries[0]?.key;
    const cell = this.#done?.scenarioFile.cells.find(({ labels }) => keyOf(labels) === key);
    if (!cell) return this.#tell({ kind: 'failed', id, message: 'there is no run yet' });
    const { workload, duration, warmup } = cell.scenario;
    this.#tell({ kind: 'demand', id, workload: workload as unknown as Plain, duration, warmup });
  }

  /** From the catalogue, else from an inline profile of the scenario. */
  async #known({ id, of, name }: Extract<LabRequest, { kind: 'known' }>): Promise<void> {
    const { whole } = await import('./whole.ts');
    const { fleet = [], cloud } = this.#done?.scenarioFile.cells[0]!.scenario ?? {};
    const own = [...fleet.map(({ profile }) => profile), ...(cloud ? [cloud.profile] : [])];
    let found: Sourced | undefined = own.find((profile) => profile.name === name);
    try {
      found = of === 'cloud' ? whole.findCloud(name) : whole.findProfile(name);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    const { sources = [], assumptions = [] } = found ?? {};
    this.#tell({ kind: 'known', id, sources: sources.map(({ text }) => text), assumptions });
  }

  /** Files exactly as the command line writes them, or its figures. */
  async #hand(ask: Extract<LabRequest, { kind: 'files' | 'figures' }>): Promise<void> {
    const { id } = ask;
    if (!this.#done) {
      this.#tell({ kind: 'failed', id, message: 'there is nothing to hand out yet' });
      return;
    }
    const { scenarioFile, round } = this.#done;
    if (ask.kind === 'files') {
      const files = [...runFiles(scenarioFile, round)].map(
        ([name, content]) => [name, typeof content === 'string' ? content : [...content].join('')] as const,
      );
      this.#tell({ kind: 'files', id, files });
      return;
    }
    const { figuresOf } = await import('./handed.ts');
    this.#tell({ kind: 'figures', id, figures: figuresOf(scenarioFile, round) });
  }

  /** A stretch of one of the runs shown, or one of its requests: the run is repeated. */
  async #watch(ask: Extract<LabRequest, { kind: 'timeline' | 'story' }>): Promise<void> {
    const { id, files } = ask;
    try {
      if (!this.#done) throw new RangeError('there is no run yet');
      const { storyTold, timelineTold } = await import('./timelineWork.ts');
      const of = { ...this.#done, source: inMemory(files) };
      if (ask.kind === 'story') this.#tell({ kind: 'story', id, ...storyTold(ask, of) });
      else this.#tell({ kind: 'timeline', id, ...timelineTold(ask, of) });
    } catch (error) {
      this.#tell({ kind: 'failed', id, message: messageOf(error) });
    }
  }
}
