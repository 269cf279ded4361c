import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFiles } from '../../src/calibration/read.ts';
import { readRealLog } from '../../src/logs/realLog.ts';
import type { Replication } from '../../src/results.ts';
import { read } from '../../src/scenario/read.ts';
import { tableOf } from '../../src/store/csvText.ts';
import { partPath } from '../../src/store/requestParts.ts';
import { TEXT_FORMS, type RequestForm } from '../../src/store/requestForm.ts';
import { REQUEST_TEXTS } from '../../src/store/requestTexts.ts';
import { runner } from '../../src/store/loggingRunner.ts';
import { sources } from '../../src/store/sources.ts';
import { holdsEveryRun } from './requestText.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edgewise-requests-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BOARD = {
  name: 'board',
  pace: { prefill: { fixed: 0.1, perToken: 0.002 }, step: { fixed: 0.05 } },
  power: { idle: 5, prefill: 15, decode: 12 },
};

/** Machines that fail, requests that try again, clients who leave, a cloud that says 429. */
const TROUBLED = {
  name: 'troubled',
  duration: '20m',
  workload: {
    arrivals: { kind: 'poisson', rate: '0.8/s' },
    prompt: { kind: 'lognormal', mean: 80, cv: 0.6 },
    output: { kind: 'lognormal', mean: 120, cv: 0.6 },
    tenants: 5,
  },
  fleet: [
    { profile: BOARD, count: 3, queue: 2, failures: { every: '4m', repair: '1m' }, inFlight: 'elsewhere' },
    { profile: { ...BOARD, name: 'desk' }, count: 1, slots: 4, device: 'batching', queue: 2 },
  ],
  limits: [
    { kind: 'slidingWindow', scope: 'device', window: '60s', capacity: 0.9 },
    { kind: 'tokenBucket', scope: 'cloud', rate: '5/s', burst: 400, in: 'tokens' },
  ],
  retry: { elsewhere: 1, later: { first: '2s', most: 2 } },
  patience: { firstToken: '9s', answer: '25s' },
  strategy: 'weighted',
  fallback: 'cloud',
  cloud: { profile: 'openai/gpt-4' },
};

interface Logged {
  readonly result: Replication;
  readonly text: string;
  readonly bytes: Buffer;
}

function logged(scenario: object, form: RequestForm = 'jsonl'): Logged {
  const [cell] = read(JSON.stringify(scenario), { file: 'scenario' }).cells;
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const run = runner({ base: folder, requests: { folder: join(folder, 'logs'), form } });
  const job = {
    cell: 0,
    replication: 0,
    draw: null,
    seed: 3,
    scenario: cell!.scenario,
    keep: 'none',
  } as const;
  const result = run(job, () => undefined);
  const bytes = readFileSync(partPath(join(folder, 'logs'), job, form));
  // Parts have no header: the whole file gets it.
  const header = form === 'parquet' ? '' : REQUEST_TEXTS[form].head(false);
  return { result, text: header + bytes.toString(), bytes };
}

interface Leg {
  readonly machine?: string;
  readonly refused?: string;
  readonly ended?: string;
  readonly at?: number;
  readonly from?: number;
  readonly start?: number;
  readonly firstToken?: number;
  readonly end?: number;
  readonly joules?: number;
  readonly dollars?: number;
}

interface Line {
  readonly request: number;
  readonly arrival: number;
  readonly tenant: string;
  readonly prompt: number;
  readonly output: number;
  readonly firstToken: number | null;
  readonly end: number;
  readonly status: string;
  readonly outcome: string;
  readonly inFlight: number;
  readonly machine?: string;
  readonly reason?: string;
  readonly start: number | null;
  readonly joules: number;
  readonly dollars: number;
  readonly legs?: readonly Leg[];
}

const linesOf = (text: string): Line[] =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as Line);

