import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shipped } from '../../src/catalog/shipped.ts';
import { edgewise } from '../cli/captured.ts';

const folder = mkdtempSync(join(tmpdir(), 'edgewise-profiles-'));
const at = (name: string): string => join(folder, 'in', name);
const desk = { ...shipped.findProfile('orin-nano-8gb/qwen2.5-3b-q4'), name: 'desk/mine-q4', board: 'desk' };
const mine = { ...shipped.findCloud('openai/gpt-4o'), name: 'mine/large', price: { input: 1, output: 2 } };
const scenario = (profile: string): string => `
name: own
duration: 10m
workload: { arrivals: { kind: poisson, rate: 0.1/s }, prompt: 100, output: 50 }
fleet: [{ profile: ${profile} }]
slo: { ttft: 3s }
`;

beforeAll(() => {
  mkdirSync(join(folder, 'in'));
  writeFileSync(at('desk.json'), JSON.stringify(desk));
  writeFileSync(at('cloud.json'), JSON.stringify(mine));
  writeFileSync(
    at('both.json'),
    JSON.stringify({ profiles: [desk, { ...desk, name: 'desk/two-q4' }], clouds: [mine] }),
  );
  const { step: _, ...pace } = desk.pace;
  writeFileSync(at('bad.json'), JSON.stringify({ ...desk, pace }));
  writeFileSync(at('other.json'), '{ "levels": 3 }');
  writeFileSync(at('broken.json'), '{ "name": ');
  writeFileSync(at('file.yaml'), scenario('./desk.json'));
  writeFileSync(at('name.yaml'), scenario('desk/mine-q4'));
  writeFileSync(at('plain.yaml'), scenario('orin-nano-8gb/qwen2.5-3b-q4'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...more: string[]): ReturnType<typeof edgewise> =>
  edgewise(['run', ...more, '--json', '--quiet', '--workers', '1', '--force', '--out', join(folder, 'out')]);

interface Cells {
  readonly cells: readonly {
    readonly devices: readonly { readonly name: string }[];
    readonly metrics: object;
  }[];
}

const cellOf = (out: string): Cells['cells'][number] => (JSON.parse(out) as Cells).cells[0]!;

describe('a profile in a file', () => {
  test('is found beside the scenario, and by its name with --catalog; both are what the catalogue would run', async () => {
    const file = await run(at('file.yaml'));
    const named = await run(at('name.yaml'), '--catalog', at('desk.json'));
    const plain = await run(at('plain.yaml'));
    expect([file.err, named.err, plain.err]).toEqual(['', '', '']);
    expect(cellOf(file.out).devices[0]!.name).toBe('desk/mine-q4#1');
    expect(cellOf(file.out)).toEqual(cellOf(named.out));
    expect(cellOf(file.out).metrics).toEqual(cellOf(plain.out).metrics);
  });

  test('may stand among what may be bought, and be a cloud', async () => {
    const cloud = ['--set', 'cloud={profile: ./cloud.json}', '--set', 'fallback=cloud'];
    const plan = ['--set', 'plan={candidates: [{ profile: ./desk.json, price: 1 $, count: 1..2 }]}'];
    const dry = await edgewise([
      'plan',
      at('file.yaml'),
      ...cloud,
      ...plan,
      '--set',
      'strategy=leastQueue',
      '--dry-run',
    ]);
    expect([dry.code, dry.out]).toEqual([0, expect.stringContaining('2 fleets at one level')]);
    const byName = [
      '--set',
      'cloud={profile: mine/large}',
      '--set',
      'fleet.0.profile=desk/two-q4',
      '--dry-run',
    ];
    const both = await edgewise(['run', at('name.yaml'), '--catalog', at('both.json'), ...byName]);
    expect(both.code).toBe(0);
    expect(both.err).toContain('the quality of mine/large is not known');
  });

  test.each([
    ['./nowhere.json', 'there is no file ./nowhere.json'],
    ['./bad.json', './bad.json is no profile: pace: step is missing'],
    ['./other.json', 'it has neither pace, as machines do, nor price, as clouds do; it has levels'],
    ['./broken.json', './broken.json is no JSON'],
    ['./both.json', './both.json has several profiles: --catalog ./both.json finds each by its name'],
    ['./cloud.json', './cloud.json has no profile of a machine'],
  ])('that is not there or not right is one screen: %s', async (name, said) => {
    const { code, err } = await run(at('file.yaml'), '--set', `fleet.0.profile=${name}`);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(err.trim().split('\n').length).toBeLessThan(6);
    expect(err).not.toContain('    at ');
  });

  test('of --catalog that is not right is one line', async () => {
    const { code, err } = await run(at('name.yaml'), '--catalog', at('bad.json'));
    expect(code).toBe(2);
    expect(err).toMatch(/^edgewise: --catalog: .*bad\.json is no profile: pace: step is missing/);
  });
});
