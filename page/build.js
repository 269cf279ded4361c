// Builds the page into dist/page: static files for any web server, and double-click/, one folder that needs none.
// npm run build:page
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { lean } from './lean.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = join(ROOT, 'src/page');

/** @type {import('vite').InlineConfig} */
const COMMON = {
  configFile: false,
  root: SOURCE,
  base: './',
  logLevel: 'error',
  publicDir: false,
  // Vega-Lite brings one of its own, of a version before Vega's.
  resolve: { dedupe: ['vega-expression'] },
  // As it is shipped, also where tests build it.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
};

/** Everything under `to`; a plain folder of files. */
export async function buildPage(to = join(ROOT, 'dist/page')) {
  rmSync(to, { recursive: true, force: true });
  await build({
    ...COMMON,
    build: {
      outDir: to,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      chunkSizeWarningLimit: 2000,
      assetsInlineLimit: 0,
      rolldownOptions: {
        output: {
          // One file for all scenarios but the first: each alone is too short to be packed well.
          codeSplitting: { groups: [{ name: 'scenarios', test: /\/scenarios\/(?!figure4)[^/]*\.yaml/ }] },
        },
      },
    },
    plugins: [lean()],
    worker: { format: 'es', plugins: () => [lean()] },
  });
  await buildFolder(join(to, 'double-click'));
  return to;
}

/** Modules and workers of files do not start from file://: there the page is a classic script, and its workers are texts in it. */
async function buildFolder(to) {
  const script = async (entry, plugins = []) => {
    const made = await build({
      ...COMMON,
      plugins: [lean(), ...plugins],
      build: {
        write: false,
        target: 'es2022',
        modulePreload: false,
        chunkSizeWarningLimit: 4000,
        rolldownOptions: {
          checks: { emptyImportMeta: false },
          input: join(SOURCE, entry),
          output: { format: 'iife', codeSplitting: false },
        },
      },
    });
    const { output } = Array.isArray(made) ? made[0] : made;
    return output;
  };
  const code = async (entry) => (await script(entry)).find(({ type }) => type === 'chunk').code;
  const [lab, draw] = [await code('lab.ts'), await code('draw.ts')];
  const workers = {
    name: 'workers-inside',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('/src/page/workers.ts')) return null;
      const start = (text) =>
        `() => new Worker(URL.createObjectURL(new Blob([${JSON.stringify(text)}], { type: 'text/javascript' })))`;
      return `export const startLab = ${start(lab)};\nexport const startDraw = ${start(draw)};`;
    },
  };
  const output = await script('start.ts', [workers]);
  mkdirSync(to, { recursive: true });
  const html = readFileSync(join(SOURCE, 'index.html'), 'utf8')
    .replace("worker-src 'self'", 'worker-src blob:')
    .replace(/script-src 'self'; style-src 'self'/, "script-src 'self' file:; style-src 'self' file:")
    .replace('href="./style.css"', 'href="./page.css"')
    .replace(/<script type="module"[^>]*><\/script>/, '<script src="./page.js"></script>');
  writeFileSync(join(to, 'index.html'), html);
  // What is loaded when first wanted has its own; here all of them are there from the start.
  const styles = ['common.css', 'style.css', 'timeline.css'].map((name) =>
    readFileSync(join(SOURCE, name), 'utf8'),
  );
  writeFileSync(join(to, 'page.css'), styles.join('\n').replace(/^@import .*\n/m, ''));
  writeFileSync(
    join(to, 'page.js'),
    output.find(({ type }) => type === 'chunk').code.replaceAll('</script', '<\\/script'),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const to = await buildPage();
  console.log(relative('.', dirname(join(to, 'index.html'))));
}
