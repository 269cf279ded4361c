/**
 * The interface of a kind of study: what it needs, how it runs, and how results are shown. Running, storing, resuming,
 * progress, failures and page layout are common to all kinds and not part of it.
 */
import type { BenchOptions } from '../experiment/bench.ts';
import type { Findings } from '../experiment/findings.ts';
import type { CellSum, Job } from '../experiment/job.ts';
import type { Shard } from '../experiment/shard.ts';
import type { Source } from '../logs/source.ts';
import type { Figure } from '../report/figure.ts';
import type { Assumption, PageInput, ReportDocument, Sentence } from '../report/section.ts';
import type { Paint } from '../report/table.ts';
import type { Recorded } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';

/** What a text needs to know about the screen. */
export interface TextScreen {
  readonly columns: number;
  readonly paint: Paint;
}

/** Where a text is shown, and its options. */
export interface TextPlace {
  /** The folder of the files. */
  readonly folder: string;
  /** Whether to show the results of each tenant even if there are many. */
  readonly tenants?: boolean;
}

/** A kind of study: the names of its files, and how results are shown, now or later from its folder. */
export interface StudyKind<Result> {
  /** Its folder is out/SCENARIO-NAME; out/SCENARIO for the kind with an empty name. */
  readonly name: string;
  /** The file of its result; null when nothing is stored. */
  readonly file: string | null;
  /** The schema named in that file. */
  readonly schema?: string;
  /** Tables in the same folder. */
  readonly tables?: readonly string[];
  text(result: Result, screen: TextScreen, place: TextPlace): string;
  /** The sentence at the end of the screen; null when there is no question to answer. */
  answer(result: Result): Sentence | null;
}

/** How much a study will run, as far as that is known beforehand. */
export interface Needs {
  /** Approximate number of runs, of requests in all of them, and in the largest. */
  readonly runs: number;
  readonly requests: number;
  readonly largest: number;
  /** Whether later runs depend on earlier results. */
  readonly open?: boolean;
  /** Upper bounds, where they are larger. */
  readonly most?: { readonly runs: number; readonly requests: number };
  /** Fewest runs; a study with too many is refused. All runs by default. */
  readonly least?: number;
  /** Some of its runs and their numbers of requests: a dry run measures how fast they are. */
  some(): readonly SampleRun[];
}

/** One of the runs of a study, and its approximate number of requests. */
export interface SampleRun {
  readonly job: Job;
  readonly requests: number;
}

/** What is reported before anything is run. */
export interface StudyBefore {
  /** A line that follows the name of the scenario. */
  readonly opening: string;
  readonly warnings?: readonly string[];
  /** Further remarks that its text does not contain. */
  readonly notes?: readonly string[];
  /** For a dry run: a table, lines below it, and the same as data. */
  readonly table?: (screen: TextScreen) => string;
  readonly lines: readonly string[];
  readonly said: object;
  /** What its jobs are called where they are not whole runs. */
  readonly jobName?: string;
  /** Describes the time needed; "about 4 s with 2 threads of this machine" by default. */
  readonly takes?: (time: string) => string;
  /** What the logs contain, cell by cell, for demand from logs. */
  readonly recorded?: readonly (Recorded | undefined)[];
}

/** Where a study runs. */
export interface StudyBench extends BenchOptions {
  /** The version of the program. */
  readonly version: string;
  readonly source: (name: string) => Source;
  /** Sums of the time series of runs finished earlier. */
  readonly sums?: readonly CellSum[];
  /** Run only this part of its runs; there is no result then. */
  readonly shard?: Shard;
  /** Called with intermediate findings. */
  readonly say?: (text: string) => void;
}

/** The result. */
export interface Conclusion<Result> {
  readonly result: Result;
  /** Whether the requirement is met, or the claims hold. */
  readonly holds: boolean;
  /** The number of earlier runs that it uses. */
  readonly unasked?: number;
  readonly figures: readonly Figure[];
  /** Tables, by file name. */
  readonly tables?: Iterable<readonly [name: string, content: string | Iterable<string>]>;
  /** For studies with all data of a run: tables and logs are written from these. */
  readonly findings?: Findings;
  readonly page?: (input: PageInput) => ReportDocument;
  /** The text to print now, if it needs more than the result. */
  readonly text?: (screen: TextScreen, place: TextPlace) => string;
}

/** A study that is ready to run. */
export interface Study<Result> {
  readonly kind: StudyKind<Result>;
  /** Its scenario; null for a study without one. */
  readonly scenarioFile: ScenarioFile | null;
  /** What its runs depend on besides the scenario, so that stored runs of another study are not reused. */
  readonly design?: unknown;
  readonly needs: Needs;
  readonly before: StudyBefore;
  readonly assumptions?: readonly Assumption[];
  /** Runs it. Undefined for a shard. Throws Stopped when it was aborted before there was a result. */
  conclude(bench: StudyBench): Promise<Conclusion<Result> | undefined>;
}
