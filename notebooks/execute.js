// Runs notebooks from start to end and writes what they gave into them: node notebooks/execute.js [NAME...]
// They import the built package: npm run build comes first, as in npm run notebooks:execute.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missing, surroundings } from './machine.js';

/** Names without endings. */
export function notebooks(folder = import.meta.dirname) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ipynb'))
    .map((name) => basename(name, '.ipynb'))
    .sort();
}

/** Every cell shows something. The kernel sends it in the background: on a busy machine it may come too late to be kept. */
const ATTEMPTS = 3;

/** Runs a notebook where it lies and returns it with its outputs; a cell that throws is an error that says which. */
export async function execute(file) {
  for (let attempt = 1; ; attempt++) {
    const notebook = await executeOnce(file);
    const lost = notebook.cells.some(({ outputs }) => outputs?.length === 0);
    if (!lost || attempt === ATTEMPTS) return notebook;
  }
}

async function executeOnce(file) {
  const { folder, env } = surroundings();
  const out = mkdtempSync(join(tmpdir(), 'edgewise-notebook-'));
  const args = ['nbconvert', '--to', 'notebook', '--execute', '--ExecutePreprocessor.timeout=120'];
  try {
    const { code, text } = await ended(
      spawn('jupyter', [...args, '--output-dir', out, basename(file)], { cwd: dirname(file), env }),
    );
    if (code !== 0) throw new Error(`${basename(file)} did not run to its end:\n${text.slice(-3000)}`);
    return settled(JSON.parse(readFileSync(join(out, basename(file)), 'utf8')));
  } finally {
    for (const used of [out, folder]) rmSync(used, { recursive: true, force: true });
  }
}

function ended(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}

/** Without what differs between two runs of the same code: times, the version of the kernel, how output was cut into pieces. */
export function settled({ cells, metadata: { kernelspec }, nbformat, nbformat_minor }) {
  return {
    cells: cells.map((cell) => ({
      ...cell,
      metadata: Object.fromEntries(Object.entries(cell.metadata).filter(([name]) => name !== 'execution')),
      ...(cell.outputs && { outputs: joined(cell.outputs) }),
    })),
    metadata: { kernelspec, language_info: { name: 'typescript', file_extension: '.ts' } },
    nbformat,
    nbformat_minor,
  };
}

function joined(outputs) {
  const whole = [];
  for (const output of outputs) {
    const last = whole.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name)
      last.text = lines(`${last.text.join('')}${output.text.join('')}`);
    else
      whole.push(output.output_type === 'stream' ? { ...output, text: lines(output.text.join('')) } : output);
  }
  return whole;
}

const lines = (text) => text.split(/(?<=\n)/).filter((line) => line !== '');

/** What a cell gave that a reader can check: text as lines, figures as Vega-Lite; of a picture only that there is one. */
export function given({ outputs = [] }) {
  return outputs.map(({ output_type, name, text, data = {}, ename, evalue }) => ({
    output_type,
    ...(name && { name, text: lines([text].flat().join('')) }),
    ...(ename && { ename, evalue }),
    data: Object.fromEntries(
      Object.entries(data).map(([type, value]) => [
        type,
        type.startsWith('image/') ? 'a picture' : Array.isArray(value) ? value.join('') : value,
      ]),
    ),
  }));
}

/** As Jupyter writes it: keys in order, one space. */
export function written(notebook) {
  const ordered = (value) =>
    Array.isArray(value)
      ? value.map(ordered)
      : value && typeof value === 'object'
        ? Object.fromEntries(
            Object.keys(value)
              .sort()
              .map((key) => [key, ordered(value[key])]),
          )
        : value;
  return `${JSON.stringify(ordered(notebook), null, 1)}\n`;
}

async function main(names) {
  const lacking = missing('nbconvert');
  if (lacking.length > 0) {
    console.error(`notebooks cannot be run here; install\n${lacking.map((line) => `  ${line}`).join('\n')}`);
    process.exit(1);
  }
  if (names.includes('--check')) return;
  for (const name of names.length > 0 ? names : notebooks()) {
    const file = join(import.meta.dirname, `${name}.ipynb`);
    const began = performance.now();
    writeFileSync(file, written(await execute(file)));
    console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
