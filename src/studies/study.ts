/**
 * What a kind of study says of itself: what it needs, how it concludes, and what it shows. Where its runs are made,
 * kept and resumed, how far they are, how it fails, and what stands around its results is the same for every kind, and
 * nothing of it is here.
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

/** As much of a screen as a text has to know. */
export interface TextScreen {
  readonly columns: number;
  readonly paint: Paint;
}

/** Where a text is shown, and what is asked of it there. */
export interface TextPlace {
  /** Where the files are. */
  readonly folder: string;
  /** Whether what each tenant got is shown though they are many. */
  readonly tenants?: boolean;
}

/** What its results are called, and how they are shown, now and from its folder later. */
export interface StudyKind<Result> {
  /** Its folder is out/SCENARIO-NAME; out/SCENARIO of the one that has no name. */
  readonly name: string;
  /** The file of its result; null where nothing is kept. */
  readonly file: string | null;
  /** What that file says its schema is. */
  readonly schema?: string;
  /** Tables beside it. */
  readonly tables?: readonly string[];
  text(result: Result, screen: TextScreen, place: TextPlace): string;
  /** What the screen ends with; null where nothing was asked. */
  answer(result: Result): Sentence | null;
}

/** What it runs, as far as that is known beforehand. */
export interface Needs {
  /** About how many runs there are, the requests in all of them, and in the largest. */
  readonly runs: number;
  readonly requests: number;
  readonly largest: number;
  /** Whether what is run next depends on what was found. */
  readonly open?: boolean;
  /** At most, where that is more. */
  readonly most?: { readonly runs: number; readonly requests: number };
  /** Runs there are in any case: too many of them are refused. All when nothing is said. */
  readonly least?: number;
  /** Some of its runs, with the requests in each: a dry run tries how fast they are. */
  some(): readonly SampleRun[];
}

/** One of the runs of a study, with about how many requests it has. */
export interface SampleRun {
  readonly job: Job;
  readonly requests: number;
}

/** What is said of it before anything is run. */
export interface StudyBefore {
  /** A line, after the name of the scenario. */
  readonly opening: string;
  readonly warnings?: readonly string[];
  /** What else is to be known, which its text does not say. */
  readonly notes?: readonly string[];
  /** Of a dry run: a table, lines under it, and the same for programs. */
  readonly table?: (screen: TextScreen) => string;
  readonly lines: readonly string[];
  readonly said: object;
  /** Says what it takes; "about 4 s with 2 threads of this machine" when nothing is said. */
  readonly takes?: (time: string) => string;
  /** Of demand that comes from logs, cell by cell. */
  readonly recorded?: readonly (Recorded | undefined)[];
}

/** Where a study is made. */
export interface StudyBench extends BenchOptions {
  /** Of the program. */
  readonly version: string;
  readonly source: (name: string) => Source;
  /** Sums over the time series of what was finished before. */
  readonly sums?: readonly CellSum[];
  /** Only that part of its runs: it then comes to nothing. */
  readonly shard?: Shard;
  /** Hears what is found out on the way. */
  readonly say?: (text: string) => void;
}

/** What it came to. */
export interface Conclusion<Result> {
  readonly result: Result;
  /** Whether the requirement is met, or the claims hold. */
  readonly holds: boolean;
  /** Of the runs that were there before, those that it makes unasked. */
  readonly unasked?: number;
  readonly figures: readonly Figure[];
  /** Tables, by the names of their files. */
  readonly tables?: Iterable<readonly [name: string, content: string | Iterable<string>]>;
  /** Of a study of all that a run has: its tables and logs are made from these. */
  readonly findings?: Findings;
  readonly page?: (input: PageInput) => ReportDocument;
  /** What is printed now, when that takes more than the result. */
  readonly text?: (screen: TextScreen, place: TextPlace) => string;
}

/** One study, ready to be made. */
export interface Study<Result> {
  readonly kind: StudyKind<Result>;
  /** What it is of; null where that is no scenario. */
  readonly scenarioFile: ScenarioFile | null;
  /** What its runs depend on beside the scenario: those of another study are never taken for its own. */
  readonly design?: unknown;
  readonly needs: Needs;
  readonly before: StudyBefore;
  readonly assumptions?: readonly Assumption[];
  /** Undefined for a part of it. Throws Stopped when the signal was heard before there was anything to conclude. */
  conclude(bench: StudyBench): Promise<Conclusion<Result> | undefined>;
}
