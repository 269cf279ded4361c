// Figure 4's work with more devices and as much more of it: Load-Aware, windows and all metrics on; and what a fleet of a
// million takes to set up.
import { assemble } from '../dist/src/scenario/assemble.js';
import { scenario } from './figure4.js';
import { measureOnce, once } from './measure.js';

const setting = { seed: 1, replication: 0, source: () => null };

function fleet(devices, requests) {
  const base = scenario(1000);
  const rate = (0.9 * devices) / 12;
  const counts = [Math.round(devices / 3), devices - Math.round(devices / 3)];
  return {
    ...base,
    duration: requests / rate,
    workload: { ...base.workload, arrivals: { kind: 'poisson', rate } },
    fleet: base.fleet.map((entry, i) => ({ ...entry, count: counts[i] })),
  };
}

function run(devices, requests) {
  const { engine, parts, metrics } = assemble(fleet(devices, requests), setting);
  engine.run(parts);
  return metrics.arrivals;
}

/** The fleet is made before: only the run is timed. */
function timed(devices, requests) {
  const { engine, parts, metrics } = assemble(fleet(devices, requests), setting);
  return measureOnce(
    `${devices.toLocaleString('en')} devices, Load-Aware, windows, all metrics`,
    'requests',
    () => {
      engine.run(parts);
      return metrics.arrivals;
    },
  );
}

export const rows = [
  ...[12, 10_000, 1_000_000].map((devices) => () => {
    run(12, 1e5);
    return timed(devices, 1e6);
  }),
  () => {
    run(12, 1e5);
    const before = process.memoryUsage().rss;
    let kept;
    const rate = once(() => {
      kept = assemble(fleet(1e6, 1), setting);
      return 1e6;
    });
    const each = Math.round((process.memoryUsage().rss - before) / kept.parts.fleet.size);
    const name = `a million devices made: ${(1e6 / rate).toFixed(1)} s, ${each} bytes each`;
    return { name, unit: 'devices', rate, peak: process.resourceUsage().maxRSS * 1024 };
  },
];
