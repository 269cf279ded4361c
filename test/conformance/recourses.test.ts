import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Floor } from '../../src/engine/fleet.ts';
import {
  CLOUD,
  CONTEXT_LIMIT,
  DEVICE_DOWN,
  KEPT,
  LOST,
  NONE,
  QUEUE_FULL,
  RATE_LIMIT,
  TOO_LARGE,
  type Recourse,
  type Servers,
  type Station,
} from '../../src/model.ts';
import { makeContext, makeRun } from '../world/context.ts';
import { build, casesOf } from '../world/plugins.ts';

interface World {
  /** For each machine whether it takes anything, and what it holds. */
  readonly machines: readonly { readonly open: boolean; readonly load: number }[];
  readonly cases: readonly {
    readonly draw: number;
    readonly reason: number;
    /** Who refused it, as a place among the machines and those that are none. */
    readonly by: number;
    readonly handsBack: boolean;
    readonly wait: number;
    readonly again: number;
    readonly forget: boolean;
  }[];
}

const worlds: fc.Arbitrary<World> = fc.record({
  machines: fc.array(fc.record({ open: fc.boolean(), load: fc.nat(3) }), { minLength: 1, maxLength: 6 }),
  cases: fc.array(
    fc.record({
      draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      reason: fc.constantFrom(RATE_LIMIT, QUEUE_FULL, DEVICE_DOWN, TOO_LARGE, CONTEXT_LIMIT),
      by: fc.integer({ min: -2, max: 5 }),
      handsBack: fc.boolean(),
      wait: fc.constantFrom(0, 0.25, 3),
      again: fc.constantFrom(0, 0, 5),
      forget: fc.boolean(),
    }),
    { minLength: 1, maxLength: 20 },
  ),
});

interface Answer {
  readonly id: number;
  readonly by: number;
  readonly place: number;
  readonly now: number;
  readonly asked: boolean;
}

/** Asks it of all cases in turn; who is not forgotten comes again whenever it is due. */
function play(name: string, options: Readonly<Record<string, unknown>>, { machines, cases }: World) {
  const offered: [id: number, now: number][] = [];
  const run = makeRun(machines.length, { offer: (id) => void offered.push([id, clock[0]!]) });
  const { clock, requests, agenda } = run;
  const fleet = new Floor(machines.map((_, i) => i % 3));
  const servers = { refusal: (i: number) => (fleet.open[i] === 1 ? 0 : QUEUE_FULL) } as unknown as Servers;
  fleet.add(servers, machines.length);
  machines.forEach(({ open, load }, i) => {
    fleet.open[i] = Number(open);
    fleet.load[i] = load;
    fleet.capability[i] = 1 + (i % 2);
  });
  const passed: number[] = [];
  const gone: number[] = [];
  const next: Recourse = {
    after: (id) => {
      passed.push(id);
      return LOST;
    },
    forget: (id) => void gone.push(id),
  };
  const recourse = build<Recourse & Partial<Station>>('recourses', name, options, {
    ...makeContext({ run }),
    fleet,
    next,
  });
  const answers: Answer[] = [];
  const forgotten: number[] = [];
  const settle = (until: number): void => {
    while (agenda.time <= until && agenda.time < Infinity) {
      clock[0] = agenda.time;
      const before = offered.length;
      recourse.advance!(agenda.first);
      expect(offered.length).toBe(before + 1);
    }
    if (until < Infinity) clock[0] = until;
  };
  for (const one of cases) {
    settle(clock[0]! + one.wait);
    const id = requests.add(clock[0]!, 0, 10, 10, one.draw);
    const by = Math.min(one.by, machines.length - 1);
    const back = one.handsBack && by >= 0;
    requests.holder[id] = back ? by : NONE;
    requests.again[id] = one.again > 0 ? clock[0]! + one.again : 0;
    const place = recourse.after(id, back ? DEVICE_DOWN : one.reason, by);
    answers.push({ id, by, place, now: clock[0]!, asked: passed.at(-1) === id });
    if (place === KEPT && one.forget) {
      recourse.forget!(id);
      forgotten.push(id);
    }
  }
  settle(Infinity);
  return { answers, offered, forgotten, fleet, gone, requests };
}

describe.each(casesOf('recourses'))('$text', ({ name, options }) => {
  const always = (holds: (played: ReturnType<typeof play>, world: World) => void): void =>
    fc.assert(fc.property(worlds, (world) => holds(play(name, options, world), world)));

  it('sends to a device that would take the request, never to the one it comes from', () => {
    always(({ answers, fleet }) => {
      for (const { place, by } of answers) {
        expect(place).toBeGreaterThanOrEqual(KEPT);
        expect(place).not.toBe(NONE);
        if (place < 0) continue;
        expect(fleet.open[place]).toBe(1);
        expect(place).not.toBe(by);
      }
    });
  });

  it('of the devices that would take it, it is one of the least loaded for its capability', () => {
    always(({ answers, fleet }) => {
      for (const { place, by } of answers) {
        if (place < 0) continue;
        const score = (i: number): number => fleet.load[i]! / fleet.capability[i]!;
        for (let i = 0; i < fleet.size; i++)
          if (i !== by && fleet.open[i] === 1) expect(score(place)).toBeLessThanOrEqual(score(i));
      }
    });
  });

  it('never sends to the cloud what the cloud has just refused', () => {
    always(({ answers }) => {
      for (const { place, by } of answers) if (by === CLOUD) expect(place).not.toBe(CLOUD);
    });
  });

  it('offers again what it keeps, once, not before now and not before Retry-After; what was taken from it never', () => {
    always(({ answers, offered, forgotten, gone }, { cases }) => {
      const kept = answers.filter(({ place }) => place === KEPT);
      const due = kept.filter(({ id }) => !forgotten.includes(id)).map(({ id }) => id);
      const byId = (a: number, b: number): number => a - b;
      expect(offered.map(([id]) => id).sort(byId)).toEqual(due.sort(byId));
      expect(gone).toEqual([]);
      for (const [id, now] of offered) {
        const at = answers.findIndex((answer) => answer.id === id);
        expect(now).toBeGreaterThanOrEqual(answers[at]!.now + cases[at]!.again);
      }
    });
  });

  it('gives the same answers to the same requests again', () => {
    always(({ answers }, world) => {
      expect(play(name, options, world).answers).toEqual(answers);
    });
  });
});

