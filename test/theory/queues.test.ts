import { describe, expect, it } from 'vitest';
import {
  blockedWithRetries,
  breakingMMc,
  cobham,
  erlangA,
  erlangB,
  erlangC,
  repairman,
  shareOfLong,
  stayOfSupermarket,
  waitOfMG1,
  waitOfMMc,
} from './formulas.ts';
import { constant, lognormal, observe } from './station.ts';

/**
 * Within 1 % unless more is said; runs are so long that this is two to three standard errors, and no longer: what is
 * off by twice the margin fails however the dice fall.
 */
function expectClose(seen: number, theory: number, margin = 0.01): void {
  expect(seen / theory, `${seen} against ${theory}`).toBeGreaterThan(1 - margin);
  expect(seen / theory, `${seen} against ${theory}`).toBeLessThan(1 + margin);
}

describe('one station', () => {
  it.each([
    [0.5, 1e6],
    [0.7, 4e6],
  ])('M/M/1 at load %d: mean wait, mean stay, share that waits', (load, requests) => {
    const seen = observe({ seed: 1, load, requests });
    expectClose(seen.meanWait, waitOfMG1(load, 1));
    expectClose(seen.meanStay, 1 / (1 - load));
    expectClose(seen.shareWaiting, load);
  });

  it('M/M/1 at load 0.95: mean wait within 2 %', () => {
    const seen = observe({ seed: 1, load: 0.95, requests: 1e7 });
    // The load is known twenty times as well as the wait, and half of how the wait varies is how the load does: held
    // against the load that came, half the requests tell as much.
    expectClose(seen.load, 0.95, 0.0015);
    expectClose(seen.meanWait, waitOfMG1(seen.load, 1), 0.02);
    // Ten million requests take some seconds, and more on a busy machine.
  }, 300_000);

  it('M/D/1: half the wait of M/M/1', () => {
    expectClose(
      observe({ seed: 1, load: 0.8, requests: 3e6, service: constant }).meanWait,
      waitOfMG1(0.8, 0),
    );
  });

  it.each([
    [0.5, 1.5e6],
    [1, 2.5e6],
  ])('M/G/1 with lognormal services, cv %d: Pollaczek and Khinchine', (cv, requests) => {
    const seen = observe({ seed: 1, load: 0.6, requests, service: lognormal(cv) });
    expectClose(seen.meanWait, waitOfMG1(0.6, cv));
  });

  it('M/M/c: Erlang C and the mean wait', () => {
    const seen = observe({ seed: 1, load: 0.8, servers: 8, requests: 5e6 });
    expectClose(seen.shareWaiting, erlangC(8, 6.4));
    expectClose(seen.meanWait, waitOfMMc(8, 6.4));
  });

  it.each([
    [1, 0.5, 3e5],
    [10, 0.7, 1e6],
  ])('M/M/c/c with %d servers at load %d: Erlang B', (servers, load, requests) => {
    const { refused, arrived, meanWait } = observe({ seed: 1, load, servers, queue: 0, requests });
    expectClose(refused / arrived, erlangB(servers, servers * load));
    expect(meanWait).toBe(0);
  });
});

describe('who gives up waiting', () => {
  it.each([
    [1, 0.8, 2, 6e5],
    [1, 1.5, 1, 4e5],
    [8, 1.1, 4, 3e6],
  ])('%d servers at load %d, mean patience %d: Erlang A', (servers, load, patience, requests) => {
    const { arrived, lost, meanPatience } = observe({ seed: 1, load, servers, patience, requests });
    const { gaveUp, meanWait } = erlangA(servers, servers * load, 1 / patience);
    expectClose(lost / arrived, gaveUp);
    expectClose(meanPatience, meanWait);
  });
});

describe('who is turned away and comes again long after', () => {
  it.each([
    [1, 0.6, 2, 5e5],
    [10, 0.9, 3, 3e6],
  ])(
    '%d servers at load %d, %d more tries: the balance of the retry load',
    (servers, load, most, requests) => {
      const later = { kind: 'later', first: '300s', factor: 1, jitter: 1, most, upTo: '300s' };
      const setting = { seed: 1, load, servers, queue: 0, requests, recourses: [later] };
      const { arrived, refused, lost } = observe(setting);
      const blocked = blockedWithRetries(servers, servers * load, most);
      let tries = 0;
      for (let n = 0; n <= most; n++) tries += blocked ** n;
      expectClose(refused / arrived, blocked * tries);
      expectClose(lost / arrived, blocked ** (most + 1), 0.02);
      // Without the load of the retries themselves it would be far less.
      expect(refused / arrived).toBeGreaterThan(1.1 * erlangB(servers, servers * load));
    },
  );
});

