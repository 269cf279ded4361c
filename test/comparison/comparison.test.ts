import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RealLog } from '../../src/logs/answers.ts';
import { comparison, type LogComparison } from '../../src/comparison/comparison.ts';
import { figuresOf, overtaken } from '../../src/comparison/figures.ts';
import { comparisonFigures } from '../../src/comparison/report/figures.ts';
import { REPLAY, replay } from '../../src/comparison/replay.ts';
import { createStreams } from '../../src/kernel/random.ts';
import { readLog } from '../../src/logs/readLog.ts';
import { readRealLog } from '../../src/logs/realLog.ts';
import { read } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { edgewise } from '../cli/captured.ts';
import { inFolder } from '../cli/folder.ts';
import { sourceOf as bytesOf } from '../world/context.ts';

inFolder();

const PACE = {
  prefill: { fixed: 0.01, perToken: 0.001 },
  step: { fixed: 0.006, perSequence: 0.001, perCachedToken: 2e-6 },
};
const POWER = { idle: 5, prefill: 12, decode: 10 };

function scenario(pace: unknown = PACE, more: object = {}): Scenario {
  const entry = {
    profile: { name: 'desk/tiny-q4', pace, power: POWER },
    slots: 2,
    device: { kind: 'batching', prefill: 'chunked' },
    ...more,
  };
  return read(JSON.stringify({ name: 'desk', workload: REPLAY, fleet: [entry] }), { file: 'desk' }).cells[0]!
    .scenario;
}

/** A log as the simulator itself would have made it, at a server with that scenario. */
function made(server: Scenario, size = 300): RealLog {
  const random = createStreams(7, 0)('log');
  const arrival = new Float64Array(size);
  for (let k = 1; k < size; k++) arrival[k] = arrival[k - 1]! + random.exponential() * 0.4;
  const whole = (low: number, high: number): Int32Array =>
    Int32Array.from(arrival, () => Math.round(low + (high - low) * random.uniform()));
  const log: RealLog = {
    name: 'log',
    arrival,
    prompt: whole(20, 200),
    output: whole(5, 60),
    tenant: Array.from(arrival, () => 'a'),
    firstToken: arrival,
    end: arrival,
    status: Array.from(arrival, () => 'ok' as const),
    server: {},
  };
  return { ...log, ...replay(log, server, 1), output: log.output };
}

const compared = (log: RealLog, model: Scenario, draws = 0): LogComparison =>
  comparison(log, model, { name: 'desk', seed: 1, draws });

/** The same server with one part of its pace that many times slower. */
function slower(part: 'prefill' | 'step', factor: number): unknown {
  return {
    ...PACE,
    [part]: Object.fromEntries(Object.entries(PACE[part]).map(([name, value]) => [name, value * factor])),
  };
}

