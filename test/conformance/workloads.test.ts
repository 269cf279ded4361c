import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Engine } from '../../src/engine/engine.ts';
import { Floor } from '../../src/engine/fleet.ts';
import { LOST, NONE, type Arrivals, type Follower, type Workload } from '../../src/model.ts';
import type { Plugin } from '../../src/options.ts';
import { makeContext } from '../world/context.ts';
import { build, casesOf, FOLDERS, type Case, type Written } from '../world/plugins.ts';

/** Four a second in two bursts, with the seven decimals the real files have. */
const azure = Array.from({ length: 80 }, (_, k) => {
  const second = String(Math.floor(k / 4) + (k < 40 ? 0 : 20)).padStart(2, '0');
  const fraction = String((k % 4) * 2_500_000 + 17).padStart(7, '0');
  return `2023-11-16 18:17:${second}.${fraction},${(k * 37) % 500},${(k * 91) % 300}`;
});
/** Goes on long after what is asked of it. */
const own = Array.from({ length: 1000 }, (_, k) => `${k * 1.25},"u, ${k % 5}",${k + 1},${2 * k + 1}`);

const files = {
  'azure.csv': ['TIMESTAMP,ContextTokens,GeneratedTokens', ...azure].join('\r\n'),
  'own.csv': ['when,who,in,out', ...own, ''].join('\n'),
};

interface Made {
  readonly workload: Workload;
  readonly engine: Engine;
}

function make({ name, options }: Case, seed: number, duration = 50, rate = 4): Made {
  const engine = new Engine(0);
  const context = makeContext({ seed, duration, files, run: engine });
  const arrivals = build<Arrivals>('arrivals', 'poisson', { rate }, context);
  return { workload: build('workloads', name, options, { ...context, arrivals }), engine };
}

type Row = readonly [at: number, tenant: number, prompt: number, output: number, draw: number];

/** All that come where every request ends as soon as it is there: whoever waits for answers need not wait. */
function rows({ workload, engine }: Made): Row[] {
  const found: Row[] = [];
  const { clock, requests } = engine;
  engine.run({
    workload,
    gates: [],
    fleet: new Floor([]),
    strategy: {
      pick(id) {
        const { arrival, tenant, prompt, output, draw } = requests;
        if (arrival[id] !== clock[0]) throw new Error(`came at ${clock[0]} and says ${arrival[id]}`);
        found.push([arrival[id]!, tenant[id]!, prompt[id]!, output[id]!, draw[id]!]);
        return NONE;
      },
    },
    cloud: null,
    recourse: { after: () => LOST },
    followers: 'ended' in workload ? [workload as Workload & Follower] : [],
    listeners: [],
  });
  expect(requests.size).toBe(0);
  return found;
}

describe.each(casesOf('workloads'))('$text', (plugin) => {
  it('gives requests in time order, with whole tokens, a tenant and a draw', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const made = make(plugin, seed);
        let before = 0;
        for (const [at, tenant, prompt, output, draw] of rows(made)) {
          expect(at).toBeGreaterThanOrEqual(before);
          expect(at).toBeLessThanOrEqual(made.workload.duration);
          for (const tokens of [prompt, output]) {
            expect(Number.isInteger(tokens)).toBe(true);
            expect(tokens).toBeGreaterThanOrEqual(1);
          }
          expect(Number.isInteger(tenant) && tenant >= 0).toBe(true);
          expect(draw >= 0 && draw < 1).toBe(true);
          before = at;
        }
      }),
      { numRuns: 30 },
    );
  });

  it('gives the same requests from the same seed, with other draws from another', () => {
    const one = rows(make(plugin, 1));
    expect(one.length).toBeGreaterThan(20);
    expect(rows(make(plugin, 1))).toEqual(one);
    expect(rows(make(plugin, 2)).map((row) => row[4])).not.toEqual(one.map((row) => row[4]));
  });

  it('once it is over, it stays over', () => {
    const made = make(plugin, 1);
    rows(made);
    const row = made.engine.requests.open();
    for (let k = 0; k < 50; k++) {
      made.workload.draw(row);
      expect(made.engine.requests.arrival[row]).toBe(Infinity);
    }
    expect(made.engine.agenda.time).toBe(Infinity);
  });

  it('knows its rate beforehand', () => {
    // Some draw which of few rows they repeat: within a twentieth over a number of seeds.
    const shares = Array.from({ length: 8 }, (_, seed) => {
      const made = make(plugin, seed, 5000);
      const { rate, duration } = made.workload;
      return rows(made).length / (rate * duration);
    });
    expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) / shares.length - 1)).toBeLessThan(0.05);
  });

  it('knows its mean lengths beforehand', () => {
    const made = make(plugin, 4, 5000);
    const { means } = made.workload;
    const all = rows(made);
    const mean = (column: 2 | 3): number => all.reduce((sum, row) => sum + row[column], 0) / all.length;
    // Lengths are rounded to at least one token, and a trace's own rows are few: within a twentieth.
    expect(Math.abs(mean(2) / means.prompt - 1)).toBeLessThan(0.05);
    expect(Math.abs(mean(3) / means.output - 1)).toBeLessThan(0.05);
  });
});

describe.each(casesOf('workloads'))('$text, grown', ({ name, options, text }) => {
  it.each([0.5, 3])('%d times: comes at so many times the rate, and nothing else changes', (factor) => {
    const plugin = FOLDERS['workloads']![name]! as unknown as Plugin<Written, unknown, Workload>;
    const read = z.strictObject(plugin.fields).parse(options);
    // One that does not say how it grows grows as its arrivals do.
    const more = { name, options: { ...options, ...plugin.grown?.(read, factor) }, text };
    const before = make({ name, options, text }, 1).workload;
    const after = make(more, 1, 50, plugin.grown ? 4 : 4 * factor).workload;
    expect(after.rate / before.rate).toBeCloseTo(factor, 9);
    expect(after.means).toEqual(before.means);
    expect(after.duration).toBe(before.duration);
  });
});

describe('tenants', () => {
  const counts = (tenants: unknown): number[] => {
    const options = { prompt: 1, output: 1, tenants };
    const seen = [0, 0, 0, 0];
    for (const [, tenant] of rows(make({ name: 'generated', options, text: '' }, 1, 10_000))) seen[tenant]!++;
    return seen.map((count) => count / 40_000);
  };

  it('have equal shares, or shares that fall as 1 / k to a power', () => {
    for (const share of counts(4)) expect(share).toBeCloseTo(0.25, 1);
    const zipf = counts({ count: 4, shares: { zipf: 2 } });
    const total = 1 + 1 / 4 + 1 / 9 + 1 / 16;
    [1, 4, 9, 16].forEach((square, k) => expect(zipf[k]).toBeCloseTo(1 / square / total, 1.5));
  });
});
