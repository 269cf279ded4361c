/** Messages between the page and its workers. */
import type { Carried } from '../studies/capacity/result.ts';
import type { Timeline } from '../explain/result.ts';
import type { Files } from '../logs/inMemory.ts';
import type { Estimate } from '../results.ts';
import type { Expectation } from '../expected.ts';
import type { Sentence } from '../report/section.ts';
import type { Figure } from '../report/figure.ts';
import type { Mistake } from '../scenario/mistake.ts';
import type { Plain } from '../scenario/scenario.ts';
import type { ControlsModel, MachineOffer } from './controlsModel.ts';

/** A path of the scenario and its new value; without a value it is removed. */
export type Edit = readonly [path: string, value: Plain | undefined];

/** A scenario to run. */
export interface Wish {
  readonly text: string;
  /** Changes not yet made in the text. */
  readonly edits: readonly Edit[];
  readonly files: Files;
  /** The gesture, such as a drag: its changes are compared with the picture before it. */
  readonly gesture: number;
  /** Whether to run it however long it takes. */
  readonly sure: boolean;
  /** Whether more changes are coming, since something is being dragged. */
  readonly isDragged: boolean;
}

/** What is asked with a number, by kind. */
interface Numbered {
  readonly run: Wish;
  readonly files: object;
  readonly figures: object;
  /** Demand for a plan: the requests of a load shown. */
  readonly demand: { readonly load: number };
  /** Provenance of a profile. */
  readonly known: { readonly of: 'machine' | 'cloud'; readonly name: string };
  readonly schema: object;
  readonly summary: { readonly text: string };
  readonly capacity: Wish;
  readonly plan: Wish;
  readonly timeline: Watched & { readonly from: number | null };
  readonly story: Watched & { readonly request: number };
}

/** `warm` loads the code for reading scenarios, which the first picture does not need. */
export type LabRequest = { readonly kind: 'stop' } | { readonly kind: 'warm' } | OfKinds<Numbered>;

type OfKinds<Kinds> = {
  [Kind in keyof Kinds]: { readonly kind: Kind; readonly id: number } & Kinds[Kind];
}[keyof Kinds];

/** Selects the first run of the cell with that key. */
interface Watched {
  readonly key: string;
  readonly files: Files;
}

export type ChartPoint = readonly [x: number, y: number];

/** Shares of requests that waited no longer than so many seconds. */
export interface WaitPoints {
  readonly ttft: readonly ChartPoint[];
  readonly e2e: readonly ChartPoint[];
}

/** A strategy under one load. */
export interface StrategyRow {
  /** The cell's labels as JSON: identifies the same cell in another picture. */
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  readonly verdict: string;
  readonly offered: number | null;
  readonly figures: Readonly<Record<string, Estimate>>;
  /** Paired differences from the previous setting, by metric; `edge.share` is the share of arrived requests answered. */
  readonly changes: Readonly<Record<string, Estimate>>;
  readonly fleet: readonly ChartPoint[];
  readonly devices: readonly { readonly name: string; readonly points: readonly ChartPoint[] }[];
  /** PCR over alpha, with its interval. */
  readonly pcr: readonly {
    readonly alpha: number;
    readonly mean: number;
    readonly ci95: readonly [number, number] | null;
  }[];
  /** Shares of answers within so many seconds; empty for a stored summary. */
  readonly waits: WaitPoints;
  readonly attainment: readonly {
    readonly load: number;
    readonly mean: number;
    readonly ci95: readonly [number, number] | null;
  }[];
}

export interface LoadRows {
  readonly name: string;
  readonly entries: readonly StrategyRow[];
}

/** The data drawn after a round. */
export interface Picture {
  readonly replications: number;
  readonly of: number;
  readonly requests: number;
  readonly last: boolean;
  readonly loads: readonly LoadRows[];
  /** The load shown first. */
  readonly shown: number;
  /** The time axis of the series: its ends and bursts. */
  readonly time: {
    readonly from: number;
    readonly to: number;
    readonly unit: string;
    readonly folds: number | null;
    readonly bursts: readonly (readonly [from: number, to: number])[];
  };
  /** Ratio of a month to the measured time. */
  readonly month: number;
  readonly claims: readonly Expectation[];
  readonly warnings: readonly string[];
}

export interface PlanTold {
  readonly sentences: readonly Sentence[];
  readonly rows: readonly {
    readonly name: string;
    readonly month: number | null;
    readonly attainment: Estimate;
    readonly cheapest: boolean;
  }[];
}

/** A stretch of a run to be played, and the end of the run. */
export interface TimelineTold {
  readonly timeline: Timeline;
  readonly end: number;
}

/** The story of a request: headings, the first one empty, with their lines. */
export interface StoryTold {
  readonly request: number;
  readonly parts: readonly (readonly [heading: string, sentences: readonly string[]])[];
}

/** Answers to a request with a number, by kind. */
interface Answers {
  readonly read: { readonly text: string; readonly model: ControlsModel; readonly refused: string | null };
  readonly wrong: { readonly text: string; readonly mistakes: readonly Mistake[] };
  readonly costly: { readonly requests: number };
  readonly picture: { readonly picture: Picture };
  /** `isUnrun`: whether the scenario cannot be run, so that the picture shown is of another. */
  readonly failed: { readonly message: string; readonly isUnrun?: boolean };
  readonly files: { readonly files: readonly (readonly [name: string, text: string])[] };
  readonly figures: { readonly figures: readonly Pick<Figure, 'name' | 'title' | 'spec'>[] };
  readonly schema: { readonly schema: object };
  /** As in the scenario. */
  readonly demand: { readonly workload: Plain; readonly duration: number | null; readonly warmup: number };
  readonly known: { readonly sources: readonly string[]; readonly assumptions: readonly string[] };
  readonly progress: { readonly words: string };
  readonly capacity: { readonly carried: Carried; readonly sentences: readonly Sentence[] };
  readonly plan: { readonly told: PlanTold };
  readonly timeline: TimelineTold;
  readonly story: StoryTold;
}

export type Tell =
  | {
      readonly kind: 'ready';
      readonly machines: readonly MachineOffer[];
      readonly clouds: readonly string[];
      readonly strategies: readonly (readonly [name: string, help: string])[];
      readonly version: string;
    }
  | OfKinds<Answers>;