describe('a log of the simulator itself', () => {
  it('is explained by nothing that does not bring it nearer', () => {
    const { compared: found } = compared(made(scenario()), scenario());
    expect(found.explanations).toEqual([]);
    expect(found.explained).toMatch(/^Nothing to explain/);
  });

  it('without first tokens is compared by whole answers, and that is said', () => {
    const whole = made(scenario());
    const log = { ...whole, firstToken: new Float64Array(whole.arrival.length).fill(NaN) };
    const { compared: found, simulated } = compared(log, scenario(slower('step', 1.3)));
    expect(found.figures.map(({ figure }) => figure.split('.')[0])).not.toContain('ttft');
    expect(found.figures.find(({ figure }) => figure === 'e2e.p50')!.error).toBeGreaterThan(0.1);
    expect(found.explained).toMatch(/a decode step \d+ % faster/);
    expect(found.notes[0]).toMatch(/does not say when first tokens came/);
    expect(
      comparisonFigures(log, simulated).map(({ spec }) => JSON.stringify(spec).includes('First token')),
    ).toEqual([false, false]);
  });

  it('has no error at all', () => {
    const { compared: found } = compared(made(scenario()), scenario());
    for (const { figure, error, real } of found.figures) {
      expect(real, figure).toBeGreaterThan(0);
      expect(error, figure).toBeCloseTo(0, 9);
    }
    expect(found.verdict.outcome).toBe('close');
    expect(found.explained).toContain('Nothing to explain');
    expect(found.figures.map(({ figure }) => figure)).toEqual([
      ...['ttft', 'tpot', 'e2e'].flatMap((name) =>
        ['mean', 'p50', 'p90', 'p95', 'p99'].map((of) => `${name}.${of}`),
      ),
      'utilization',
    ]);
  });

  it.each([
    ['prefill', 1.5, /prefill (4[5-9]|5[0-5]) % slower/],
    ['step', 1.4, /a decode step (3[5-9]|4[0-5]) % slower/],
    ['step', 0.7, /a decode step (2[5-9]|3[0-5]) % faster/],
  ] as const)(
    'at a server whose %s takes %d times as long names that, and by how much',
    (part, factor, words) => {
      const { compared: found } = compared(made(scenario(slower(part, factor))), scenario());
      expect(found.explanations[0]!.what).toBe(part);
      expect(found.explanations[0]!.text).toMatch(words);
      expect(found.explanations[0]!.left).toBeLessThan(0.02);
      expect(found.explained).toContain(`Most likely cause: ${found.explanations[0]!.text}`);
    },
  );

  it('moves with service time the more the busier the server is, and says so of every figure', () => {
    const log = made(scenario());
    const calm = { ...log, arrival: Float64Array.from(log.arrival, (at) => 20 * at) };
    const e2e = (recorded: RealLog): number =>
      compared(
        { ...recorded, ...replay(recorded, scenario(), 1), output: log.output },
        scenario(),
      ).compared.figures.find(({ figure }) => figure === 'e2e.mean')!.moves!;
    expect(e2e(calm)).toBeGreaterThan(0.9);
    expect(e2e(calm)).toBeLessThan(1.1);
    expect(e2e(log)).toBeGreaterThan(1.3);
  });

  it('at a server that takes 60 ms more for each request names that', () => {
    const late = { ...PACE, prefill: { ...PACE.prefill, outside: 0.06 } };
    const [best] = compared(made(scenario(late)), scenario()).compared.explanations;
    expect(best!.what).toBe('overhead');
    expect(best!.text).toMatch(/^(5[5-9]|6[0-5]) ms more for every request$/);
  });

  it('at a server that lets decoding pause for prompts names the order', () => {
    const log = made(scenario(PACE, { device: { kind: 'batching', prefill: 'blocking' } }));
    const order = compared(log, scenario()).compared.explanations.find(({ what }) => what === 'queue order');
    expect(order!.text).toContain('prompts while decoding pauses');
    expect(order!.left).toBeCloseTo(0, 6);
  });

  it('that refuses while a cloud answers for the simulated one says so, and how to compare the machines alone', () => {
    const log = made(scenario());
    const turned = {
      ...log,
      status: log.status.map((one, k) => (k % 50 === 0 ? ('refused' as const) : one)),
    };
    const notes = (model: Scenario): string => compared(turned, model).compared.notes.join('\n');
    expect(notes(scenario())).toContain("the scenario's queue and limits differ from the server's");
    const file = {
      name: 'desk',
      workload: REPLAY,
      fallback: 'cloud',
      cloud: { profile: 'openai/gpt-4o-mini' },
    };
    const fleet = [{ profile: { name: 'desk/tiny-q4', pace: PACE, power: POWER }, slots: 2 }];
    const beside = read(JSON.stringify({ ...file, fleet }), { file: 'desk' }).cells[0]!.scenario;
    expect(notes(beside)).toContain('--set fallback=drop compares the machines alone');
  });

  it('that is twice as slow is off, and says not to plan with it', () => {
    const { verdict } = compared(made(scenario(slower('step', 2))), scenario()).compared;
    expect(verdict.outcome).toBe('off');
    expect(verdict.text).toContain('Do not plan with it');
  });

  it('lies within the intervals of a profile that is unsure, and outside of those of one that is sure and wrong', () => {
    const unsure = (sd: number): Scenario =>
      read(
        JSON.stringify({
          name: 'desk',
          workload: REPLAY,
          fleet: [
            {
              profile: { name: 'desk/tiny-q4', pace: PACE, power: POWER, uncertainty: sd },
              slots: 2,
              device: { kind: 'batching', prefill: 'chunked' },
            },
          ],
        }),
        { file: 'desk' },
      ).cells[0]!.scenario;
    const log = made(scenario(slower('step', 1.2)));
    const within = (sd: number): number =>
      compared(log, unsure(sd), 40).compared.figures.filter(
        ({ real, model95 }) => model95 !== null && real >= model95[0] && real <= model95[1],
      ).length;
    expect(within(0.15)).toBeGreaterThan(12);
    expect(within(0.01)).toBeLessThan(4);
  });
});