describe('a queue that goes by priority', () => {
  it.each([
    ['exponential services', undefined, 1],
    ['lognormal services', 0.5, 0.5],
  ])('M/G/1 with %s and three priorities: Cobham’s waits', (_, spread, cv) => {
    const load = 0.8;
    const shares = [0.5, 0.2];
    const service = spread === undefined ? {} : { service: lognormal(spread) };
    const { meanWaits, meanWait } = observe({ seed: 1, load, requests: 3e6, shares, ...service });
    const residual = (load * (1 + cv * cv)) / 2;
    // The highest is 2, with 20 % of the requests, then 1 with a half, then the rest.
    const waits = cobham([0.2 * load, 0.5 * load, 0.3 * load], residual);
    waits.forEach((wait, k) => expectClose(meanWaits[2 - k]!, wait, k === 2 ? 0.02 : 0.01));
    // Whatever the order, the work is the same: no wait is won that another does not pay.
    expectClose(meanWait, waitOfMG1(load, cv), 0.02);
  });
});

describe('a station that fails, loses what it holds, and takes nobody until it is repaired', () => {
  it.each([
    [1, 0.8, 50, 10],
    [1, 1.3, 20, 5],
    [4, 0.9, 30, 3],
  ])(
    'M/M/%d at load %d, up for %d mean services and down for %d: who is refused, lost and served, and how many are there',
    (servers, load, every, repair) => {
      const seen = observe({ seed: 3, load, servers, requests: 6e6, failures: { every, repair } });
      const rate = load * servers;
      const theory = breakingMMc(servers, { rate, failing: 1 / every, repaired: 1 / repair });
      expectClose(seen.refused / seen.arrived, theory.refused);
      expectClose(seen.returned / seen.arrived, theory.lost);
      expectClose((seen.arrived - seen.refused - seen.returned) / seen.arrived, theory.served);
      expectClose(seen.meanInside, theory.inside);
      expectClose(theory.refused + theory.lost + theory.served, 1, 1e-9);
    },
  );
});

describe('very many stations', () => {
  const stations = 2000;

  it('random: each is an M/M/1 of its own', () => {
    const seen = observe({ seed: 1, load: 0.7, stations, requests: 3e6 });
    expectClose(seen.meanStay, 1 / 0.3);
  });

  it('powerOf two: the supermarket model’s mean stay and queue lengths', () => {
    const longer: number[] = [];
    let looks = 0;
    const look = {
      every: 2,
      at: (fleet: { readonly load: Int32Array }): void => {
        looks += stations;
        for (let i = 0; i < stations; i++)
          for (let k = fleet.load[i]!; k > 0; k--) longer[k - 1] = (longer[k - 1] ?? 0) + 1;
      },
    };
    const strategy = { kind: 'powerOf', d: 2 };
    const seen = observe({ seed: 1, load: 0.9, stations, requests: 3e6, strategy, look });
    expectClose(seen.meanStay, stayOfSupermarket(0.9, 2));
    [1, 2, 3].forEach((k) => expectClose(longer[k - 1]! / looks, shareOfLong(0.9, 2, k)));
    // Fewer are as long as four: more error, and 2,000 stations are not infinitely many.
    expectClose(longer[3]! / looks, shareOfLong(0.9, 2, 4), 0.02);
  });
});

describe('the formulas themselves', () => {
  it('Erlang B and C of one server are load / (1 + load) and load', () => {
    expect(erlangB(1, 0.5)).toBeCloseTo(1 / 3, 12);
    expect(erlangC(1, 0.5)).toBeCloseTo(0.5, 12);
  });

  it('ten servers offered seven: as tabulated', () => {
    expect(erlangB(10, 7)).toBeCloseTo(0.0787, 4);
    expect(erlangC(10, 7)).toBeCloseTo(0.2217, 4);
  });

  it('a station that hardly ever fails is M/M/c', () => {
    const { inside, served } = breakingMMc(3, { rate: 2.4, failing: 1e-9, repaired: 1 });
    expect(inside).toBeCloseTo(2.4 * (1 + waitOfMMc(3, 2.4)), 5);
    expect(served).toBeCloseTo(1, 6);
  });

  it('one that fails often holds at most one: the share of the time it works is that of a race', () => {
    // With arrivals so rare that two never meet: served if the service ends before the failure.
    const { served, refused } = breakingMMc(1, { rate: 1e-6, failing: 0.5, repaired: 1 });
    expect(served).toBeCloseTo((1 - refused) / 1.5, 5);
  });

  it('one machine and one person: neither ever waits; two, by hand', () => {
    expect(repairman(1, 4, 1)).toEqual({ throughput: 1 / 5, stay: 1, there: 1 / 5 });
    // States 0, 1, 2 as 1 : 2/4 : 2/16.
    expect(repairman(2, 4, 1).there).toBeCloseTo((2 / 4 + (2 * 2) / 16) / (1 + 2 / 4 + 2 / 16), 12);
    expect(repairman(2, 4, 2).stay).toBeCloseTo(1, 12);
  });

  it('with one choice the supermarket is M/M/1', () => {
    expect(stayOfSupermarket(0.5, 1 + 1e-9)).toBeCloseTo(2, 6);
  });
});
