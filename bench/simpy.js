// The two models that SimPy can have too, in SimPy: Debian's python3-simpy3, or pip's simpy.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { rows as figure4 } from './figure4.js';
import { rows as mmc } from './mmc.js';

const script = fileURLToPath(new URL('inSimpy.py', import.meta.url));

const python = ['python3', '/usr/bin/python3'].find(
  (one) => spawnSync(one, ['-c', 'import simpy']).status === 0,
);

const peer = (name, unit, model, requests) => () => {
  const { stdout } = spawnSync(python, [script, model, String(requests)]);
  const { rate, peak, version } = JSON.parse(stdout.toString());
  return { name: `${name}: SimPy ${version}`, unit, rate, peak };
};

if (!python) console.log('SimPy is not here (python3-simpy3 of Debian, simpy of pip): its rows are left out');

export const rows = [
  mmc[0],
  ...(python ? [peer('  the same', 'events', 'mmc', 1e5)] : []),
  figure4[0],
  ...(python ? [peer('  the same without most of the figures', 'requests', 'figure4', 5e4)] : []),
];
