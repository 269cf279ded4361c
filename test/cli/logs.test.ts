/** What somebody with a log of their own is told, whatever their log looks like. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { edgewise } from './captured.ts';
import { inFolder } from './folder.ts';

const folder = inFolder();
const MONDAY = Date.UTC(2026, 2, 2, 8);

interface Row {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly prompt: number;
  readonly output: number;
  readonly user: string;
  readonly status: number;
}

/** Forty requests on working days, four at weekends, from eight in the morning on, ten minutes apart; one of them failed. */
const week: readonly Row[] = Array.from({ length: 7 }, (_, day) =>
  Array.from({ length: day < 5 ? 40 : 4 }, (_, k) => ({
    at: MONDAY + day * 86_400_000 + k * 600_000 + ((k * 7919 + day * 104_729) % 400_000),
    prompt: 40 + ((k * 37 + day * 11) % 300),
    output: 30 + ((k * 53 + day * 17) % 200),
    user: ['anna', 'ben', '=carla'][k % 3]!,
    status: day === 2 && k === 5 ? 500 : 200,
  })),
).flat();

const inBerlin = ({ at }: Row): string => `${new Date(at + 3_600_000).toISOString().slice(0, -1)}+01:00`;
const table = (separator: string, head: readonly string[], row: (row: Row) => (string | number)[]): string =>
  [head, ...week.map(row)].map((cells) => cells.join(separator)).join('\r\n');

const NAMES = ['timestamp', 'prompt_tokens', 'completion_tokens', 'user', 'status'];
const usual = ({ prompt, output, user, status }: Row): (string | number)[] => [prompt, output, user, status];
const FILES: Readonly<Record<string, string>> = {
  'milliseconds.csv': table(',', NAMES, (row) => [row.at, ...usual(row)]),
  'seconds.csv': table(',', NAMES, (row) => [row.at / 1000, ...usual(row)]),
  'microseconds.csv': table(',', NAMES, (row) => [row.at * 1000, ...usual(row)]),
  'nanoseconds.csv': table(',', NAMES, (row) => [`${row.at}000000`, ...usual(row)]),
  'zones.csv': table(';', NAMES, (row) => [inBerlin(row), ...usual(row)]),
  'tabs.tsv': table('\t', NAMES, (row) => [row.at, ...usual(row)]),
  'lines.jsonl': week
    .map(({ at, prompt, output, user, status }) =>
      JSON.stringify({
        created_at: new Date(at).toISOString(),
        usage: { prompt_tokens: prompt, completion_tokens: output },
        user,
        status,
      }),
    )
    .join('\n'),
  'completed.csv': [
    NAMES.join(','),
    ...[...week]
      .sort((a, b) => a.at + 4000 * a.output - b.at - 4000 * b.output)
      .map((row) => [row.at, ...usual(row)].join(',')),
  ].join('\n'),
};

const SCENARIO = `name: mine
replications: 3
workload: { kind: trace, file: milliseconds.csv }
fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, queue: 4 }]
strategy: loadAware
fallback: cloud
cloud: { profile: openai/gpt-4o-mini }
slo: { ttft: 3s, e2e: 30s }
plan:
  candidates: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, price: 249 $, count: 0..2 }]
  lifetime: 1095d
`;

beforeAll(() => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder.path, name), text);
  writeFileSync(join(folder.path, 'mine.yaml'), SCENARIO);
});

let runs = 0;

/** A run of it with these settings: what was printed, words apart by one blank, and the folder. */
async function run(
  ...set: readonly string[]
): Promise<{ code: number; text: string; err: string; out: string }> {
  const out = `out/${++runs}`;
  const settings = set.flatMap((one) => ['--set', one]);
  const said = await edgewise(['run', 'mine.yaml', '--workers', '1', '--out', out, ...settings]);
  return {
    code: said.code,
    text: said.out.replaceAll(/\s+/g, ' '),
    err: said.err.replaceAll(/\s+/g, ' '),
    out,
  };
}

