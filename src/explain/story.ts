/** The story of one request: its path, the state at each decision, and what other choices would have meant. */
import type { OtherChoice, ChoiceEffect, Fate, MachineState, RequestStory } from './result.ts';
import { OUTCOMES, wayOf, type Stories } from '../metrics/stories.ts';
import { CLOUD, reasonOf, type AnswerTimes } from '../model.ts';
import type { Setting } from '../scenario/assemble.ts';
import { inTime, objective } from '../scenario/objective.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Fates, legOf, placeName, rerun, type Rerun } from './rerun.ts';
import { partsOf, type LoneTime, type AnsweredRequest, Readings } from './parts.ts';

/** Which request to explain, from 0, and how many other choices to try. */
export interface StoryOptions {
  readonly request: number;
  /** Most runs with another choice. */
  readonly choices: number;
}

/** The request is undefined when the run has none with that number; `arrived` is the number of requests. */
export interface FoundStory {
  readonly story: RequestStory | undefined;
  readonly arrived: number;
}

/**
 * One request of a run: its path, the state of every limit and machine on its arrival, and what the other choices would
 * have meant, found by repeating the run with only that choice changed.
 */
export function storyOf(
  scenario: Scenario,
  setting: Setting,
  { request, choices }: StoryOptions,
): FoundStory {
  let told: (AnsweredRequest & Pick<RequestStory, 'tenant' | 'inFlight' | 'reason'>) | undefined;
  const readings = new Readings();
  const hear = (stories: Stories, at: number): void => {
    readings.add(stories, at);
    if (stories.number !== request) return;
    const code = stories.reason[at]!;
    told = {
      arrival: stories.arrival[at]!,
      tenant: stories.tenant[at]!,
      prompt: stories.prompt[at]!,
      output: stories.output[at]!,
      inFlight: stories.inFlight[at]!,
      reason: code === 0 ? null : reasonOf(code),
      steps: [...wayOf(stories, at)],
    };
  };
  const base = rerun(scenario, setting, { watch: request, hear });
  const arrived = base.fates.size;
  if (told === undefined) return { story: undefined, arrived };
  const { steps, ...about } = told;
  const answered = base.fates.outcome[request]! <= 1;
  const [tried, notTried] = base.picked === null ? [[], 0] : others(base, choices);
  const choiceOf = (place: number, run: Rerun): OtherChoice => ({
    choice: placeName(place, base.names),
    taken: run === base,
    ...fateOf(run, request),
    others: run === base ? null : effect(base, run, request, scenario),
  });
  const made = tried.map((instead) =>
    choiceOf(instead, rerun(scenario, setting, { watch: request, instead })),
  );
  const own = base.picked === null ? [] : [choiceOf(base.picked, base)];
  const story: RequestStory = {
    request,
    ...about,
    ...fateOf(base, request),
    legs: steps.map((step) => legOf(step, base.names)),
    parts: answered ? partsOf(told, 'e2e', aloneOn(base), readings.of(request)) : null,
    moments: base.moments,
    choices: [...own, ...made],
    notTried,
  };
  return { story, arrived };
}

/** The times of a request alone, according to the devices. */
export function aloneOn({ assembly }: Rerun): LoneTime {
  const estimate: AnswerTimes = { first: 0, last: 0, abreast: 1, share: 0, joules: 0, dollars: 0 };
  return (by, prompt, output) => {
    assembly.parts.fleet.estimate(by, prompt, output, estimate);
    return estimate;
  };
}

/** The other places to try, in order: the cloud, then machines that would accept it, those done soonest first. */
function others(base: Rerun, most: number): [places: number[], left: number] {
  const { picked, moments, assembly } = base;
  const asked = moments.find((moment) => moment.picked !== null);
  const machines = (asked?.machines ?? []).map((state, i): [number, MachineState] => [i, state]);
  const rank = ({ refuses, estimate }: MachineState): number =>
    refuses === null ? estimate : 1e12 + estimate;
  const ranked = machines
    .filter(([i]) => i !== picked)
    .sort(([i, a], [j, b]) => rank(a) - rank(b) || i - j)
    .map(([i]) => i);
  const cloud = assembly.parts.cloud && picked !== CLOUD ? [CLOUD] : [];
  const all = [...cloud, ...ranked];
  return [all.slice(0, most), Math.max(0, all.length - most)];
}

function fateOf({ fates, names }: Rerun, request: number): Fate {
  const outcome = fates.outcome[request];
  if (outcome === undefined)
    return { outcome: 'none', machine: null, ttft: null, e2e: null, joules: 0, dollars: 0 };
  const answered = outcome <= 1;
  const since = (time: number): number => time - fates.arrival[request]!;
  return {
    outcome: OUTCOMES[outcome]!,
    machine: answered ? placeName(fates.by[request]!, names) : null,
    ttft: answered ? since(fates.first[request]!) : null,
    e2e: answered ? since(fates.end[request]!) : null,
    joules: fates.joules[request]!,
    dollars: fates.dollars[request]!,
  };
}

/** Smaller differences are rounding errors. */
const TINY = 1e-9;

function effect(base: Rerun, other: Rerun, request: number, scenario: Scenario): ChoiceEffect {
  const [a, b] = [totals(base.fates, request, scenario), totals(other.fates, request, scenario)];
  const differences = {
    edge: b.edge - a.edge,
    cloud: b.cloud - a.cloud,
    unanswered: b.unanswered - a.unanswered,
    inTime: a.inTime === null || b.inTime === null ? null : b.inTime - a.inTime,
    joules: b.joules - a.joules,
    dollars: b.dollars - a.dollars,
  };
  // In a closed workload later requests depend on answers, so they cannot be compared one by one.
  if (base.assembly.parts.workload.users !== undefined)
    return { changed: null, later: null, worst: null, best: null, ...differences };
  let [changed, both, sum, worst, best] = [0, 0, 0, 0, 0];
  for (let k = 0; k < base.fates.size; k++) {
    if (k === request) continue;
    const [one, two] = [base.fates, other.fates];
    const later = two.end[k]! - one.end[k]!;
    const same = one.outcome[k] === two.outcome[k] && one.by[k] === two.by[k];
    if (same && Math.abs(later) <= TINY) continue;
    changed++;
    if (one.outcome[k]! > 1 || two.outcome[k]! > 1) continue;
    both++;
    sum += later;
    worst = Math.max(worst, later);
    best = Math.min(best, later);
  }
  return { changed, later: both === 0 ? null : sum / both, worst, best, ...differences };
}

interface Totals {
  edge: number;
  cloud: number;
  unanswered: number;
  inTime: number | null;
  joules: number;
  dollars: number;
}

/** Sums over all requests but that one. */
function totals(fates: Fates, request: number, { slo }: Scenario): Totals {
  const { size, outcome, arrival, first, end, output } = fates;
  const sums: Totals = {
    edge: 0,
    cloud: 0,
    unanswered: 0,
    inTime: objective({ slo }) ? 0 : null,
    joules: 0,
    dollars: 0,
  };
  for (let k = 0; k < size; k++) {
    if (k === request) continue;
    sums.joules += fates.joules[k]!;
    sums.dollars += fates.dollars[k]!;
    if (outcome[k]! > 1) {
      sums.unanswered++;
      continue;
    }
    if (outcome[k] === 0) sums.edge++;
    else sums.cloud++;
    const [ttft, e2e] = [first[k]! - arrival[k]!, end[k]! - arrival[k]!];
    if (sums.inTime !== null && inTime(slo, ttft, e2e, output[k]!)) sums.inTime++;
  }
  return sums;
}
