import { describe, expect, it } from 'vitest';
import { ARRIVED, COMPLETED, Moves, RETURNED } from '../../src/kernel/moves.ts';
import { Requests } from '../../src/kernel/requests.ts';
import { Works } from '../../src/kernel/works.ts';
import { Conservation } from '../../src/metrics/conservation.ts';
import { CLOUD, DEVICE_DOWN, NONE } from '../../src/model.ts';

interface Teller {
  readonly requests: Requests;
  readonly id: number;
  readonly worked: (from: number, to: number, watts: number) => void;
  readonly completed: (station: number) => void;
  /** It is handed back at that time, and ends. */
  readonly returned: (now: number) => void;
}

/** One request at the edge from 1 s to 5 s, told step by step; `tell` may tell it wrong. */
function books(tell: (teller: Teller) => void): string[] {
  const requests = new Requests();
  const conservation = new Conservation({
    name: 'far/away',
    price: { input: 10, output: 20 },
    roundTrip: { kind: 'constant', value: 0 },
    ttft: { kind: 'constant', value: 0 },
    decodeSpeed: { kind: 'constant', value: 1 },
    context: 1000,
  });
  const clock = new Float64Array(1);
  const moves = new Moves(requests, clock, (block) => conservation.moved(block));
  const works = new Works((block) => conservation.worked(block));
  const id = requests.add(1, 0, 10, 5, 0.5);
  clock[0] = 1;
  moves.note(ARRIVED, id, NONE, 0);
  requests.started[id] = 2;
  requests.first[id] = 3;
  requests.joules[id] = 20;
  tell({
    requests,
    id,
    worked(from, to, watts) {
      const at = works.row(0);
      works.from[at] = from;
      works.to[at] = to;
      works.watts[at] = watts;
      works.share[at] = 1;
    },
    completed(station) {
      clock[0] = 5;
      moves.close(COMPLETED, id, station, 0);
    },
    returned(now) {
      clock[0] = now;
      moves.close(RETURNED, id, 0, DEVICE_DOWN);
    },
  });
  works.flush();
  moves.flush();
  return conservation.faults();
}

describe('the books of a run', () => {
  it('balance when everything that came has gone', () => {
    expect(
      books(({ worked, completed }) => {
        worked(2, 4, 10);
        completed(0);
      }),
    ).toEqual([]);
  });

  it('show a request that never ended', () => {
    expect(books(() => undefined).join()).toMatch(/1 requests never ended/);
  });

  it('show one that ended twice', () => {
    const faults = books(({ worked, completed }) => {
      worked(2, 4, 20);
      completed(0);
      completed(0);
    });
    expect(faults.join()).toMatch(/arrived 1, but 2 at the edge/);
  });

  it('show work that a leg lost and its request does not know of', () => {
    const faults = books(({ worked, completed, returned, requests, id }) => {
      worked(2, 4, 10);
      returned(4);
      requests.wasted[id] = 5;
      completed(0);
    });
    expect(faults.join()).toMatch(/joules of legs that came to nothing and of their requests: 20 and 5/);
  });

  it('show an answer that broke off with more tokens than it has', () => {
    const faults = books(({ worked, completed, returned, requests, id }) => {
      worked(2, 4, 10);
      requests.made[id] = 6;
      returned(4);
      requests.wasted[id] = 20;
      completed(0);
    });
    expect(faults.join()).toMatch(/6 tokens were out of an answer of 5 that broke off/);
  });

  it('show energy that nobody was charged for', () => {
    const faults = books(({ worked, completed }) => {
      worked(2, 5, 10);
      completed(0);
    });
    expect(faults.join()).toMatch(/joules drawn by work and charged to requests: 30 and 20/);
  });

  it('show a bill that does not follow from the tokens', () => {
    const faults = books(({ completed, requests, id }) => {
      requests.joules[id] = 0;
      requests.dollars[id] = 1;
      completed(CLOUD);
    });
    expect(faults.join()).toMatch(/dollars by request and by token/);
  });

  it('show time that runs backwards', () => {
    const faults = books(({ worked, completed, requests, id }) => {
      worked(2, 4, 10);
      requests.first[id] = 1.5;
      completed(0);
    });
    expect(faults.join()).toMatch(/time ran backwards/);
  });

  it('show a stay that the clock did not see', () => {
    const faults = books(({ worked, completed, requests, id }) => {
      worked(2, 4, 10);
      requests.arrival[id] = 0.5;
      completed(0);
    });
    expect(faults.join()).toMatch(/integral of the number in the system/);
  });
});
