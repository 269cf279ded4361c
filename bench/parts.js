// The parts of a run built by hand, so that a benchmark measures just what it names.
import { Engine } from '../dist/src/engine/engine.js';
import { Floor } from '../dist/src/engine/fleet.js';
import * as moved from '../dist/src/kernel/moves.js';
import { createStreams } from '../dist/src/kernel/random.js';
import * as arrivals from '../dist/src/arrivals/index.js';
import * as devices from '../dist/src/devices/index.js';
import * as recourses from '../dist/src/recourses/index.js';
import * as strategies from '../dist/src/strategies/index.js';
import * as workloads from '../dist/src/workloads/index.js';

const { COMPLETED, STRIDE } = moved;

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

/** Runs `servers` single servers with exponential service of mean 1 s and Poisson arrivals at `load` of what they can do. */
export function markovian({ servers, load, requests: count, strategy, listeners }) {
  const engine = new Engine(servers);
  const duration = count / (servers * load);
  const { clock, requests, agenda, desk, works } = engine;
  const context = {
    clock,
    requests,
    agenda,
    desk,
    works,
    claim: (station, slots) => engine.claim(station, slots),
    stream: createStreams(1, 0),
    source: () => null,
    duration,
  };
  const workload = workloads.generated(
    {
      prompt: { kind: 'constant', value: 1 },
      output: { kind: 'exponential', mean: 1e6 },
      tenants: { count: 1, shares: 'equal' },
    },
    { ...context, arrivals: arrivals.poisson({ rate: servers * load }, context) },
  );
  const { means } = workload;
  const fleet = new Floor(new Int32Array(servers));
  const machines = { fleet, first: 0, count: servers, model, slots: 1, queue: Infinity, means };
  fleet.add(devices.serial({}, { ...context, ...machines }), servers);
  engine.run({
    workload,
    gates: [],
    fleet,
    strategy: strategies[strategy](
      { ...(strategy === 'leastQueue' && { ties: 'random' }) },
      { ...context, fleet, means, slo: null, cloud: null, tariff: 0 },
    ),
    cloud: null,
    recourse: recourses.drop({}, context),
    followers: [],
    listeners,
  });
}

/** The mean wait, and nothing else. */
export class Waits {
  hears = [COMPLETED];
  count = 0;
  sum = 0;

  moved({ end, kind, started, arrival }) {
    for (let row = 0; row < end; row += STRIDE) {
      if (kind[row] !== COMPLETED) continue;
      this.count++;
      this.sum += started[row] - arrival[row];
    }
  }
}
