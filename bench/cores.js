// A sweep of many small runs as it is typed, journal, figures and report included, with one worker thread and with more:
// wall seconds, the least of three times, and how many times as fast as with one. Never passes or fails.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPLICATIONS = 200;
const JOBS = 6 * REPLICATIONS;
const TIMES = 3;

const program = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const scenario = fileURLToPath(new URL('../scenarios/figure4.yaml', import.meta.url));
/** CPU time of all threads, said at the end by the main one. */
const meter = `data:text/javascript,import { isMainThread } from 'node:worker_threads';
  if (isMainThread) process.on('exit', () => process.stderr.write('cpu ' + JSON.stringify(process.cpuUsage()) + '\\n'));`;

function once(workers) {
  const out = mkdtempSync(join(tmpdir(), 'edgewise-cores-'));
  try {
    const args = ['run', scenario, '--replications', REPLICATIONS, '--workers', workers, '--out', out];
    const began = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ['--import', meter, program, ...args.map(String)]);
    const whole = (performance.now() - began) / 1000;
    const said = stderr.toString();
    if (status !== 0) throw new Error(said);
    const { user, system } = JSON.parse(/^cpu (.*)$/m.exec(said)[1]);
    const lines = readFileSync(join(out, 'runs.csv'), 'utf8').split('\n').length - 2;
    if (lines !== JOBS) throw new Error(`${lines} runs instead of ${JOBS}`);
    const kept = ['journal.jsonl', 'sums.jsonl'].map((name) => statSync(join(out, name)).size);
    return {
      whole,
      jobs: Number(/simulated in ([\d.]+) s/.exec(said)[1]),
      cpu: (user + system) / 1e6,
      kept: kept.reduce((sum, size) => sum + size, 0),
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The least of each: what others do on the machine only adds. */
function least(runs) {
  const of = (name) => Math.min(...runs.map((run) => run[name]));
  return { whole: of('whole'), jobs: of('jobs'), cpu: of('cpu'), kept: of('kept') };
}

export function print() {
  const all = availableParallelism();
  const counts = [1, 2, 4, 8, 16].filter((count) => count < all).concat(all);
  console.log(`${JOBS} runs of about 1,600 requests on ${all} cores, the least of ${TIMES} times\n`);
  console.log(
    ['workers', 'whole command', 'jobs alone', 'CPU', 'jobs/s', 'times as fast', 'jobs alone']
      .map((text) => text.padStart(15))
      .join(''),
  );
  const runs = counts.map(() => []);
  // In turn, so that a busy minute of the machine is not all one row's.
  for (let time = 0; time < TIMES; time++) counts.forEach((count, i) => runs[i].push(once(count)));
  const rows = runs.map(least);
  rows.forEach(({ whole, jobs, cpu }, i) => {
    const figures = [
      `${whole.toFixed(2)} s`,
      `${jobs.toFixed(1)} s`,
      `${cpu.toFixed(2)} s`,
      `${Math.round(JOBS / jobs)}`,
    ];
    const ratios = [(rows[0].whole / whole).toFixed(2), (rows[0].jobs / jobs).toFixed(2)];
    console.log([String(counts[i]), ...figures, ...ratios].map((text) => text.padStart(15)).join(''));
  });
  console.log(`\n${(rows[0].kept / 1e6).toFixed(1)} MB are kept to go on from`);
}
