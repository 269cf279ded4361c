/** The laboratory's part of the player: records a stretch of a run, and explains a request in it. Loaded on first use. */
import { storyOf } from '../explain/story.ts';
import { timelineOf } from '../explain/timeline.ts';
import type { Round } from '../experiment/rounds.ts';
import type { RequestStory } from '../explain/result.ts';
import type { Source } from '../model.ts';
import {
  answerSentence,
  choiceSentences,
  otherSentences,
  partsSentence,
} from '../explain/report/sentences.ts';
import type { Scenario, ScenarioFile } from '../scenario/scenario.ts';
import { keyOf } from './picture.ts';
import type { LabRequest, StoryTold, TimelineTold } from './protocol.ts';

/** Most requests in the player; of a longer run it shows a part. */
const MOST = 20_000;
/** Samples of windows and failures: every second or two of an hour. */
const STEPS = 1500;
/** Other choices tried, and the most requests of a run for trying any: each repeats the run. */
const CHOICES = 3;
const QUICK = 300_000;

interface WatchedRun {
  readonly scenarioFile: ScenarioFile;
  readonly round: Round;
  readonly source: (name: string) => Source;
}

export function timelineTold(ask: Extract<LabRequest, { kind: 'timeline' }>, of: WatchedRun): TimelineTold {
  const { scenario, end, arrived } = runOf(ask.key, of);
  const share = Math.min(1, MOST / Math.max(1, arrived));
  const long = share === 1 ? end : end * share;
  const from = Math.max(0, Math.min(ask.from ?? (share === 1 ? 0 : scenario.warmup), end - long));
  const to = Math.min(end, from + long);
  return { timeline: timelineOf(scenario, settingOf(of), { from, to, steps: STEPS }), end };
}

export function storyTold(ask: Extract<LabRequest, { kind: 'story' }>, of: WatchedRun): StoryTold {
  const { scenario, arrived } = runOf(ask.key, of);
  const choices = arrived > QUICK ? 0 : CHOICES;
  const { story } = storyOf(scenario, settingOf(of), { request: ask.request, choices });
  return { request: ask.request, parts: story ? partsOf(story) : [] };
}

/** The cell with these labels, the length of its run, and its number of requests. */
function runOf(
  key: string,
  { scenarioFile, round }: WatchedRun,
): { readonly scenario: Scenario; readonly end: number; readonly arrived: number } {
  const cell = Math.max(
    0,
    scenarioFile.cells.findIndex(({ labels }) => keyOf(labels) === key),
  );
  const { scenario } = scenarioFile.cells[cell]!;
  const { recorded, metrics } = round.summary.cells[cell]!;
  const end = scenario.duration ?? scenario.warmup + (recorded?.duration ?? 0);
  return { scenario, end, arrived: metrics['arrived']?.mean ?? 0 };
}

/** The cell's first run, as in the figures. */
const settingOf = ({ scenarioFile: { seed }, source }: WatchedRun) => ({ seed, replication: 0, source });

/** Headings with their lines. */
function partsOf(story: RequestStory): StoryTold['parts'] {
  const { parts, moments, choices } = story;
  const asked = moments.find(({ picked }) => picked !== null) ?? moments[0];
  const [own, ...others] = choices;
  return [
    ['', [answerSentence(story), ...(parts ? [partsSentence(parts)] : [])]],
    ...(asked ? [['Why there', choiceSentences(asked)] as const] : []),
    ...(own && others.length > 0 ? [['Other choices', otherSentences(own, others)] as const] : []),
  ];
}
