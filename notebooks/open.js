// Opens the notebooks in Jupyter with Deno as their kernel: npm run notebooks
import { spawn } from 'node:child_process';
import { findDeno, has, surroundings } from './machine.js';

const WAYS = [
  ['lab', 'JupyterLab'],
  ['notebook', 'Jupyter Notebook'],
];

const way = WAYS.find(([command]) => has('jupyter', command, '--version'));
const lacking = [
  ...(way
    ? []
    : [
        'Jupyter, one of these:',
        '  pip install jupyterlab',
        '  apt-get install jupyter-notebook',
        '  brew install jupyterlab',
      ]),
  ...(findDeno() ? [] : ['Deno, which runs the cells:', '  npm ci --prefix notebooks']),
];
if (lacking.length > 0) {
  console.error(`To open the notebooks, install\n${lacking.map((line) => `  ${line}`).join('\n')}`);
  console.error('To only read them, open a file of notebooks/ on a code host: their outputs are in them.');
  process.exit(1);
}
console.log(`opening notebooks/ in ${way[1]}; Ctrl-C ends it`);
const { env } = surroundings();
const child = spawn('jupyter', [way[0], import.meta.dirname], { env, stdio: 'inherit' });
child.on('close', (code) => process.exit(code ?? 1));