const arrivals = (out: string): string[] =>
  readFileSync(join(folder.path, out, 'tenants.csv'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('0,0,'))
    .map((line) => line.split(',').slice(2, 4).join(' '));

describe('a log of a week', () => {
  it.each([
    ['milliseconds.csv', 'CSV; times are epoch milliseconds, 2 to 8 March 2026'],
    ['seconds.csv', 'CSV; times are epoch seconds, 2 to 8 March 2026'],
    ['microseconds.csv', 'CSV; times are epoch microseconds, 2 to 8 March 2026'],
    ['nanoseconds.csv', 'CSV; times are epoch nanoseconds, 2 to 8 March 2026'],
    ['zones.csv', 'CSV with semicolons; times are dates and times with their zone, 2 to 8 March 2026'],
    ['tabs.tsv', 'CSV with tabs; times are epoch milliseconds, 2 to 8 March 2026'],
    ['lines.jsonl', 'JSON Lines; times are dates and times with their zone, 2 to 8 March 2026'],
    ['completed.csv', 'rows are not in order of arrival: sorted on reading'],
  ])('%s is the same demand, and how it was read is said', async (file, words) => {
    const { code, text, out } = await run(`workload.file=${file}`);
    expect(code).toBe(0);
    expect(text).toContain('Demand: one recorded week, 207 requests (2 to 8 March 2026).');
    expect(text).toContain(words);
    expect(text).toContain('rows left out: 1 that ended in an error (errors: keep takes them in)');
    expect(text).toContain('tenant user (3 names)');
    expect(arrivals(out)).toEqual(['anna 74', 'ben 67', "'=carla 66"]);
  });

  it('is one sample: no interval is of demand, and it is not backlogged for being the same every time', async () => {
    const { text, out } = await run();
    expect(text).toContain(
      'That is one sample of demand: intervals are of routing and cloud alone, and say nothing of demand that was not recorded.',
    );
    expect(text).toContain('The run is stable');
    const { cells } = JSON.parse(readFileSync(join(folder.path, out, 'summary.json'), 'utf8')) as {
      cells: { verdict: string; metrics: Record<string, { ci95: unknown }> }[];
    };
    expect(cells[0]!.verdict).toBe('stable');
    expect(cells[0]!.metrics['slo.attainment']!.ci95).toBeNull();
    expect(readFileSync(join(folder.path, out, 'report.html'), 'utf8')).toContain(
      'one recorded week, 207 requests (2 to 8 March 2026)',
    );
    const shown = await edgewise(['show', out]);
    expect(shown.out).toContain('one recorded week, 207 requests');
  });

  it('of one morning that gets busier is not backlogged either', async () => {
    const { text } = await run('workload.to=3h');
    expect(text).toContain('recorded hours');
    expect(text).toContain('The run is stable');
  });

  it('drawn in blocks has intervals over demand, and says of how many: a Sunday that ends at nine is no whole day', async () => {
    const { text } = await run('workload.resample={ block: 1d }');
    expect(text).toContain(
      'Intervals are over demand as well: replications draw from 6 recorded blocks of a day',
    );
    expect(text).toContain('each run draws 6 of its 6 whole blocks of a day anew');
    expect(text).toMatch(/[\d,]+ ± [\d,]+ requests arrived in a run/);
  });

  it('cannot be drawn in weeks: one is none to draw from, and what to write is said', async () => {
    const { code, err } = await run('workload.resample={ block: 1w }');
    expect(code).toBe(2);
    expect(err).toContain('and two at least are needed: write block: 1d');
  });

  it('grows by other users in the same hours, and says so', async () => {
    const { text } = await run('workload.rateScale=3');
    expect(text).toContain(
      '3 times the requests, the added ones as of other users in the same hours, who are “all others” where tenants are listed',
    );
    expect(text).toMatch(/all others\s+414/);
    expect(text).toContain('621 requests arrived in a run');
  });

  it('whose times count something else than they seem to is doubted', async () => {
    writeFileSync(
      join(folder.path, 'odd.csv'),
      table(',', ['time', 'prompt', 'output'], ({ at, prompt, output }) => [at - MONDAY, prompt, output]),
    );
    const { text } = await run('workload.file=odd.csv');
    expect(text).toContain(
      'the log goes over 16 years by its times: are they milliseconds? unit: ms says so',
    );
    expect(text).toContain('the offered load is under 0.1 %');
    const told = await run('workload.file=odd.csv', 'workload.unit=ms');
    expect(told.text).toContain('Demand: one recorded week, 208 requests');
    expect(told.text).not.toContain('warning the log goes over');
  });

  it('whose days begin in a zone that does not exist is told what a zone is', async () => {
    const { code, err } = await run('workload.zone=Europe/Berln');
    expect(code).toBe(2);
    expect(err).toContain('allowed: a time zone, for instance Europe/Berlin');
  });

  it('whose columns have names of their own is asked which is which', async () => {
    writeFileSync(
      join(folder.path, 'own.csv'),
      table(';', ['wann', 'rein', 'raus'], ({ at, prompt, output }) => [at, prompt, output]),
    );
    const { code, err } = await run('workload.file=own.csv');
    expect(code).toBe(2);
    expect(err).toContain('the log has wann, rein, raus; say which is which, as columns: { time: ...,');
    const named = await run(
      'workload.file=own.csv',
      'workload.columns={ time: wann, prompt: rein, output: raus }',
    );
    expect(named.text).toContain('columns: time wann, prompt tokens rein, output tokens raus');
  });

  it.each([
    ['plan', 'a plan for other demand cannot be made from that'],
    ['plan --set plan.per=day', 'a plan for other days cannot be made from that'],
  ])('%s refuses to speak of what was not recorded, and says what to write', async (typed, words) => {
    const [command, ...more] = typed.split(' ');
    const { code, err } = await edgewise([command!, 'mine.yaml', ...more, '--out', `out/${++runs}`]);
    const text = err.replaceAll(/\s+/g, ' ');
    expect(code).toBe(2);
    expect(text).toContain('the demand is one recorded week, 207 requests, the same in every run');
    expect(text).toContain(words);
    expect(text).toContain('write resample: { block: 1d } in the workload');
  });
});
