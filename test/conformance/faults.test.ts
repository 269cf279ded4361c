import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Conservation } from '../../src/metrics/conservation.ts';
import type { Station, Switch } from '../../src/model.ts';
import { makeContext, makeModel, makeRun } from '../world/context.ts';
import { assembleSmall, run, smalls, type Small } from '../world/fleet.ts';
import { build, casesOf, type Case } from '../world/plugins.ts';
import { Recorder } from '../world/recorder.ts';

interface Turn {
  readonly what: 'off' | 'on';
  readonly machine: number;
  readonly now: number;
}

interface Told {
  readonly seed?: number;
  readonly machines: number;
  /** From when on nobody is in the system and nobody comes. */
  readonly over: number;
}

/** What a fault does to machines, with nobody there. */
function turns({ name, options }: Case, { seed = 1, machines, over }: Told): Turn[] {
  const found: Turn[] = [];
  const stations: Station[] = [];
  const bare = makeRun();
  const clock = bare.clock;
  const shared = {
    ...bare,
    desk: Object.defineProperty({ ...bare.desk }, 'over', { get: () => clock[0]! >= over }),
    claim(station: Station, slots: number): number {
      const first = bare.agenda.claim(slots);
      for (let slot = first; slot < first + slots; slot++) stations[slot] = station;
      return first;
    },
  };
  const said =
    (what: Turn['what']): Switch['on'] =>
    (first, count) => {
      for (let machine = first; machine < first + count; machine++)
        found.push({ what, machine, now: clock[0]! });
    };
  build<Station>('faults', name, options, {
    ...makeContext({ seed, run: shared }),
    switch: { off: said('off'), on: said('on') },
    first: 2,
    count: machines,
  });
  const { agenda } = bare;
  while (agenda.time < Infinity) {
    expect(agenda.time).toBeGreaterThanOrEqual(clock[0]!);
    clock[0] = agenda.time;
    const slot = agenda.first;
    stations[slot]!.advance(slot);
  }
  return found;
}

const of = (all: readonly Turn[], machine: number): Turn[] => all.filter((turn) => turn.machine === machine);

describe.each(casesOf('faults'))('$text', (fault) => {
  it('switches every machine off and on in turn, and leaves none off', () => {
    const all = turns(fault, { machines: 3, over: 200 });
    for (const machine of [2, 3, 4]) {
      const mine = of(all, machine);
      expect(mine.length).toBeGreaterThan(1);
      expect(mine.map(({ what }) => what)).toEqual(mine.map((_, k) => (k % 2 === 0 ? 'off' : 'on')));
      expect(mine.at(-1)!.what).toBe('on');
    }
    expect(all.filter(({ machine }) => machine < 2 || machine > 4)).toEqual([]);
  });

  it('does nothing more once nobody is left, but to switch on what is off', () => {
    const all = turns(fault, { machines: 3, over: 50 });
    expect(all.filter(({ what, now }) => what === 'off' && now >= 50)).toEqual([]);
  });

  it('does the same again with the same seed, and to a machine whatever machines there are besides', () => {
    const all = turns(fault, { machines: 5, over: 100 });
    expect(turns(fault, { machines: 5, over: 100 })).toEqual(all);
    expect(of(turns(fault, { machines: 2, over: 100 }), 3)).toEqual(of(all, 3));
  });

  it.each(casesOf('devices'))(
    'in a fleet of $text the books balance, and whatever is down draws nothing',
    (device) => {
      fc.assert(
        fc.property(smalls, (small) => {
          const faults = [fault];
          const troubled: Small = {
            ...small,
            fleet: small.fleet.map((entry) => ({ ...entry, faults })),
            cloudFaults: faults,
          };
          const books = new Conservation(small.cloud);
          const recorder = new Recorder();
          const strategy = { name: 'loadAware', options: {} };
          const parts = assembleSmall(troubled, { device, strategy, listeners: [books, recorder] });
          run(parts);
          expect(books.faults()).toEqual([]);
          expect(parts.requests.size).toBe(0);
          expect([...parts.fleet.up].every((up) => up === 1)).toBe(true);
          const idle = recorder.works.filter(([, , , watts]) => watts === 0);
          for (const [station, from, to, watts] of recorder.works)
            if (watts > 0)
              for (const [where, since, until] of idle)
                if (where === station) expect(Math.min(to, until) - Math.max(from, since)).toBeLessThan(1e-9);
        }),
        { numRuns: 25 },
      );
    },
  );
});

describe('failures', () => {
  it('lets machines live and be repaired for as long as is said, at random and apart from each other', () => {
    const fault: Case = { name: 'failures', options: { every: '5s', repair: '2s' }, text: '' };
    const all = turns(fault, { machines: 2, over: 100_000 });
    for (const machine of [2, 3]) {
      const times = [0, ...of(all, machine).map(({ now }) => now)];
      const lasts = times.slice(1).map((time, k) => time - times[k]!);
      const lives = lasts.filter((_, k) => k % 2 === 0);
      const repairs = lasts.filter((_, k) => k % 2 === 1);
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, one) => sum + one, 0) / values.length;
      // 14,000 of each: a standard error of 0.8 %.
      expect(mean(lives) / 5).toBeCloseTo(1, 1.3);
      expect(mean(repairs) / 2).toBeCloseTo(1, 1.3);
      // Exponential: as likely to last another mean as at the start.
      expect(lives.filter((life) => life > 5).length / lives.length).toBeCloseTo(Math.exp(-1), 1.5);
    }
    const first = of(all, 2)[0]!.now;
    expect(of(all, 3)[0]!.now).not.toBe(first);
    expect(turns(fault, { seed: 2, machines: 1, over: 100 })[0]!.now).not.toBe(first);
  });
});

describe('outages', () => {
  it('begin and end when is said, every time', () => {
    const fault: Case = { name: 'outages', options: { at: '10s', for: '5s', every: '1m' }, text: '' };
    const all = turns(fault, { machines: 1, over: 130 });
    expect(all.map(({ now }) => now)).toEqual([10, 15, 70, 75]);
  });

  it('take down at one instant all they name: nothing moves to a machine that goes down with it', () => {
    const visit = { at: 0, tenant: 0, prompt: 1, output: 40, stay: 0, draw: 0 };
    const model = makeModel({ step: { fixed: 0.5 } });
    const faults = [{ name: 'outages', options: { at: 1, for: 1 } }];
    const small: Small = {
      fleet: [{ model, slots: 1, queue: 4, count: 3, limits: [], faults }],
      gates: [],
      cloud: null,
      fallback: 'drop',
      traffic: [visit, visit],
    };
    const recorder = new Recorder();
    const parts = assembleSmall(small, {
      strategy: { name: 'roundRobin', options: {} },
      listeners: [recorder],
    });
    const { fleet } = parts;
    const asked: string[] = [];
    run({
      ...parts,
      recourse: {
        after(id, _, by) {
          asked.push([0, 1, 2].filter((i) => i !== by && fleet.admits(i, id)).join());
          return -3;
        },
      },
    });
    expect(asked).toEqual(['', '']);
    expect(recorder.entries.filter(([what]) => what === 'returned')).toHaveLength(2);
  });
});
