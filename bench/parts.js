// The parts of a run built by hand, so that a benchmark measures just what it names.
import { Floor } from '../dist/src/engine.js';
import { createStreams } from '../dist/src/kernel/random.js';
import { Requests } from '../dist/src/kernel/requests.js';
import * as arrivals from '../dist/src/arrivals/index.js';
import * as devices from '../dist/src/devices/index.js';
import * as limiters from '../dist/src/limiters/index.js';
import * as strategies from '../dist/src/strategies/index.js';
import * as workloads from '../dist/src/workloads/index.js';

/** Service times with a mean of one second: a million tokens of a microsecond each. */
const pace = {
  prefill: { fixed: 0, perToken: 0, perTokenSquared: 0, padTo: 1 },
  step: { fixed: 1e-6, perSequence: 0, perCachedToken: 0 },
};
const model = {
  name: 'server',
  pace,
  power: { idle: 0, prefill: 0, decode: 0, decodePerSequence: 0 },
  memory: { weights: 0, kvPerToken: 0, usable: 0 },
  context: Infinity,
};

/** `servers` single servers with exponential service of mean 1 s and Poisson arrivals at `load` of what they can do. */
export function markovian({ servers, load, requests: count, strategy, reports }) {
  const requests = new Requests();
  const duration = count / (servers * load);
  const context = { stream: createStreams(1, 0), source: () => null, requests, duration };
  const workload = workloads.generated(
    {
      prompt: { kind: 'constant', value: 1 },
      output: { kind: 'exponential', mean: 1e6 },
      tenants: { count: 1, shares: 'equal' },
    },
    { ...context, arrivals: arrivals.poisson({ rate: servers * load }, context) },
  );
  const fleet = new Floor({
    devices: Array.from({ length: servers }, (_, index) =>
      devices.serial({}, { ...context, index, model, slots: 1, queue: Infinity, means: workload.means }),
    ),
    limiters: new Array(servers).fill(limiters.unlimited({}, context)),
    groups: new Array(servers).fill(0),
  });
  return {
    requests,
    workload,
    gates: [],
    fleet,
    strategy: strategies[strategy](
      { ...(strategy === 'leastQueue' && { ties: 'random' }) },
      { ...context, fleet },
    ),
    cloud: null,
    fallback: 'drop',
    reports: reports(requests),
  };
}

/** The mean wait, and nothing else. */
export class Waits {
  count = 0;
  sum = 0;
  constructor(requests) {
    this.requests = requests;
  }
  completed(id) {
    this.count++;
    this.sum += this.requests.started[id] - this.requests.arrival[id];
  }
}