describe('every request', () => {
  test('has a line in order of arrival, and the lines add up to the figures', () => {
    const { result, text } = logged(TROUBLED);
    const { metrics } = result;
    const lines = linesOf(text);
    expect(lines.map(({ request }) => request)).toEqual(lines.map((_, k) => k));
    expect(lines.every(({ arrival }, k) => k === 0 || arrival >= lines[k - 1]!.arrival)).toBe(true);
    expect(lines).toHaveLength(metrics['arrived']!);
    const count = (outcome: string): number => lines.filter((line) => line.outcome === outcome).length;
    expect(count('edge')).toBe(metrics['edge.served']);
    expect(count('cloud')).toBe(metrics['cloud.requests']);
    expect(count('failed')).toBe(metrics['failed']);
    expect(count('abandoned')).toBe(metrics['abandoned']);
    for (const outcome of ['edge', 'cloud', 'failed', 'abandoned']) expect(count(outcome)).toBeGreaterThan(2);
    const answered = lines.filter(({ firstToken }) => firstToken !== null);
    const ttft = answered.reduce((sum, { firstToken, arrival }) => sum + firstToken! - arrival, 0);
    expect(ttft / answered.length).toBeCloseTo(metrics['ttft.mean']!, 9);
  });

  test('has its legs, whose joules and dollars are its own and which follow each other', () => {
    const lines = linesOf(logged(TROUBLED).text);
    const several = lines.filter(({ legs }) => legs);
    expect(several.length).toBeGreaterThan(100);
    const kinds = new Set(several.flatMap(({ legs }) => legs!.map(({ refused, ended }) => refused ?? ended)));
    for (const kind of ['rateLimit', 'queueFull', 'deviceDown', 'cloudLimit', 'timeout', undefined])
      expect(kinds).toContain(kind);
    for (const { legs, joules, dollars, machine, status, arrival, end, start, firstToken } of several) {
      const sum = (of: (leg: Leg) => number): number => legs!.reduce((total, leg) => total + of(leg), 0);
      expect(sum((leg) => leg.joules ?? 0)).toBeCloseTo(joules, 8);
      expect(sum((leg) => leg.dollars ?? 0)).toBeCloseTo(dollars, 12);
      let now = arrival;
      for (const leg of legs!) {
        expect(leg.from ?? leg.at!).toBeGreaterThanOrEqual(now);
        now = leg.end ?? leg.at!;
      }
      const last = legs!.at(-1)!;
      if (status === 'ok') expect(last).toMatchObject({ machine, start, firstToken, end });
    }
  });

  test('of one that a machine took at once and answered has no legs beside itself', () => {
    const lines = linesOf(logged(TROUBLED).text).filter(({ legs }) => !legs);
    expect(lines.length).toBeGreaterThan(100);
    for (const { start, arrival, firstToken, end, machine, reason } of lines.filter(
      ({ status }) => status === 'ok',
    )) {
      expect([arrival <= start!, start! <= firstToken!, firstToken! <= end]).toEqual([true, true, true]);
      expect(machine).toMatch(/^(?:board|desk)#\d$|^cloud$/);
      expect(reason).toBeUndefined();
    }
  });

  test('says how many were there when it came', () => {
    const lines = linesOf(logged({ ...TROUBLED, patience: undefined }).text);
    for (const { arrival, inFlight, request } of lines.filter((_, k) => k % 17 === 0)) {
      const there = lines.filter((one) => one.request <= request && one.end > arrival).length;
      expect(inFlight).toBe(there);
    }
  });

  test('is the same in every form', async () => {
    const lines = linesOf(logged(TROUBLED).text);
    const { columns: names, rows } = tableOf(logged(TROUBLED, 'csv').text, 'requests.csv');
    const { buffer, byteOffset, length } = logged(TROUBLED, 'parquet').bytes;
    const table = await parquetReadObjects({
      file: buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer,
    });
    expect(rows).toHaveLength(lines.length);
    expect(table).toHaveLength(lines.length);
    lines.forEach((line, k) => {
      const {
        request,
        arrival,
        prompt,
        output,
        status,
        end,
        inFlight,
        outcome,
        joules,
        dollars,
        reason = null,
      } = line;
      const times = { arrival, end, joules, dollars, first: line.firstToken, started: line.start };
      const legs = line.legs ? JSON.stringify(line.legs) : null;
      const same = { request, prompt, output, status, inFlight, outcome, reason, legs };
      expect(table[k]).toMatchObject(same);
      for (const [name, time] of Object.entries(times))
        if (time === null) expect(table[k]![name]).toBe(null);
        else expect(Math.abs(Number(table[k]![name]) - time)).toBeLessThan(1e-9);
      const cell = (name: string): string => rows[k]![names.indexOf(name)]!;
      for (const [name, value] of Object.entries({ ...same, ...times }))
        expect(cell(name)).toBe(value === null ? '' : String(value));
    });
  });
});

/** A log as another scenario reads it: the first row is its second 0. */
const fromFirst = (lines: readonly Line[]): unknown[] =>
  lines.map(({ prompt, output, tenant, machine, outcome, legs }) => ({
    prompt,
    output,
    tenant,
    outcome,
    machine,
    legs: legs?.map((leg) => [leg.machine, leg.refused ?? leg.ended]),
  }));

describe('text', () => {
  test.each(TEXT_FORMS)('%s has a line for each request, and its runs are found again', (form) => {
    holdsEveryRun(REQUEST_TEXTS[form], folder);
  });
});

describe('what is logged', () => {
  /** Nothing in it is random but the requests: the same requests meet the same fate. */
  const certain = {
    ...TROUBLED,
    retry: undefined,
    strategy: 'roundRobin',
    fleet: [{ profile: BOARD, count: 3, queue: 2 }],
    limits: [TROUBLED.limits[0]],
    patience: undefined,
    fallback: 'drop',
    cloud: undefined,
  };

  test('replays the same: read as a trace, every request goes where it went, at the time it did', () => {
    const first = logged(certain);

    writeLog('first.jsonl', first.text);
    const workload = { kind: 'trace', file: 'first.jsonl', errors: 'keep' };
    const again = logged({ ...certain, workload, duration: undefined });
    const [one, two] = [linesOf(first.text), linesOf(again.text)];
    expect(new Set(one.map(({ outcome }) => outcome))).toEqual(new Set(['edge', 'dropped']));
    expect(fromFirst(two)).toEqual(fromFirst(one));
    const shift = one[0]!.arrival;
    two.forEach((line, k) => {
      expect(line.arrival).toBeCloseTo(one[k]!.arrival - shift, 9);
      expect(line.end).toBeCloseTo(one[k]!.end - shift, 6);
    });
    // From there on to the bit.
    writeLog('second.jsonl', again.text);
    const third = logged({
      ...certain,
      workload: { ...workload, file: 'second.jsonl' },
      duration: undefined,
    });
    expect(third.text).toBe(again.text);
  });

  test('is read as a recorded log: by compare, by calibrate', () => {
    const { text, result } = logged(certain);
    writeLog('log.jsonl', text);
    const real = readRealLog('log.jsonl', sources(folder)('log.jsonl'));
    const lines = linesOf(text);
    expect(real.status.filter((status) => status === 'refused')).toHaveLength(result.metrics['dropped']!);
    const ttft = real.status.flatMap((status, k) =>
      status === 'ok' ? [real.firstToken[k]! - real.arrival[k]!] : [],
    );
    expect(ttft.reduce((a, b) => a + b) / ttft.length).toBeCloseTo(result.metrics['ttft.mean']!, 9);
    expect(Array.from(real.output)).toEqual(lines.map(({ output }) => output));
    const { measurements, broken } = readFiles([{ name: 'log.jsonl', text }]);
    expect(broken).toEqual([]);
    expect(measurements).toHaveLength(result.metrics['edge.served']!);
  });

  test('is of one run: where another begins, a trace says so', () => {
    const jsonl = logged(certain).text;
    writeLog('two.jsonl', jsonl + jsonl.replace('"replication":0', '"replication":1'));
    const csv = logged(certain, 'csv').text;
    const [header, ...rows] = csv.trimEnd().split('\n');
    writeLog('two.csv', [header, ...rows, ...rows.map((row) => row.replace(/^0,0/, '0,1')), ''].join('\n'));
    for (const file of ['two.jsonl', 'two.csv'])
      expect(() => logged({ ...certain, workload: { kind: 'trace', file }, duration: undefined })).toThrow(
        new RegExp(`${file}:\\d+: another run begins here`),
      );
  });
});

function writeLog(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}
