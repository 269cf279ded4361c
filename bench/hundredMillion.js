// A hundred million requests in one run: what counts is the memory. With everything that Figure 4's work measures, in
// some minutes; and with next to nothing measured.
import { assemble } from '../dist/src/scenario/assemble.js';
import { scenario } from './figure4.js';
import { measureOnce } from './measure.js';
import { markovian, Waits } from './parts.js';

const REQUESTS = 1e8;

/** For Node: what dies young is collected more often, in a few megabytes instead of some thirty. */
export const flags = ['--max-semi-space-size=2'];

export const rows = [
  () =>
    measureOnce('100 million requests in one run, every metric and check', 'requests', () => {
      const { engine, parts, metrics, conservation } = assemble(scenario(REQUESTS), {
        seed: 1,
        replication: 0,
        source: () => null,
      });
      engine.run(parts);
      if (conservation.faults().length > 0) throw new Error(conservation.faults().join('; '));
      return metrics.arrivals;
    }),
  () =>
    measureOnce('  100 servers, random, only their waits', 'requests', () => {
      const waits = new Waits();
      markovian({ servers: 100, load: 0.8, requests: REQUESTS, strategy: 'random', listeners: [waits] });
      return waits.count;
    }),
];
