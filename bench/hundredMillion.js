// A hundred million requests in one run: what counts is the memory.
import { measureOnce } from './measure.js';
import { markovian, Waits } from './parts.js';

export const rows = [
  () =>
    measureOnce('100 million requests in one run', 'requests', () => {
      const waits = new Waits();
      markovian({
        servers: 100,
        load: 0.8,
        requests: 1e8,
        strategy: 'random',
        listeners: [waits],
      });
      return waits.count;
    }),
];