describe('figures', () => {
  const log = made(scenario(), 5);
  const answers = {
    ...log,
    arrival: [0, 1, 2, 3, 10],
    firstToken: [0.5, 1.5, NaN, 3.25, 10.5],
    end: [1, 2.5, NaN, 4, 11],
    output: [2, 5, 9, 1, 3],
    status: ['ok', 'ok', 'refused', 'ok', 'ok'] as const,
  };

  it('are those of a pencil', () => {
    const found = figuresOf(answers);
    expect(found.get('ttft.mean')).toBeCloseTo((0.5 + 0.5 + 0.25 + 0.5) / 4, 12);
    expect(found.get('e2e.p50')).toBeCloseTo(1, 12);
    expect(found.get('tpot.mean')).toBeCloseTo((0.5 + 0.25 + 0.25) / 3, 12);
    expect(found.get('refused')).toBe(0.2);
    // 0 to 1, 1 to 2.5 and 3 to 4, of 10.
    expect(found.get('utilization')).toBeCloseTo(0.35, 12);
  });

  it('tell who was answered before somebody who came earlier', () => {
    expect(overtaken(answers)).toBe(0);
    expect(overtaken({ ...answers, firstToken: [1.6, 1.5, NaN, 3.25, 10.5] })).toBe(0.25);
  });
});

describe('a log in a file', () => {
  const line = (fields: object): string =>
    JSON.stringify({ prompt: 50, output: 9, asked: 9, tenant: 'a', status: 'ok', ...fields });
  const head = JSON.stringify({
    log: 'edgewise.log/1',
    started: '2026-11-27T10:00:00Z',
    endpoint: 'http://desk:1',
    model: 'tiny',
    server: { kind: 'vllm' },
    slots: 8,
    load: 'grid',
  });

  it('has what became of every request, in order of arrival', () => {
    const text = [
      head,
      line({ request: 1, arrival: 2, firstToken: 2.5, end: 3 }),
      line({ request: 0, arrival: 0.5, firstToken: 1, end: 1.5 }),
      line({ request: 2, arrival: 3, firstToken: null, end: 3, status: 'refused', output: 0 }),
      line({ request: 3, arrival: 4, firstToken: 4.5, end: 5, status: 'cancelled', output: 0 }),
      line({ request: 4, arrival: 5, firstToken: null, end: 9, status: 'error', output: 0 }),
    ].join('\n');
    const log = readRealLog('log.jsonl', bytesOf(text));
    expect([...(log.arrival as Float64Array)]).toEqual([0, 1.5, 2.5, 3.5, 4.5]);
    expect(log.status).toEqual(['ok', 'ok', 'refused', 'cancelled', 'error']);
    expect([...(log.output as Int32Array)]).toEqual([9, 9, 9, 9, 9]);
    expect(log.firstToken[0]).toBe(0.5);
    expect(log.server).toEqual({
      endpoint: 'http://desk:1',
      model: 'tiny',
      kind: 'vllm',
      slots: 8,
      closed: true,
    });
  });

  it('is read from a table too, whose names end in units', () => {
    const text =
      'request,arrival_s,prompt_tokens,output_tokens,first_token_s,end_s,ok\n0,0.25,10,5,0.5,0.75,1\n1,0.5,20,5,1,1.5,0\n';
    const log = readRealLog('open.csv', bytesOf(text));
    expect(log.status).toEqual(['ok', 'error']);
    expect([log.firstToken[0], log.end[0]]).toEqual([0.25, 0.5]);
  });

  it('has decimal commas where semicolons separate its columns, and only there', () => {
    const text = 'time;prompt_tokens;completion_tokens;ttft;duration\n0,5;10;5;0,25;1,5\n2,75;20;5;0.5;2';
    const { arrival, firstToken, end } = readRealLog('took.csv', bytesOf(text));
    expect([arrival, firstToken, end].map((column) => Array.from(column))).toEqual([
      [0, 2.25],
      [0.25, 2.75],
      [1.5, 4.25],
    ]);
    expect(Array.from(readLog('took.csv', bytesOf(text)).arrival)).toEqual([0, 2.25]);
    const quoted = text.replaceAll(';', '\t');
    expect(() => readRealLog('took.csv', bytesOf(quoted))).toThrow(/took.csv:2: a time cannot be "0,5"/);
  });

  it('is read from one that says how long answers took', () => {
    const text = (unit: string, per: number): string =>
      `time,prompt_tokens,completion_tokens,status,ttft${unit},duration${unit}\n09.11.2026 07:04:10,10,5,ok,${0.25 * per},${0.5 * per}\n09.11.2026 07:04:12,20,5,error,,${2 * per}\n`;
    for (const [unit, per] of [
      ['', 1],
      ['_s', 1],
      ['_ms', 1000],
    ] as const) {
      const log = readRealLog('took.csv', bytesOf(text(unit, per)));
      expect(log.status).toEqual(['ok', 'error']);
      expect(Array.from(log.firstToken)).toEqual([0.25, NaN]);
      expect(Array.from(log.end)).toEqual([0.5, 4]);
    }
    expect(() => readRealLog('took.csv', bytesOf(text('', 1).replace('0.25', 'soon')))).toThrow(
      /took.csv:2: how long it took cannot be "soon"/,
    );
  });

  it('may say when answers ended alone', () => {
    const text = 'time,prompt_tokens,completion_tokens,latency_ms\n0,10,5,500\n2,20,5,\n';
    const log = readRealLog('gate.csv', bytesOf(text));
    expect(log.status).toEqual(['ok', 'error']);
    expect([...(log.end as Float64Array)]).toEqual([0.5, NaN]);
    expect([...(log.firstToken as Float64Array)]).toEqual([NaN, NaN]);
  });

  it('without times of answers is refused, with what is wanted', () => {
    expect(() => readRealLog('in.csv', bytesOf('arrival,prompt,output\n0,1,1\n'))).toThrow(
      /does not say when answers ended.*first_token_at and ended_at.*workload: { kind: trace, file: in.csv }/s,
    );
  });
});

