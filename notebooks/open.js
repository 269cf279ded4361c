// Opens the notebooks in Jupyter with Deno as their kernel: npm run notebooks. What comes after -- is handed to Jupyter.
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { has, missing, surroundings } from './machine.js';

/** Somebody may have JupyterLab alone. */
const way = has('jupyter', 'notebook', '--version') ? 'notebook' : 'lab';
const lacking = missing(way);
if (lacking.length > 0) {
  console.error(`To open the notebooks, install\n${lacking.map((line) => `  ${line}`).join('\n')}`);
  console.error('To only read them, open a file of notebooks/ on a code host: their outputs are in them.');
  process.exit(1);
}
const { DISPLAY, WAYLAND_DISPLAY, BROWSER } = process.env;
const contained = existsSync('/.dockerenv') || existsSync('/run/.containerenv');
const seen = process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY || BROWSER;
const options = [
  // In a container one is root, and has no browser: the address that is printed is opened outside.
  ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
  ...(seen ? [] : ['--no-browser']),
  // A port that is published comes from outside; who comes needs the token of the address all the same.
  ...(contained ? ['--ip=0.0.0.0'] : []),
];
const { folder, env } = surroundings();
const child = spawn('jupyter', [way, ...options, ...process.argv.slice(2), import.meta.dirname], {
  env,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'));
child.on('close', (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 0);
});
