// A world of regions as `edgewise run` runs it, job by job, with what is added up and kept of each, beside one of its regions
// as a run of its own: 1,000 devices in each region, every metric and check on. `node bench/run.js regions`.
import { Findings } from '../dist/src/experiment/findings.js';
import { pack, unpack } from '../dist/src/experiment/packed.js';
import { runJob } from '../dist/src/experiment/runJob.js';
import { simulate } from '../dist/src/experiment/simulate.js';
import { World } from '../dist/src/experiment/world/world.js';
import { read } from '../dist/src/scenario/read.js';
import { measureBeside, once } from './measure.js';

const source = () => null;
/** Requests a second of a region. */
const RATE = 70;

const text = (overflow) => `name: million
seed: 1
duration: 1h
workload:
  arrivals: { kind: poisson, rate: ${RATE}/s }
  prompt: { kind: lognormal, mean: 100, cv: 0.6 }
  output: { kind: lognormal, mean: 225, cv: 0.6 }
fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 1000, queue: 4 }]
strategy: leastQueue
fallback: cloud
cloud: { profile: openai/gpt-4 }
slo: { ttft: 10s }
regions:
  - { name: plain, count: 10 }
  - { name: busy, count: 10, workload: { arrivals: { kind: poisson, rate: ${overflow ? 100 : RATE}/s }, prompt: 100, output: 225 }${overflow ? ', overflow: { to: [plain], delay: 40ms }' : ''} }
`;

function worldOf(overflow) {
  const file = (requests) =>
    read(text(overflow), { file: 'million.yaml', set: [`duration=${requests / (20 * RATE)}s`] });
  return (requests) => {
    const scenarioFile = file(requests);
    const findings = new Findings(1);
    const world = new World(scenarioFile, findings, true);
    // Results travel between threads as they do here.
    for (const job of world.jobs(1)) world.add({ ...job, result: unpack(pack(runJob(job, { source }))) });
    return findings.of(0)[0][1].metrics.arrived;
  };
}

const single = {
  name: 'one of its regions as a run of its own, as many requests',
  rate: (requests) => {
    const { regions } = read(text(false), { file: 'million.yaml', set: [`duration=${requests / RATE}s`] })
      .cells[0].scenario;
    const setting = { seed: 1, replication: 0, source };
    return once(() => simulate(regions[0].scenario, setting, { series: 'none' }).metrics.arrived);
  },
};

export const rows = [
  () => measureBeside('20 regions of 1,000 devices, apart', 'requests', worldOf(false), single, 2e6),
  () =>
    measureBeside('20 regions of 1,000 devices, half of them ask', 'requests', worldOf(true), single, 2e6),
];