const OPEN = join(import.meta.dirname, '../../../shared/data/llama-server/open-s60.csv');

describe.skipIf(!existsSync(OPEN))('a real llama-server (skipped where ../shared is not there)', () => {
  it('was busy as its core was, by the log alone', () => {
    const log = readRealLog('open-s60.csv', bytesOf(readFileSync(OPEN, 'utf8')));
    const found = figuresOf(log);
    expect(found.get('e2e.mean')).toBeCloseTo(0.544, 3);
    expect(found.get('ttft.p99')).toBeCloseTo(1.31, 2);
    expect(Math.abs(found.get('utilization')! - 0.588)).toBeLessThan(0.01);
  });

  it('is compared with a profile on a screen, a page and in JSON', async () => {
    writeFileSync('desk.json', JSON.stringify({ name: 'desk/tiny-q4', pace: PACE, power: POWER }));
    const { code, out, err } = await edgewise([
      'compare',
      OPEN,
      'desk.json',
      '--slots',
      '1',
      '--draws',
      '0',
      '--out',
      'cmp',
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/ttft\.p50 +0\.277 s/);
    expect(err).toContain('replayed once and some more');
    expect(out).toMatch(/^(Close|Fair|Off): a median error of/m);
    for (const name of ['report.html', 'compare.json', 'figures/distributions.svg', 'figures/requests.png'])
      expect(existsSync(join('cmp', name)), name).toBe(true);
    const json = JSON.parse(readFileSync('cmp/compare.json', 'utf8')) as { figures: { figure: string }[] };
    expect(json).toMatchObject({ schema: 'edgewise.compare/1', requests: 220 });
    expect(json.figures).toContainEqual(expect.objectContaining({ figure: 'ttft.p50', model95: null }));
    expect(
      (
        await edgewise([
          'compare',
          OPEN,
          'desk.json',
          '--slots',
          '1',
          '--draws',
          '0',
          '--out',
          'cmp2',
          '--json',
        ])
      ).out,
    ).toBe(readFileSync('cmp/compare.json', 'utf8'));
  });

  it.each([
    [['compare', OPEN, 'orin-nano-8gb/qwen2.5-3b-q5'], 'a profile of the catalogue; did you mean'],
    [['compare', 'nowhere.jsonl', 'desk.json'], 'nowhere.jsonl: cannot be read'],
    [['compare', OPEN, 'small.yaml'], 'has 2 cells, but only one can be compared'],
    [['compare', OPEN, 'small.yaml', '--slots', '2'], 'for a profile'],
    [['compare', OPEN, 'desk.json', '--draws', '8'], 'fewer give no interval'],
    [['compare', OPEN, 'desk.json', '--server', 'vlm'], 'llama-server, ollama, vllm, tgi'],
  ])('%j is a mistake of one screen', async (args, says) => {
    const { code, err } = await edgewise(args);
    expect(code).toBe(2);
    expect(err).toContain(says);
  });
});
