/** The slowest answers of a run, and what made them slow; refused requests, and whether refusals were avoidable. */
import type { Late, TimeParts, Refused, RefusedRow, Worst } from './result.ts';
import { OUTCOMES, wayOf, type Stories } from '../metrics/stories.ts';
import { type StoryStep } from '../metrics/storySteps.ts';
import { CLOUD, NONE, type Reason } from '../model.ts';
import type { Setting } from '../scenario/assemble.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { mean, nothing, PARTS, partsOf, total, type AnsweredRequest, Readings } from './parts.ts';
import { placeName, rerun } from './rerun.ts';
import { aloneOn } from './story.ts';

interface Kept extends AnsweredRequest {
  readonly request: number;
  readonly by: number;
  readonly seconds: number;
}

/** The slowest answers of a run, each with the parts of its time, which add up to it. */
export function worstOf(scenario: Scenario, setting: Setting, count: number): Worst {
  const of = scenario.slo.e2e === null && scenario.slo.ttft !== null ? 'ttft' : 'e2e';
  const readings = new Readings();
  const answers: Kept[] = [];
  const base = rerun(scenario, setting, {
    hear: (stories: Stories, at: number) => {
      readings.add(stories, at);
      if (stories.outcome[at]! > 1) return;
      answers.push({
        request: stories.number,
        by: stories.by[at]!,
        arrival: stories.arrival[at]!,
        prompt: stories.prompt[at]!,
        output: stories.output[at]!,
        seconds: (of === 'ttft' ? stories.first[at]! : stories.end[at]!) - stories.arrival[at]!,
        steps: [...wayOf(stories, at)],
      });
    },
  });
  const alone = aloneOn(base);
  const shared = (one: Kept): TimeParts => partsOf(one, of, alone, readings.of(one.request));
  const latest = answers.toSorted((a, b) => b.seconds - a.seconds || a.request - b.request).slice(0, count);
  const rows = latest.map((one): Late => ({
    request: one.request,
    arrival: one.arrival,
    machine: placeName(one.by, base.names),
    seconds: one.seconds,
    ...shared(one),
  }));
  const all = nothing();
  for (const one of answers) {
    const parts = shared(one);
    for (const name of PARTS) all[name] += parts[name] / answers.length;
  }
  return { of, answers: answers.length, mean: total(all), rows, parts: mean(rows), all };
}

/** The requests that the edge refused in a run, the reasons, and whether another machine would have accepted them. */
export function refusedOf(scenario: Scenario, setting: Setting, count: number): Refused {
  const open = new Map<number, number>();
  const rows: RefusedRow[] = [];
  const reasons = new Map<Reason, { requests: number; avoidable: number; answered: number }>();
  let requests = 0;
  const first = (steps: readonly StoryStep[]): StoryStep | undefined =>
    steps.find(({ kind, by }) => kind === 'refused' && by !== CLOUD);
  const waiting: { readonly request: number; readonly step: StoryStep; readonly outcome: number }[] = [];
  const base = rerun(scenario, setting, {
    refused: (request, machines) => {
      if (!open.has(request)) open.set(request, machines);
    },
    hear: (stories, at) => {
      const step = first(stories.steps.get(stories.number) ?? []);
      if (step === undefined) return;
      const machines = step.by === NONE && step.reason !== 'noDevice' ? 0 : (open.get(stories.number) ?? 0);
      const reason = step.reason!;
      const outcome = stories.outcome[at]!;
      const sums = reasons.get(reason) ?? { requests: 0, avoidable: 0, answered: 0 };
      reasons.set(reason, sums);
      requests++;
      sums.requests++;
      if (machines > 0) sums.avoidable++;
      if (outcome <= 1) sums.answered++;
      if (waiting.length < count) waiting.push({ request: stories.number, step, outcome });
    },
  });
  for (const { request, step, outcome } of waiting)
    rows.push({
      request,
      at: step.end,
      reason: step.reason!,
      machine: step.by === NONE ? null : placeName(step.by, base.names),
      open: step.by === NONE && step.reason !== 'noDevice' ? 0 : (open.get(request) ?? 0),
      outcome: OUTCOMES[outcome]!,
    });
  return {
    arrived: base.fates.size,
    requests,
    reasons: [...reasons]
      .map(([reason, sums]) => ({ reason, ...sums }))
      .sort((a, b) => b.requests - a.requests || a.reason.localeCompare(b.reason)),
    rows,
  };
}
