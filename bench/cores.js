// A sweep as it is typed, journal, figures and report included, with one worker thread and with more: wall seconds, the
// least of three times, how many times as fast as with one, and what share of all cores' time was used. With one worker
// the main thread works beside it. Never passes or fails.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Many small runs, and fewer that are ten times as long. */
const SWEEPS = [
  { replications: 200, duration: '1h' },
  { replications: 100, duration: '10h' },
];
const CELLS = 6;
const TIMES = 3;

const program = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const scenario = fileURLToPath(new URL('../scenarios/figure4.yaml', import.meta.url));
/** CPU time of all threads, said at the end by the main one. */
const meter = `data:text/javascript,import { isMainThread } from 'node:worker_threads';
  if (isMainThread) process.on('exit', () => process.stderr.write('cpu ' + JSON.stringify(process.cpuUsage()) + '\\n'));`;

function once({ replications, duration }, workers) {
  const out = mkdtempSync(join(tmpdir(), 'edgewise-cores-'));
  try {
    const sweep = ['--replications', replications, '--set', `duration=${duration}`];
    const args = ['run', scenario, ...sweep, '--workers', workers, '--out', out];
    const began = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ['--import', meter, program, ...args.map(String)]);
    const whole = (performance.now() - began) / 1000;
    const said = stderr.toString();
    if (status !== 0) throw new Error(said);
    const { user, system } = JSON.parse(/^cpu (.*)$/m.exec(said)[1]);
    const lines = readFileSync(join(out, 'runs.csv'), 'utf8').split('\n').length - 2;
    if (lines !== CELLS * replications) throw new Error(`${lines} runs instead of ${JOBS}`);
    const kept = ['journal.jsonl', 'sums.jsonl'].map((name) => statSync(join(out, name)).size);
    return {
      whole,
      jobs: Number(/in ([\d.]+) s, [\d.]+ s in all/.exec(said)[1]),
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
  for (const sweep of SWEEPS) printSweep(sweep);
}

function printSweep(sweep) {
  const all = availableParallelism();
  const jobs = CELLS * sweep.replications;
  const counts = [1, 2, 4, 8, 16].filter((count) => count < all).concat(all);
  console.log(`${jobs} runs of ${sweep.duration} each on ${all} cores, the least of ${TIMES} times\n`);
  const heads = [
    'workers',
    'whole command',
    'runs alone',
    'CPU',
    'runs/s',
    'times as fast',
    'runs alone',
    'cores used',
  ];
  console.log(heads.map((text) => text.padStart(15)).join(''));
  const runs = counts.map(() => []);
  // In turn, so that a busy minute of the machine is not all one row's.
  for (let time = 0; time < TIMES; time++) counts.forEach((count, i) => runs[i].push(once(sweep, count)));
  const rows = runs.map(least);
  rows.forEach((row, i) => {
    const figures = [`${row.whole.toFixed(2)} s`, `${row.jobs.toFixed(1)} s`, `${row.cpu.toFixed(2)} s`];
    const rate = String(Math.round(jobs / row.jobs));
    const ratios = [rows[0].whole / row.whole, rows[0].jobs / row.jobs].map((ratio) => ratio.toFixed(2));
    const used = `${Math.round((100 * row.cpu) / (row.whole * all))} %`;
    console.log(
      [String(counts[i]), ...figures, rate, ...ratios, used].map((text) => text.padStart(15)).join(''),
    );
  });
  console.log(`\n${(rows[0].kept / 1e6).toFixed(1)} MB are kept to go on from\n`);
}
