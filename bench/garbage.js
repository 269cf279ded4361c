// What a request leaves behind for the collector: the heap's growth over a run, in a heap so large that nothing is
// collected meanwhile. Code that is not compiled yet boxes every double: the first runs compile, and the last is counted.
import { assemble } from '../dist/src/scenario/assemble.js';
import { lengthsDrawn } from './batching.js';
import { scenario } from './figure4.js';

/** For Node: a young generation that a run does not fill. */
export const flags = ['--min-semi-space-size=256', '--max-semi-space-size=256'];

const REQUESTS = 4e5;
const COMPILES = 4;
const setting = { seed: 1, replication: 0, source: () => null };

function left(assembled) {
  const { engine, parts, metrics } = assembled();
  const before = process.memoryUsage().heapUsed;
  engine.run(parts);
  return { bytes: process.memoryUsage().heapUsed - before, requests: metrics.arrivals };
}

const figure4 = (set) => () => assemble(scenario(REQUESTS, set), setting);

const row = (name, assembled) => () => {
  for (let k = 0; k < COMPILES; k++) left(assembled);
  const { bytes, requests } = left(assembled);
  return {
    name,
    unit: 'bytes a request',
    rate: bytes / requests,
    peak: process.resourceUsage().maxRSS * 1024,
  };
};

export const rows = [
  row("Figure 4's work: left for the collector", figure4([])),
  row('  the same with batching devices', figure4(['fleet.0.device=batching', 'fleet.1.device=batching'])),
  row('20 batching devices, lognormal lengths', () => lengthsDrawn(REQUESTS)),
];
