/** What a person sees who typed something wrong: recorded, so that a change of it is read. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { edgewise } from './captured.ts';
import { inFolder, SMALL } from './folder.ts';

inFolder();

beforeAll(() => {
  const put = (name: string, from: string, to: string): void => writeFileSync(name, SMALL.replace(from, to));
  put('key.yaml', 'duration:', 'duraton:');
  put('profile.yaml', 'agx-orin-64gb/qwen2.5-3b-q4', 'agx-orin-64gb/qwen2.5-3b-q5');
  put('strategy.yaml', 'strategy: random\n', 'strategy: loadaware\n');
  put('yaml.yaml', '  output: {', '  output: { {');
  put('units.yaml', '0.4/s', '0.4 per second');
  put('expect.yaml', 'metric: cloud.tokens', 'metric: cloud.token');
  writeFileSync(
    'several.yaml',
    'name: several\nduration: soon\nworkload: {}\nflet: []\nfleet: [{ profile: x }]\n',
  );
  writeFileSync('empty.yaml', '');
  writeFileSync('binary.yaml', Buffer.from([0, 1, 2, 250, 251]));
  writeFileSync(
    'latin.yaml',
    Buffer.from(SMALL.replace('name: small', 'name: small\ndescription: Café'), 'latin1'),
  );
  writeFileSync('utf16.yaml', Buffer.from(`\ufeff${SMALL}`, 'utf16le'));
  writeFileSync('deep.yaml', `name: deep\nfleet: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`);
  writeFileSync('notes.md', '# Notes\n\nIt is fast: very.\n\n| a | b |\n|---|---|\n');
  writeFileSync('notes.yaml', `A long line of plain text ${'that goes on and on '.repeat(9)}\nand another\n`);
  writeFileSync('week.csv', 'created_at,user,prompt_tokens,completion_tokens\n2026-03-02T09:00:00Z,a,9,9\n');
  mkdirSync('folder.yaml');
  mkdirSync('empty');
  writeFileSync('file', 'not a folder');
});

const TYPED: readonly string[] = [
  'rnu small.yaml',
  'nonsense',
  'run',
  'run small.yaml other.yaml',
  'run smal.yaml',
  'run nowhere/small.yaml',
  'run folder.yaml',
  'run empty.yaml',
  'run binary.yaml',
  'run latin.yaml',
  'run utf16.yaml',
  'run deep.yaml',
  'run notes.md',
  'run notes.yaml',
  'run week.csv',
  'calibrate week.csv',
  'catalog qwenn2.5',
  'run small.yaml --set fleet.0.count=1e9',
  'run key.yaml',
  'run profile.yaml',
  'run strategy.yaml',
  'run yaml.yaml',
  'run units.yaml',
  'run expect.yaml',
  'run several.yaml',
  'run small.yaml --replication 3',
  'run small.yaml --replications',
  'run small.yaml --replications three --seed -1 --workers 0 --precision 5',
  'run small.yaml --seed 1 --seed 2',
  'run small.yaml --seed 1.5',
  'run small.yaml --set duration',
  'run small.yaml --set durration=3m',
  'run small.yaml --set fleet.7.count=3',
  'run small.yaml --set strategy=powerOff',
  'run small.yaml --vary strategy=random,loadaware',
  'run small.yaml --set vary={} --set expect=[] --vary fleet.0.count=1,two',
  'run small.yaml --set strategy=random --vary strategy=random,loadAware',
  'run small.yaml --set strategy.dd=3',
  'run small.yaml --quiet=maybe',
  'run small.yaml --out file',
  'run small.yaml --out file/inside',
  'show',
  'show nowhere',
  'show empty',
  'figure4 now',
  'figure4 --seeds 3',
  'table1 --alpha 2',
  'table1 --alpha much --responsiveness fast',
  'catalog nothing-like-it',
  'catalog slidingWindwo',
  'catalog orin-nx',
  'init small.yaml',
  'init nowhere/mine.yaml',
];

describe('a mistake', () => {
  for (const typed of TYPED)
    it(`edgewise ${typed}`, async () => {
      const { code, out, err } = await edgewise(typed.split(' '));
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(err).not.toMatch(/\n\s+at /);
      expect(err).not.toContain('fault of edgewise');
      expect(err.split('\n').length).toBeLessThan(40);
      // How many profiles and figures there are is not what this is about.
      const said = err
        .replace(/allowed: (\S+), .* and [\d,]+ more/g, 'allowed: $1, ... and N more')
        .replace(/one of [\d,]+ names/g, 'one of N names');
      await expect(said).toMatchFileSnapshot(`recorded/mistakes/${fileName(typed)}.txt`);
    });
});

function fileName(typed: string): string {
  return typed.replace(/[^\w.-]+/g, '_').replace(/_+$/, '');
}
