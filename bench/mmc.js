import { markovian, Waits } from './parts.js';
import { inlined } from './inlined.js';
import { measure } from './measure.js';
import { naive } from './naive.js';

const setup = { servers: 100, load: 0.8 };

export const rows = [
  () =>
    measure('100 servers, random, load 0.8', 'events', 2, (requests) => {
      const waits = new Waits();
      markovian({ ...setup, requests, strategy: 'random', listeners: [waits] });
      return waits.count;
    }),
  () =>
    measure('  the same with naive objects and closures', 'events', 2, (requests) => {
      naive({ ...setup, requests, choose: (servers) => Math.floor(Math.random() * servers.length) });
      return requests;
    }),
  () =>
    measure('  the same inlined by hand', 'events', 2, (requests) => {
      inlined({ ...setup, requests });
      return requests;
    }),
];
