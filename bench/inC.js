// The same work in plain C: compiled where there is a compiler, given the numbers and the streams of the same scenario.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import seedrandom from 'seedrandom';
import { log, log1p } from '../dist/src/kernel/math.js';
import { bucketWidth } from '../dist/src/metrics/buckets.js';
import { measure, measureBeside } from './measure.js';

/** The program, or null where there is no compiler. `remove` takes it away. */
function compiled(name) {
  const compiler = ['gcc', 'cc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (compiler === undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-c-'));
  const program = join(folder, name);
  const source = fileURLToPath(new URL(`${name}.c`, import.meta.url));
  execFileSync(compiler, ['-O2', '-o', program, source, '-lm']);
  return { program, remove: () => rmSync(folder, { recursive: true }) };
}

/** Runs it: its figures, and the user seconds that the run took. */
function runInC(program, numbers) {
  const said = JSON.parse(execFileSync(program, { input: numbers.flat().join('\n') }).toString());
  if (said.balanced !== 1)
    throw new Error(`the books of the run in C do not balance: ${JSON.stringify(said)}`);
  return said;
}

/**
 * A row beside the program of that name where there is a compiler, and that there is none is said where not. `numbers` of
 * so many requests are what the program reads. That both do the same work shows in what they find: `figures` are ours.
 */
export function besideC(name, { label, work, numbers, figures, requests }) {
  const c = compiled(name);
  if (c === null) return measure(`${label} (no C compiler here)`, 'requests', 1, work, requests);
  try {
    const theirs = runInC(c.program, numbers(1e5));
    for (const [figure, ours] of Object.entries(figures(1e5)))
      if (!(Math.abs(ours - theirs[figure]) <= 1e-9 * ours))
        throw new Error(`${figure}: ${ours}, in C ${theirs[figure]}`);
    const rate = (requests) => {
      const { arrived, user } = runInC(c.program, numbers(requests));
      return arrived / user;
    };
    return measureBeside(label, 'requests', work, { name: 'the same by hand in C, gcc -O2', rate }, requests);
  } finally {
    c.remove();
  }
}

/** What a lognormal is of: mean and deviation of the logarithm. */
export function lognormals(lengths) {
  return lengths.flatMap(({ mean, cv }) => {
    const variance = log1p(cv * cv);
    return [log(mean) - variance / 2, Math.sqrt(variance)];
  });
}

/** Where these streams of random numbers begin. */
export function streams(names) {
  return names.flatMap((name) => {
    const { s0, s1, s2, c } = seedrandom.alea(JSON.stringify([1, 0, name]), { state: true }).state();
    return [s0, s1, s2, c];
  });
}

/** Width and number of the intervals of a time series. */
export function intervals(duration) {
  const width = bucketWidth(duration);
  return [width, Math.max(1, Math.ceil(duration / width))];
}
