import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Floor } from '../../src/engine/fleet.ts';
import { createStreams } from '../../src/kernel/random.ts';
import type { Requests } from '../../src/kernel/requests.ts';
import { CLOUD, NONE, type Strategy, type StrategyContext } from '../../src/model.ts';
import { makeModel } from '../world/context.ts';
import { assembleSmall, heard, run, smalls, withOutages, type Entry, type Small } from '../world/fleet.ts';
import { casesOf, type Case } from '../world/plugins.ts';
import { chiSquare, chiSquareLimit } from '../world/quantiles.ts';

interface Asked {
  readonly fleet: Floor;
  readonly id: number;
  readonly draw: number;
}

type Look = (pick: number, asked: Asked) => void;

/** Requests whose answers' lengths nobody may read. */
function blind(requests: Requests): StrategyContext['requests'] {
  return new Proxy(requests, {
    get(target, name) {
      if (name === 'output') throw new Error('a strategy must not see the output length');
      return Reflect.get(target, name, target) as unknown;
    },
  });
}

/** Runs the real loop with the strategy looked at whenever it picks. It is handed requests without output lengths. */
function watch(
  plugin: Pick<Case, 'name' | 'options'>,
  small: Small,
  look: Look,
  device?: Pick<Case, 'name' | 'options'>,
): void {
  const parts = assembleSmall(small, {
    strategy: plugin,
    seen: blind,
    watch: (strategy: Strategy, { fleet, engine }): Strategy => ({
      ...heard(strategy),
      pick(id) {
        const pick = strategy.pick(id);
        fleet.limiter?.refresh();
        look(pick, { fleet, id, draw: engine.requests.draw[id]! });
        return pick;
      },
    }),
    ...(device && { device }),
  });
  run(parts);
}

const indices = ({ size }: Floor): number[] => Array.from({ length: size }, (_, i) => i);
const least = (values: readonly number[]): number => Math.min(...values);

