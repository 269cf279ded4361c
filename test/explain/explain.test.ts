import { describe, expect, it, test } from 'vitest';
import type { TimeParts, RequestStory } from '../../src/explain/result.ts';
import { rerun, type Rerun } from '../../src/explain/rerun.ts';
import { storyOf } from '../../src/explain/story.ts';
import { refusedOf, worstOf } from '../../src/explain/worst.ts';
import { CLOUD } from '../../src/model.ts';
import { wayOf } from '../../src/metrics/stories.ts';
import { type StoryStep } from '../../src/metrics/storySteps.ts';
import {
  answerSentence,
  choiceSentences,
  otherSentences,
  PART_WORDS,
  partsSentence,
} from '../../src/explain/report/sentences.ts';
import * as strategies from '../../src/strategies/index.ts';
import { logOf, scenarioOf, setting, TROUBLED, TWO } from './world.ts';

const sum = (parts: TimeParts): number => PART_WORDS.reduce((total, [name]) => total + parts[name], 0);

function story(file: object, request: number, log = ''): RequestStory {
  return storyOf(scenarioOf(file), setting(log), { request, choices: 8 }).story!;
}

describe('who looks changes nothing', () => {
  const same = (one: Rerun, two: Rerun): void => {
    expect(two.fates.end).toEqual(one.fates.end);
    expect(two.fates.by).toEqual(one.fates.by);
    expect(two.fates.outcome).toEqual(one.fates.outcome);
    expect(two.fates.joules).toEqual(one.fates.joules);
  };

  it.each(Object.keys(strategies))('with %s', (strategy) => {
    const scenario = scenarioOf({ ...TROUBLED, duration: '8m', strategy });
    const plain = rerun(scenario, setting());
    const watched = rerun(scenario, setting(), { watch: 150, refused: () => undefined });
    same(plain, watched);
    if (watched.picked === null || watched.picked < CLOUD) return;
    // Made to do what it does, it does the same.
    same(plain, rerun(scenario, setting(), { watch: 150, instead: watched.picked }));
  });
});

