import { describe, expect, it } from 'vitest';
import { Requests } from '../../src/kernel/requests.ts';
import { Conservation } from '../../src/metrics/conservation.ts';
import { CLOUD } from '../../src/model.ts';

/** One request at the edge from 1 s to 5 s, told step by step; `tell` may tell it wrong. */
function books(tell: (books: Conservation, requests: Requests, id: number) => void): string[] {
  const requests = new Requests();
  const conservation = new Conservation(requests, {
    name: 'far/away',
    price: { input: 10, output: 20 },
    roundTrip: { kind: 'constant', value: 0 },
    ttft: { kind: 'constant', value: 0 },
    decodeSpeed: { kind: 'constant', value: 1 },
    context: 1000,
  });
  const id = requests.add(1, 0, 10, 5, 0.5);
  conservation.arrived(id, 1);
  requests.started[id] = 2;
  requests.first[id] = 3;
  requests.joules[id] = 20;
  tell(conservation, requests, id);
  return conservation.faults();
}

describe('the books of a run', () => {
  it('balance when everything that came has gone', () => {
    expect(
      books((conservation, _, id) => {
        conservation.worked(0, 2, 4, 10, 1);
        conservation.completed(id, 0, 5);
      }),
    ).toEqual([]);
  });

  it('show a request that never ended', () => {
    expect(books(() => undefined).join()).toMatch(/1 requests never ended/);
  });

  it('show one that ended twice', () => {
    const faults = books((conservation, _, id) => {
      conservation.worked(0, 2, 4, 20, 1);
      conservation.completed(id, 0, 5);
      conservation.completed(id, 0, 5);
    });
    expect(faults.join()).toMatch(/arrived 1, but 2 at the edge/);
  });

  it('show energy that nobody was charged for', () => {
    const faults = books((conservation, _, id) => {
      conservation.worked(0, 2, 5, 10, 1);
      conservation.completed(id, 0, 5);
    });
    expect(faults.join()).toMatch(/joules drawn by work and charged to requests: 30 and 20/);
  });

  it('show a bill that does not follow from the tokens', () => {
    const faults = books((conservation, requests, id) => {
      requests.joules[id] = 0;
      requests.dollars[id] = 1;
      conservation.completed(id, CLOUD, 5);
    });
    expect(faults.join()).toMatch(/dollars by request and by token/);
  });

  it('show time that runs backwards', () => {
    const faults = books((conservation, requests, id) => {
      conservation.worked(0, 2, 4, 10, 1);
      requests.first[id] = 1.5;
      conservation.completed(id, 0, 5);
    });
    expect(faults.join()).toMatch(/time ran backwards/);
  });

  it('show a stay that the clock did not see', () => {
    const faults = books((conservation, requests, id) => {
      conservation.worked(0, 2, 4, 10, 1);
      requests.arrival[id] = 0.5;
      conservation.completed(id, 0, 5);
    });
    expect(faults.join()).toMatch(/integral of the number in the system/);
  });
});