describe.each(casesOf('strategies'))('$text', (plugin) => {
  it('picks a device that exists, the cloud or none, without reading the output length', () => {
    fc.assert(
      fc.property(smalls, (small) => {
        watch(plugin, small, (pick, { fleet }) => {
          expect([CLOUD, NONE, ...indices(fleet)]).toContain(pick);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('picks no device that is down while another is up', () => {
    let chances = 0;
    fc.assert(
      fc.property(withOutages(smalls), (small) => {
        watch(plugin, small, (pick, { fleet }) => {
          const up = indices(fleet).filter((i) => fleet.up[i] === 1);
          if (up.length === 0 || pick < 0) return;
          if (up.length < fleet.size) chances++;
          expect(up).toContain(pick);
        });
      }),
      { numRuns: 60 },
    );
    if (plugin.name !== 'cloudOnly') expect(chances).toBeGreaterThan(50);
  });

  it('makes the same picks again for the same requests', () => {
    fc.assert(
      fc.property(smalls, (small) => {
        const picks = [0, 1].map(() => {
          const found: number[] = [];
          watch(plugin, small, (pick) => found.push(pick));
          return found;
        });
        expect(picks[1]).toEqual(picks[0]);
      }),
      { numRuns: 15 },
    );
  });

  it('picks the same beside kinds of machines of which there are none', () => {
    fc.assert(
      fc.property(smalls, (small) => {
        const [entry] = small.fleet;
        const none = { ...entry!, count: 0 };
        const [alone, beside] = [[entry!], [none, entry!, none]].map((fleet) => {
          const found: number[] = [];
          watch(plugin, { ...small, fleet }, (pick) => found.push(pick));
          return found;
        });
        expect(beside).toEqual(alone);
      }),
      { numRuns: 30 },
    );
  });
});

describe.each(casesOf('devices'))('in a fleet of $text', (device) => {
  const always = (plugin: Pick<Case, 'name' | 'options'>, look: Look): void =>
    fc.assert(
      fc.property(smalls, (small) => watch(plugin, small, look, device)),
      { numRuns: 50 },
    );

  it.each([{}, { ties: 'any' }])('leastQueue %o never picks a longer queue than the shortest', (options) => {
    always({ name: 'leastQueue', options }, (pick, { fleet }) => {
      expect(fleet.load[pick]).toBe(least([...fleet.load]));
    });
  });

  it.each([1, 2, 3])('powerOf %i never picks a longer queue than that of the first drawn', (d) => {
    always({ name: 'powerOf', options: { d } }, (pick, { fleet, draw }) => {
      const first = Math.floor(draw * fleet.size);
      expect(fleet.load[pick]).toBeLessThanOrEqual(fleet.load[first]!);
      if (d === 1) expect(pick).toBe(first);
    });
  });

  it.each(casesOf('strategies').filter(({ name }) => name === 'loadAware'))(
    '$text never picks a device that would refuse while another would not',
    (plugin) => {
      let chances = 0;
      always(plugin, (pick, { fleet, id }) => {
        const admitting = indices(fleet).filter((i) => fleet.refusal(i, id) === 0);
        if (admitting.length > 0 && admitting.length < fleet.size) chances++;
        if (admitting.length > 0) expect(admitting).toContain(pick);
      });
      expect(chances).toBeGreaterThan(100);
    },
  );

  const scores: Readonly<Record<string, (fleet: Floor) => (i: number) => readonly number[]>> = {
    fill: (fleet) => (i) => [fleet.fill[i]!, fleet.load[i]! / fleet.capability[i]!],
    load: (fleet) => (i) => [fleet.load[i]! / fleet.capability[i]!],
    work: (fleet) => (i) => [fleet.load[i] === 0 ? 0 : fleet.clear[i]!],
  };

  it.each(['fill', 'load', 'work'])('loadAware by %s picks the least score of those that admit', (score) => {
    always({ name: 'loadAware', options: { score } }, (pick, { fleet, id }) => {
      const scoreOf = scores[score]!(fleet);
      const admitting = indices(fleet).filter((i) => fleet.refusal(i, id) === 0);
      if (admitting.length === 0) return;
      const sorted = admitting.map(scoreOf).toSorted((a, b) => a[0]! - b[0]! || (a[1] ?? 0) - (b[1] ?? 0));
      expect(scoreOf(pick)).toEqual(sorted[0]);
    });
  });
});

/** One machine of each speed given, so fast that every request finds all of them idle. */
function idle(speeds: readonly number[], count: number): Small {
  const draws = createStreams(11, 0)('draw');
  const fleet = speeds.map((speed): Entry => {
    const model = makeModel({ step: { fixed: 0.001 / speed } });
    return { model, slots: 1, queue: 0, count: 1, limits: [] };
  });
  const traffic = Array.from({ length: count }, (_, k) => {
    return { at: k, tenant: 0, prompt: 1, output: 1, stay: 0, draw: draws.uniform() };
  });
  return { fleet, gates: [], cloud: null, fallback: 'drop', traffic };
}

function counts(plugin: Pick<Case, 'name' | 'options'>, small: Small): number[] {
  const seen = small.fleet.map(() => 0);
  watch(plugin, small, (pick) => seen[pick]!++);
  return seen;
}

const COUNT = 21_000;
const even = (size: number): number[] => Array.from({ length: size }, () => COUNT / size);

/** Strategies and options that do not spread over equals, and why that is meant. */
const UNEVEN: Readonly<Record<string, string>> = {
  cloudOnly: 'picks no device',
  'ties: lowest': 'the lowest index is what it says',
  'ties: any': 'a fixed order is what it says',
};

describe('among equal devices of which one is down', () => {
  const blind = casesOf('strategies').filter(({ name }) =>
    ['random', 'weighted', 'leastQueue', 'powerOf', 'loadAware'].includes(name),
  );

  it.each(blind.filter(({ options }) => !(String(options['ties']) in { lowest: 1, any: 1 })))(
    '$text spreads its picks evenly over the others',
    (plugin) => {
      const all = idle([1], COUNT);
      const [entry] = all.fleet;
      const faults = [{ name: 'outages', options: { at: 0, for: COUNT } }];
      const traffic = all.traffic.map((visit) => ({ ...visit, at: visit.at + 1 }));
      const fleet = [
        { ...entry!, count: 3 },
        { ...entry!, faults },
        { ...entry!, count: 3 },
      ];
      const seen = even(7).map(() => 0);
      watch(plugin, { ...all, fleet, traffic }, (pick) => seen[pick]!++);
      const [down] = seen.splice(3, 1);
      expect(down).toBe(0);
      expect(chiSquare(seen, even(6))).toBeLessThan(chiSquareLimit(5));
    },
  );
});

describe('among equal idle devices', () => {
  const spreads = casesOf('strategies').filter(
    ({ name, options }) => !(name in UNEVEN) && !(`ties: ${String(options['ties'])}` in UNEVEN),
  );

  it.each(spreads)('$text spreads its picks evenly', (plugin) => {
    const oneGroup = idle([1], COUNT);
    const small = { ...oneGroup, fleet: [{ ...oneGroup.fleet[0]!, count: 7 }] };
    const seen = even(7).map(() => 0);
    watch(plugin, small, (pick) => seen[pick]!++);
    expect(chiSquare(seen, even(7))).toBeLessThan(chiSquareLimit(6));
    const groups = counts(plugin, idle([1, 1, 1, 1, 1, 1, 1], COUNT));
    expect(chiSquare(groups, even(7))).toBeLessThan(chiSquareLimit(6));
  });

  it('loadAware with ties: lowest always picks the first', () => {
    const seen = counts({ name: 'loadAware', options: { ties: 'lowest' } }, idle([1, 1, 1], 50));
    expect(seen).toEqual([50, 0, 0]);
  });
});

describe('among unequal devices', () => {
  const speeds = [1, 2, 4, 0.5];

  it('random does not look', () => {
    const seen = counts({ name: 'random', options: {} }, idle(speeds, COUNT));
    expect(chiSquare(seen, even(4))).toBeLessThan(chiSquareLimit(3));
  });

  it('weighted picks in proportion to capability', () => {
    const seen = counts({ name: 'weighted', options: {} }, idle(speeds, COUNT));
    const expected = speeds.map((speed) => (COUNT * speed) / 7.5);
    expect(chiSquare(seen, expected)).toBeLessThan(chiSquareLimit(3));
  });

  it('roundRobin goes through all of them in turn', () => {
    const picks: number[] = [];
    watch({ name: 'roundRobin', options: {} }, idle(speeds, 9), (pick) => picks.push(pick));
    expect(picks).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0]);
  });

  it('cloudOnly picks no device at all', () => {
    watch({ name: 'cloudOnly', options: {} }, idle(speeds, 9), (pick) => expect(pick).toBe(CLOUD));
  });
});