describe('a request of two machines, by pencil', () => {
  // Request 0 is on the fast one from 0 to 1, request 1 on the slow one from 1.1 to 5.1, request 2 on the fast one at once.
  const told = story(TWO, 1, logOf([0, 1.1, 1.5]));

  it('has its way and its parts', () => {
    expect(told).toMatchObject({ arrival: 1.1, outcome: 'edge', machine: 'slow#1', inFlight: 1 });
    expect(told.ttft).toBeCloseTo(2, 9);
    expect(told.e2e).toBeCloseTo(4, 9);
    expect(told.parts!.prefill).toBeCloseTo(2, 9);
    expect(told.parts!.decode).toBeCloseTo(2, 9);
    expect(told.parts!.queue).toBeCloseTo(0, 9);
  });

  it('has what was there when it came', () => {
    expect(told.moments).toHaveLength(1);
    const [{ machines, picked, strategy }] = told.moments as [RequestStory['moments'][number]];
    expect(picked).toBe('slow#1');
    expect(strategy).toBe('roundRobin');
    expect(
      machines.map(({ name, running, waiting, work, refuses }) => [name, running, waiting, work, refuses]),
    ).toEqual([
      ['fast#1', 0, 0, 0, null],
      ['slow#1', 0, 0, 0, null],
    ]);
    expect(machines.map(({ estimate }) => estimate)).toEqual([expect.closeTo(1, 9), expect.closeTo(4, 9)]);
  });

  it('has what the other machine would have meant: 3 s sooner for it, 0.6 s later for who comes then', () => {
    const [own, other] = told.choices;
    expect(told.choices).toHaveLength(2);
    expect(own).toMatchObject({ choice: 'slow#1', taken: true, others: null });
    expect(other).toMatchObject({ choice: 'fast#1', machine: 'fast#1', taken: false });
    expect(other!.e2e).toBeCloseTo(1, 9);
    expect(other!.others).toMatchObject({ changed: 1, edge: 0, cloud: 0, unanswered: 0, inTime: null });
    // Request 2 waits from 1.5 to 2.1.
    expect(other!.others!.later).toBeCloseTo(0.6, 9);
    expect(other!.others!.worst).toBeCloseTo(0.6, 9);
  });

  it('is told in sentences that have those figures', () => {
    expect(answerSentence(told)).toBe(
      'Request 1 came at 1.10 s with a prompt of 1 token and had its answer of 6 tokens from slow#1 after 4 s, the first token after 2 s.',
    );
    expect(partsSentence(told.parts!)).toBe('Of that, 2 s reading its prompt and 2 s writing its answer.');
    expect(choiceSentences(told.moments[0]!).join(' ')).toBe(
      'All of 2 machines would have taken it. roundRobin picked slow#1. It had 0 running and 0 waiting, and would have answered in 4 s if no other request came; 1 of those that would have taken it was sooner.',
    );
    const [own, ...others] = told.choices;
    expect(otherSentences(own!, others)).toEqual([
      'On fast#1 its answer would have taken 1 s, 3 s sooner; 1 other would have gone another way or at another time, their answers 0.600 s later on average.',
    ]);
  });

  it('says of the only machine nothing that needs others', () => {
    const [only] = told.moments;
    const moment = {
      ...only!,
      picked: 'slow#1',
      machines: only!.machines.filter(({ name }) => name === 'slow#1'),
    };
    expect(choiceSentences(moment).join(' ')).toBe(
      'The only machine would have taken it. roundRobin picked slow#1. It had 0 running and 0 waiting, and would have answered in 4 s if no other request came.',
    );
  });

  it('says what a limit of the fleet refused, and that nobody was asked then', () => {
    const limits = [{ kind: 'fixedWindow', scope: 'fleet', window: '60s', requests: 1 }];
    const { moments, choices, outcome, reason } = story({ ...TWO, limits }, 1, logOf([0, 1.1]));
    expect([outcome, reason, choices]).toEqual(['dropped', 'rateLimit', []]);
    expect(moments[0]!.limits).toEqual([
      expect.objectContaining({ scope: 'fleet', fill: 1, refuses: 'rateLimit' }),
    ]);
    expect(choiceSentences(moments[0]!)).toEqual([
      'The limit of the fleet (fixedWindow, window 60, requests 1, from clock, charge actual) was 100 % full and refused it: rateLimit.',
      'The strategy (roundRobin) was not asked.',
    ]);
  });

  it('is not there when the run has no such request', () => {
    const none = storyOf(scenarioOf(TWO), setting(logOf([0, 1])), { request: 2, choices: 1 });
    expect(none).toEqual({ story: undefined, arrived: 2 });
  });
});

