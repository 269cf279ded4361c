/** The recipes for shards, as docs/scale.md has them: run, or as far as that goes without a cluster. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { main } from './child.ts';
import { inFolder, SMALL } from './folder.ts';

const folder = inFolder();
const page = readFileSync(new URL('../../docs/scale.md', import.meta.url), 'utf8');
const hasParallel = spawnSync('parallel', ['--version'], { stdio: 'ignore' }).status === 0;

/** One strategy for two minutes: little to run, and little to draw. */
const SHORT = SMALL.slice(0, SMALL.indexOf('vary:')).replace('duration: 20m', 'duration: 2m');

/** The first of these blocks that has the words, with fewer shards where there are many. */
function recipe(kind: string, words: string, shards?: number): string {
  const blocks = [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  const found = blocks.find(([, language, text]) => language === kind && text!.includes(words));
  expect(found, words).toBeDefined();
  return shards === undefined ? found![2]! : found![2]!.replaceAll('16', String(shards));
}

/** Runs a line of shell in a folder of its own, with a program called edgewise. */
function inShell(
  line: string,
  place: string,
  program = 'real',
  env: Readonly<Record<string, string>> = {},
): void {
  mkdirSync(join(folder.path, place), { recursive: true });
  writeFileSync(join(folder.path, place, 'figure4.yaml'), SHORT);
  execFileSync('sh', ['-c', line], {
    cwd: join(folder.path, place),
    env: { ...process.env, ...env, PATH: `${join(folder.path, program)}${delimiter}${process.env['PATH']!}` },
    stdio: 'pipe',
  });
}

/** What was called where the program only writes that down. */
const calls = (place: string): string[] =>
  readFileSync(join(folder.path, place, 'calls'), 'utf8')
    .trimEnd()
    .split('\n');

const files = (place: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(folder.path, place))
      .filter((name) => /\.(?:json|csv|html)$/.test(name))
      .map((name) => [name, readFileSync(join(folder.path, place, name), 'utf8')]),
  );

beforeAll(() => {
  for (const [name, text] of [
    ['real', `exec '${process.execPath}' '${main()}' "$@" --quiet`],
    ['noted', 'echo "$@" >> calls'],
  ] as const) {
    mkdirSync(join(folder.path, name));
    writeFileSync(join(folder.path, name, 'edgewise'), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder.path, name, 'edgewise'), 0o755);
  }
});

const MERGE = 'edgewise merge part-* --out out';

it('the loop gives the same files as one machine', () => {
  inShell('edgewise run figure4.yaml --out out', 'whole');
  inShell(`${recipe('sh', 'for i in')}\n${MERGE}`, 'loop');
  expect(readdirSync(join(folder.path, 'loop')).filter((name) => name.startsWith('part-'))).toHaveLength(4);
  expect(files('loop/out')).toEqual(files('whole/out'));
}, 60_000);

it.skipIf(!hasParallel)(
  'GNU parallel gives the same files as one machine',
  () => {
    inShell(`${recipe('sh', 'parallel -j2', 2)}\n${MERGE}`, 'parallel');
    expect(files('parallel/out')).toEqual(files('whole/out'));
  },
  60_000,
);

it('a job array of Slurm does each shard once', () => {
  const script = recipe('sh', '#SBATCH');
  const [, first, last] = /^#SBATCH --array=(\d+)-(\d+)$/m.exec(script)!;
  expect(first).toBe('1');
  for (let task = 1; task <= Number(last); task++)
    inShell(script, 'slurm', 'noted', {
      SLURM_ARRAY_TASK_ID: String(task),
      SLURM_ARRAY_TASK_COUNT: last!,
    });
  expect(calls('slurm')).toEqual(
    Array.from(
      { length: 16 },
      (_, i) => `run figure4.yaml --shard ${i + 1}/16 --workers 4 --out part-${i + 1}`,
    ),
  );
});

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly completionMode: string;
    readonly completions: number;
    readonly parallelism: number;
    readonly template: {
      readonly spec: {
        readonly restartPolicy: string;
        readonly containers: readonly {
          readonly name: string;
          readonly image: string;
          readonly workingDir: string;
          readonly command: readonly string[];
          readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
        }[];
        readonly volumes: readonly {
          readonly name: string;
          readonly persistentVolumeClaim: { readonly claimName: string };
        }[];
      };
    };
  };
}

it('an Indexed Job of Kubernetes has the fields that batch/v1 knows, and does each shard once', () => {
  const job = parse(recipe('yaml', 'kind: Job')) as Manifest;
  expect(Object.keys(job)).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
  expect(job).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job' });
  // The rules of a name, of the mode, and of the pods of a Job.
  expect(job.metadata.name).toMatch(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/);
  expect(Object.keys(job.spec).toSorted()).toEqual([
    'completionMode',
    'completions',
    'parallelism',
    'template',
  ]);
  expect(job.spec.completionMode).toBe('Indexed');
  const pod = job.spec.template.spec;
  expect(Object.keys(pod).toSorted()).toEqual(['containers', 'restartPolicy', 'volumes']);
  expect(['OnFailure', 'Never']).toContain(pod.restartPolicy);
  const [container, second] = pod.containers;
  expect(second).toBeUndefined();
  expect(Object.keys(container!).toSorted()).toEqual([
    'command',
    'image',
    'name',
    'volumeMounts',
    'workingDir',
  ]);
  expect(container!.volumeMounts.map(({ name }) => name)).toEqual(pod.volumes.map(({ name }) => name));
  expect(container!.volumeMounts[0]!.mountPath).toBe(container!.workingDir);
  const [sh, flag, line] = container!.command;
  expect([sh, flag]).toEqual(['sh', '-c']);
  // Kubernetes puts values in place of $(NAME); what the shell works out is not of that form.
  expect(line!.match(/\$\([A-Za-z_]/)).toBeNull();
  const { completions } = job.spec;
  for (let index = 0; index < completions; index++)
    inShell(line!, 'kubernetes', 'noted', { JOB_COMPLETION_INDEX: String(index) });
  expect(calls('kubernetes')).toEqual(
    Array.from({ length: completions }, (_, i) => `run figure4.yaml --shard ${i + 1}/16 --out part-${i + 1}`),
  );
});
