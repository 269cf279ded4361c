import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Requests } from '../../src/kernel/requests.ts';
import type { Arrivals, Workload } from '../../src/model.ts';
import { makeContext } from '../world/context.ts';
import { build, casesOf, type Case } from '../world/plugins.ts';

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
  readonly requests: Requests;
  /** A row to draw into. */
  readonly row: number;
}

function make({ name, options }: Case, seed: number, duration = 50): Made {
  const context = makeContext({ seed, duration, files });
  const arrivals = build<Arrivals>('arrivals', 'poisson', { rate: 4 }, context);
  const { requests } = context;
  return {
    workload: build('workloads', name, options, { ...context, arrivals }),
    requests,
    row: requests.open(),
  };
}

type Row = readonly [at: number, tenant: number, prompt: number, output: number, draw: number];

function rows({ workload, requests, row }: Made): Row[] {
  const found: Row[] = [];
  for (;;) {
    workload.draw(row);
    const { arrival, tenant, prompt, output, draw } = requests;
    if (arrival[row] === Infinity) return found;
    found.push([arrival[row]!, tenant[row]!, prompt[row]!, output[row]!, draw[row]!]);
  }
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
    for (let k = 0; k < 50; k++) {
      made.workload.draw(made.row);
      expect(made.requests.arrival[made.row]).toBe(Infinity);
    }
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
