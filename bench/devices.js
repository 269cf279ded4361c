// Ten thousand devices, every request to one of the least loaded.
import { measure } from './measure.js';
import { naive } from './naive.js';
import { markovian, Waits } from './parts.js';

const setup = { servers: 10_000, load: 0.8 };

export const rows = [
  () =>
    measure('10,000 devices, least loaded, load 0.8', 'events', 2, (requests) => {
      const waits = new Waits();
      markovian({ ...setup, requests, strategy: 'leastQueue', listeners: [waits] });
      return waits.count;
    }),
  () =>
    measure(
      '  the same, naive: a scan for every request',
      'events',
      2,
      (requests) => {
        naive({ ...setup, requests, choose: shortest });
        return requests;
      },
      2e4,
    ),
];

function shortest(servers) {
  let best = 0;
  let least = Infinity;
  for (let i = 0; i < servers.length; i++) {
    const load = servers[i].queue.length + (servers[i].busy ? 1 : 0);
    if (load < least) {
      least = load;
      best = i;
    }
  }
  return best;
}
