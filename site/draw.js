// Draws the pictures of the gallery with the commands that stand in it: npm run docs:gallery, or with the names of scenarios
// for some of them. It runs what was built last.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entriesOf } from './gallery.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Runs what an entry says, in a folder where the scenarios are, and returns its picture. */
export async function drawn(root, { scenario, picture, commands }, run) {
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-gallery-'));
  try {
    symlinkSync(join(root, 'scenarios'), join(folder, 'scenarios'));
    for (const command of commands) await run(command.split(/\s+/).slice(1), folder);
    const file = join(folder, picture);
    if (!existsSync(file)) throw new Error(`gallery: the commands of ${scenario} draw no ${picture}`);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The built command, in a process of its own. */
function edgewise(root) {
  const main = join(root, 'dist/src/cli/main.js');
  return (args, cwd) =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, NO_COLOR: '1' };
      execFile(process.execPath, [main, ...args], { cwd, env, maxBuffer: 2 ** 26 }, (error, _, said) => {
        // 3 is a finding: a claim that fails, an slo that is not met.
        if (error && error.code !== 3) reject(new Error(`edgewise ${args.join(' ')}: ${said}`));
        else resolve();
      });
    });
}

async function main(names) {
  const entries = entriesOf(readFileSync(join(ROOT, 'docs/gallery.md'), 'utf8'));
  for (const entry of entries) {
    if (names.length > 0 && !names.includes(entry.scenario)) continue;
    writeFileSync(join(ROOT, 'docs', entry.kept), await drawn(ROOT, entry, edgewise(ROOT)));
    console.log(`docs/${entry.kept}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