it('what is forgotten by one that never had it is passed on', () => {
  const gone: number[] = [];
  const next: Recourse = { after: () => LOST, forget: (id) => void gone.push(id) };
  for (const name of ['inFlight', 'elsewhere', 'later']) {
    const options = name === 'inFlight' ? { of: ['lost'] } : {};
    const context = { ...makeContext({ run: makeRun() }), fleet: new Floor([0]), next };
    build<Recourse>('recourses', name, options, context).forget!(7);
  }
  expect(gone).toEqual([7, 7, 7]);
});

it.each([1, 3])('is tried elsewhere %d times, and as often again once it has waited', (most) => {
  const answers: number[] = [];
  const run = makeRun(2, { offer: (id) => tried(id) });
  const fleet = new Floor([0, 0]);
  fleet.capability.fill(1);
  fleet.add({ refusal: () => 0 } as unknown as Servers, 2);
  const context = { ...makeContext({ run }), fleet };
  const waits = { first: '1s', jitter: 0, most: 2 };
  const later = build<Recourse & Station>('recourses', 'later', waits, { ...context, next: null });
  const recourse = build<Recourse>('recourses', 'elsewhere', { most }, { ...context, next: later });
  // From one machine to the other and back, as if each went down.
  const tried = (id: number): void => {
    let by = 0;
    while (by >= 0) answers.push((by = recourse.after(id, DEVICE_DOWN, by)));
  };
  tried(run.requests.add(0, 0, 1, 1, 0.5));
  for (; run.agenda.time < Infinity; later.advance(0)) run.clock[0] = run.agenda.time;
  const round = Array.from({ length: most }, (_, k) => (k + 1) % 2);
  expect(answers).toEqual([...round, KEPT, ...round, KEPT, ...round, LOST]);
});

describe('later', () => {
  const waits = (options: Readonly<Record<string, unknown>>, draw: number, again = 0): number[] => {
    const run = makeRun(0, {
      offer: (id) => {
        times.push(run.clock[0]!);
        if (recourse.after(id, QUEUE_FULL, NONE) !== KEPT) times.push(Infinity);
      },
    });
    const times: number[] = [];
    const context = { ...makeContext({ run }), fleet: new Floor([]), next: null };
    const recourse = build<Recourse & { advance(): void }>('recourses', 'later', options, context);
    const id = run.requests.add(0, 0, 1, 1, draw);
    run.requests.again[id] = again;
    expect(recourse.after(id, QUEUE_FULL, NONE)).toBe(KEPT);
    while (run.agenda.time < Infinity) {
      run.clock[0] = run.agenda.time;
      recourse.advance();
    }
    return times.map((time, k) => time - (times[k - 1] ?? 0));
  };

  it('waits first, then by the factor longer each time, up to the longest, as often as is said', () => {
    const options = { first: '1s', factor: 2, jitter: 0, most: 5, upTo: '6s' };
    expect(waits(options, 0.5)).toEqual([1, 2, 4, 6, 6, Infinity]);
  });

  it('waits as long as Retry-After asks once, also beyond the longest, and not less than its own wait', () => {
    const options = { first: '1s', factor: 2, jitter: 0, most: 3, upTo: '2s' };
    expect(waits(options, 0.5, 30)).toEqual([30, 2, 2, Infinity]);
    expect(waits(options, 0.5, 0.25)).toEqual([1, 2, 2, Infinity]);
  });

  it('spreads waits evenly over the jitter, by the draw of the request and anew for each wait', () => {
    const options = { first: '1s', factor: 1, jitter: 0.4, most: 2, upTo: '1s' };
    const all = Array.from({ length: 2000 }, (_, k) => waits(options, (k + 0.5) / 2000));
    for (const round of [0, 1]) {
      const found = all.map((one) => one[round]!).sort((a, b) => a - b);
      expect(found[0]).toBeGreaterThanOrEqual(0.6);
      expect(found.at(-1)).toBeLessThan(1.4);
      // Kolmogorov and Smirnov, 1 in 1,000.
      const gap = Math.max(...found.map((wait, k) => Math.abs((wait - 0.6) / 0.8 - (k + 0.5) / 2000)));
      expect(gap).toBeLessThan(1.95 / Math.sqrt(2000));
    }
    const [ones, twos] = [0, 1].map((round) => all.map((one) => one[round]! - 1));
    const covariance = ones!.reduce((sum, one, k) => sum + one * twos![k]!, 0) / 2000;
    expect(Math.abs(covariance) / (0.64 / 12)).toBeLessThan(0.1);
  });
});
