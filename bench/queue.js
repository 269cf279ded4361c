// A queue on this machine: what it costs whoever hands out the work, and how runs come faster with more workers. Only run
// when it is named; wants redis-server. Never passes or fails.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../dist/src/cli/package.js';
import { jobsOf } from '../dist/src/experiment/experiment.js';
import { parseAddress } from '../dist/src/queue/address.js';
import { openQueue } from '../dist/src/queue/open.js';
import { queued } from '../dist/src/queue/queued.js';
import { read } from '../dist/src/scenario/read.js';

const program = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const scenario = fileURLToPath(new URL('../scenarios/figure4.yaml', import.meta.url));
const PORT = 7397;
const CELLS = 6;

/** Tasks of one run each, and of two seconds of work. */
const COSTS = [
  { jobs: 9_996, task: '1ms' },
  { jobs: 9_996, task: '2s' },
];
/** Runs of ten times Figure 4's length, one thread to a worker. */
const SPEED = { jobs: 300, duration: '10h', workers: [1, 2, 4, 16] };

export async function print() {
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-queue-'));
  const server = spawn('redis-server', ['--port', String(PORT), '--save', '', '--dir', folder]);
  await said(server, 'Ready to accept connections');
  try {
    console.log('Figure 4 by workers of a queue: what the study itself takes\n');
    columns('runs', 'work in a task', 'tasks', 'seconds', 'CPU of the study', 'of a core', 'for each run');
    for (const { jobs, task } of COSTS) {
      const workers = await started(task, availableParallelism());
      const { cpu, tasks, seconds } = await timed(jobs, task, []);
      const share = `${((100 * cpu) / seconds).toFixed(1)} %`;
      const each = `${((1000 * cpu) / jobs).toFixed(2)} ms`;
      columns(jobs, task, tasks, seconds.toFixed(1), `${cpu.toFixed(1)} s`, share, each);
      await ended(workers);
    }
    const { jobs, duration } = SPEED;
    console.log(`\n${jobs} runs of ${duration} on ${availableParallelism()} cores\n`);
    columns(
      'workers',
      'seconds',
      'runs/s',
      'times as fast',
      'CPU of workers',
      'runs/CPU s',
      'study, of a core',
    );
    let first;
    for (const count of SPEED.workers) {
      const workers = await started('speed', count);
      // Compiled before it counts.
      await timed(CELLS * count, 'speed', [`duration=${duration}`, `seed=${count}`]);
      const before = cpuOf(workers);
      const { seconds, cpu } = await timed(jobs, 'speed', [`duration=${duration}`]);
      const spent = cpuOf(workers) - before;
      first ??= seconds;
      const share = `${((100 * cpu) / seconds).toFixed(1)} %`;
      const times = (first / seconds).toFixed(2);
      columns(
        count,
        seconds.toFixed(1),
        (jobs / seconds).toFixed(0),
        times,
        `${spent.toFixed(1)} s`,
        (jobs / spent).toFixed(0),
        share,
      );
      await ended(workers);
    }
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

const addressOf = (name) => `redis://127.0.0.1:${PORT}?name=${name}&task=${name === 'speed' ? '0.5s' : name}`;

async function started(name, count) {
  const workers = Array.from({ length: count }, () =>
    spawn(process.execPath, [program, 'worker', '--queue', addressOf(name), '--threads', '1']),
  );
  await Promise.all(workers.map((worker) => said(worker, 'asks redis')));
  return workers;
}

/** Seconds that they have had of the processor, in all; not a number where the system does not say. */
function cpuOf(workers) {
  const of = ({ pid }) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      // User and system time, in hundredths of a second.
      return (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      return NaN;
    }
  };
  return workers.map(of).reduce((sum, one) => sum + one, 0);
}

function ended(workers) {
  return Promise.all(
    workers.map((worker) => {
      worker.kill();
      return new Promise((resolve) => worker.once('exit', resolve));
    }),
  );
}

/** Seconds until all are done, and the CPU time of this process, which does none of them. */
async function timed(jobs, name, set) {
  const text = readFileSync(scenario, 'utf8');
  const file = read(text, { file: scenario, set });
  const all = jobsOf(file, jobs / CELLS, 'none');
  const address = parseAddress(addressOf(name));
  const version = build();
  let tasks = 0;
  const executor = await queued({
    address,
    version,
    files: null,
    note: () => undefined,
    open: (onNews) =>
      openQueue(address, {
        version,
        onNews: (news) => {
          tasks += news.kind === 'over' ? 1 : 0;
          onNews(news);
        },
      }),
  });
  const before = process.cpuUsage();
  const began = performance.now();
  let over = 0;
  for await (const one of executor.run(all)) over += 'error' in one ? 0 : 1;
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  await executor.close();
  if (over !== jobs) throw new Error(`${over} runs instead of ${jobs}`);
  return { seconds, cpu: (user + system) / 1e6, tasks };
}

function said(child, text) {
  return new Promise((resolve, reject) => {
    let heard = '';
    const hear = (data) => {
      heard += data.toString();
      if (heard.includes(text)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('exit', () => reject(new Error(heard)));
  });
}

function columns(...texts) {
  console.log(texts.map((text) => String(text).padStart(18)).join(''));
}