describe('what made answers late', () => {
  const scenario = scenarioOf(TROUBLED);
  const ways = new Map<number, { readonly steps: readonly StoryStep[]; readonly e2e: number }>();
  rerun(scenario, setting(), {
    hear: (stories, at) => {
      if (stories.outcome[at]! <= 1)
        ways.set(stories.number, {
          steps: [...wayOf(stories, at)],
          e2e: stories.end[at]! - stories.arrival[at]!,
        });
    },
  });
  const worst = worstOf(scenario, setting(), 1e9);

  test('adds up to every answer, and none of it is negative', () => {
    expect(worst.rows).toHaveLength(ways.size);
    for (const row of worst.rows) {
      expect(row.seconds).toBeCloseTo(ways.get(row.request)!.e2e, 9);
      expect(sum(row)).toBeCloseTo(row.seconds, 9);
      for (const [name] of PART_WORDS) expect(row[name]).toBeGreaterThanOrEqual(-1e-9);
    }
    expect(sum(worst.all)).toBeCloseTo(worst.mean, 9);
  });

  test('is put down to what befell the request', () => {
    const some = (name: keyof TimeParts): number => worst.rows.filter((row) => row[name] > 1e-6).length;
    for (const name of ['queue', 'window', 'fault', 'othersPrefill', 'batch', 'cloud'] as const)
      expect([name, some(name) > 3]).toEqual([name, true]);
    for (const row of worst.rows) {
      const { steps } = ways.get(row.request)!;
      const last = steps.at(-1)!;
      expect(row.cloud).toBeCloseTo(last.by === CLOUD ? last.end - last.from : 0, 9);
      const lost = steps.filter(({ kind }) => kind === 'ended');
      const lostSeconds = lost.reduce((all, { from, end }) => all + end - from, 0);
      expect(row.fault).toBeGreaterThanOrEqual(lostSeconds - 1e-9);
      if (!steps.some(({ reason }) => reason === 'deviceDown')) expect(row.fault).toBe(0);
      if (
        !steps.some(
          ({ reason }) => reason === 'rateLimit' || reason === 'tooLarge' || reason === 'cloudLimit',
        )
      )
        expect(row.window).toBe(0);
      // One at a time is nobody's neighbour.
      if (row.machine.startsWith('board')) expect(row.othersPrefill + row.batch).toBeCloseTo(0, 6);
      if (last.by !== CLOUD) expect(row.queue).toBeCloseTo(last.start! - last.from, 9);
    }
  });

  test('of two whose prompts are read one after the other on one machine is the prompt of the other', () => {
    const pace = { prefill: { fixed: 1, perToken: 0 }, step: { fixed: 0.1 } };
    const fleet = [
      {
        profile: { ...TWO.fleet[0]!.profile, pace },
        count: 1,
        slots: 2,
        device: { kind: 'batching', prefill: 'blocking' },
      },
    ];
    // The second comes while the first decodes: that stops for a second while its prompt is read.
    const { rows } = worstOf(scenarioOf({ ...TWO, fleet }), setting(logOf([0, 1.25])), 2);
    const first = rows.find(({ request }) => request === 0)!;
    expect(first.seconds).toBeCloseTo(2.5, 9);
    expect(first.othersPrefill).toBeCloseTo(1, 9);
    expect(first.prefill + first.decode).toBeCloseTo(1.5, 9);
  });
});

describe('what was refused', () => {
  test('is all that the edge refused, by why it did first', () => {
    const first = new Map<string, number>();
    rerun(scenarioOf(TROUBLED), setting(), {
      hear: (stories) => {
        const step = stories.steps
          .get(stories.number)
          ?.find(({ kind, by }) => kind === 'refused' && by !== CLOUD);
        if (step) first.set(step.reason!, (first.get(step.reason!) ?? 0) + 1);
      },
    });
    const refused = refusedOf(scenarioOf(TROUBLED), setting(), 5);
    expect(Object.fromEntries(refused.reasons.map(({ reason, requests }) => [reason, requests]))).toEqual(
      Object.fromEntries(first),
    );
    expect(refused.requests).toBe([...first.values()].reduce((a, b) => a + b));
    expect(refused.rows).toHaveLength(5);
    expect(first.size).toBeGreaterThan(1);
  });

  test('had to be where nobody else would have taken it, and had not where another would', () => {
    const full = { ...TWO, fleet: TWO.fleet.map((entry) => ({ ...entry, queue: 0 })) };
    // 0 and 2 on the fast machine, 1 and 3 on the slow one: 3 is refused there while the fast one is idle.
    const avoidable = refusedOf(scenarioOf(full), setting(logOf([0, 0.1, 1.2, 2.5])), 5);
    expect(avoidable.rows).toEqual([
      { request: 3, at: 2.5, reason: 'queueFull', machine: 'slow#1', open: 1, outcome: 'dropped' },
    ]);
    const busy = refusedOf(scenarioOf(full), setting(logOf([0, 0.1, 0.2])), 5);
    expect(busy.reasons).toEqual([{ reason: 'queueFull', requests: 1, avoidable: 0, answered: 0 }]);
  });
});
