// Runs every benchmark in a process of its own and prints a table: work per second of user time, and peak memory.
// `node bench/run.js mmc figure4` runs only those; `simpy` and `hundredMillion`, which takes some minutes, run only when
// they are named. `cores` is wall time by the number of worker threads, and prints a table of its own; so does `page`,
// which only runs when it is named: what the page in the browser takes, in Chromium; and `queue`, which wants Redis.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);

if (process.argv[2] === '--row') {
  const { rows } = await import(`./${process.argv[3]}.js`);
  console.log(JSON.stringify(await rows[Number(process.argv[4])]()));
} else {
  const named = process.argv.slice(2);
  const all =
    named.length > 0
      ? named
      : [
          'mmc',
          'devices',
          'figure4',
          'short',
          'garbage',
          'replay',
          'requests',
          'scale',
          'regions',
          'batching',
          'peer',
          'cores',
        ];
  const files = all.filter((file) => !['cores', 'page', 'queue'].includes(file));
  if (files.length > 0) console.log(`Node ${process.version}, one process a row, median of five runs\n`);
  if (files.length > 0)
    console.log(`${''.padEnd(60)}${'per user second'.padStart(26)}${'peak memory'.padStart(14)}`);
  for (const file of files) {
    const { rows, flags = [] } = await import(`./${file}.js`);
    for (let k = 0; k < rows.length; k++) {
      const { stdout, stderr, status } = spawnSync(process.execPath, [
        ...flags,
        here,
        '--row',
        file,
        String(k),
      ]);
      if (status !== 0) {
        process.stderr.write(stderr);
        process.exit(1);
      }
      const { name, unit, rate, peak, beside } = JSON.parse(stdout.toString());
      print(name, speed(rate, unit), `${Math.round(peak / 1e6)} MB`);
      if (beside) {
        print(`  ${beside.name}`, speed(beside.rate, unit), '');
        print('  a share of', (rate / beside.rate).toFixed(2), '');
      }
    }
  }
  if (all.includes('page')) {
    const { page } = await import('./page.js');
    await page();
  }
  if (all.includes('queue')) {
    const queue = await import('./queue.js');
    await queue.print();
  }
  if (all.includes('cores')) {
    const cores = await import('./cores.js');
    if (files.length > 0) console.log('');
    cores.print();
  }
}

function speed(rate, unit) {
  if (unit.startsWith('bytes')) return `${rate.toFixed(rate < 10 ? 1 : 0)} ${unit}`;
  return `${rate >= 1e6 ? `${(rate / 1e6).toFixed(2)} million` : Math.round(rate).toLocaleString('en')} ${unit}`;
}

function print(...columns) {
  console.log(columns[0].padEnd(60) + columns[1].padStart(26) + columns[2].padStart(14));
}
