// A hundred million requests in one run: what counts is the memory.
import { run } from '../dist/src/engine.js';
import { measureOnce } from './measure.js';
import { markovian, Waits } from './parts.js';

export const rows = [
  () =>
    measureOnce('100 million requests in one run', 'requests', () => {
      let waits;
      run(
        markovian({
          servers: 100,
          load: 0.8,
          requests: 1e8,
          strategy: 'random',
          reports: (r) => [(waits = new Waits(r))],
        }),
      );
      return waits.count;
    }),
];
