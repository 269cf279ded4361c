// The work of Figure 4, with every metric and every check on, twelve devices and one long run.
import { readFileSync } from 'node:fs';
import { simulate } from '../dist/src/experiment/simulate.js';
import { read } from '../dist/src/scenario/read.js';
import { measure } from './measure.js';

const file = new URL('../scenarios/figure4.yaml', import.meta.url);
const text = readFileSync(file, 'utf8');

/** The scenario with twelve devices, its window in tokens, Load-Aware, and as many requests as asked for. */
function scenario(requests) {
  const rate = 0.9;
  const { cells } = read(text, {
    file: 'figure4.yaml',
    set: [
      'fleet.0.count=4',
      'fleet.1.count=8',
      'limits=[{ kind: slidingWindow, scope: device, window: 60s, tokens: 2400 }]',
      `workload.arrivals={ kind: poisson, rate: ${rate} }`,
      `duration=${requests / rate}`,
      'warmup=0s',
      'strategy=loadAware',
      'expect=[]',
      'vary={}',
    ],
  });
  return cells[0].scenario;
}

export const rows = [
  () =>
    measure('Figure 4 work: 12 devices, Load-Aware, window in tokens', 'requests', 1, (requests) => {
      const result = simulate(scenario(requests), { seed: 1, replication: 0, source: () => null });
      return result.metrics.arrived;
    }),
];
