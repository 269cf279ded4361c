/** `edgewise explain` as it is typed. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Explained, Late } from '../../../src/explain/result.ts';
import { plain } from '../../../src/report/format.ts';
import { TROUBLED } from '../../explain/world.ts';
import { edgewise } from '../captured.ts';
import { inFolder } from '../folder.ts';

inFolder();

const file = { ...TROUBLED, replications: 2, vary: { strategy: ['random', 'loadAware'] } };

beforeAll(async () => {
  writeFileSync('troubled.yaml', JSON.stringify(file));
  const run = await edgewise('run troubled.yaml --requests requests.jsonl --quiet --out done'.split(' '));
  expect(run.code).toBe(0);
});

/** The lines of one run in the log. */
function linesOf(cell: number, replication: number): Record<string, unknown>[] {
  const runs = readFileSync('done/requests.jsonl', 'utf8').split('{"log":').slice(1);
  const [, ...lines] = runs
    .find((run) => run.includes(`"cell":${cell},"replication":${replication},`))!
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** What a page says to somebody who reads it. */
function wordsOf(html: string): string {
  const bare = html
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  return flat(bare);
}

async function explained(args: string): Promise<Explained> {
  const { code, out, err } = await edgewise(['explain', 'done', ...args.split(' '), '--json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Explained;
}

describe('a run of some days without dates', () => {
  it('is explained in days and clocks, and has no progress to silence', async () => {
    writeFileSync(
      'days.yaml',
      'name: days\nduration: 3d\nworkload: { arrivals: { kind: deterministic, rate: 1/h }, prompt: 100, output: 100 }\nfleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4 }]\n',
    );
    const { out } = await edgewise(['explain', 'days.yaml', '--request', '30', '--choices', '0']);
    expect(out).toMatch(/came at 1 day \d+:00:00 \([\d,]+ s\)/);
    const quiet = await edgewise(['explain', 'days.yaml', '--request', '30', '--quiet']);
    expect(quiet).toMatchObject({ code: 2, out: '' });
    expect(quiet.err).toContain('explain: prints the explanation and warnings only');
  });
});

describe('a finished run, made again', () => {
  it('has each request as the log of the run has it, in any cell and replication', async () => {
    for (const [cell, replication, request] of [
      [0, 0, 17],
      [1, 1, 203],
    ] as const) {
      const { request: story, vary } = await explained(
        `--request ${request} --cell ${cell} --replication ${replication} --choices 1`,
      );
      const line = linesOf(cell, replication)[request]!;
      expect(vary).toEqual({ strategy: ['random', 'loadAware'][cell] });
      expect(story).toMatchObject({
        prompt: line['prompt'],
        output: line['output'],
        outcome: line['outcome'],
      });
      expect(story!.arrival).toBeCloseTo(line['arrival'] as number, 8);
      const legs = (line['legs'] as
        { readonly machine?: string; readonly refused?: string }[] | undefined) ?? [line];
      expect(story!.legs.map(({ machine }) => machine)).toEqual(legs.map(({ machine = null }) => machine));
      expect(story!.legs.filter(({ kind }) => kind === 'refused').map(({ reason }) => reason)).toEqual(
        legs.flatMap(({ refused }) => (refused === undefined ? [] : [refused])),
      );
    }
  });

  it('has the slowest answers of the log', async () => {
    const { worst } = await explained('--worst --cell strategy=loadAware');
    const latest = linesOf(1, 0)
      .filter(({ status }) => status === 'ok')
      .toSorted(
        (a, b) =>
          (b['end'] as number) - (b['arrival'] as number) - ((a['end'] as number) - (a['arrival'] as number)),
      )
      .slice(0, 10);
    expect(worst!.rows.map(({ request }) => request)).toEqual(latest.map(({ request }) => request));
  });

  it('is told on a screen, whose last lines are for going on', async () => {
    const { out, code } = await edgewise('explain done --worst 3 --refused 2'.split(' '));
    expect(code).toBe(0);
    expect(out).toMatch(/^troubled {2}cell 0 \(strategy random\), replication 0, seed 1$/m);
    expect(out).toMatch(/The 3 slowest of \d+ answers took [\d.]+ s on average/);
    // When it came stands beside which it was.
    const { worst } = await explained('--worst 1');
    const [{ request, arrival }] = worst!.rows as [Late];
    expect(out).toMatch(new RegExp(`^${plain(request)} .* ${plain(arrival)}$`, 'm'));
    expect(out).toMatch(/The edge refused \d+ of [\d,]+ requests/);
    const story = await edgewise('explain done --request 17'.split(' '));
    expect(story.out).toMatch(/^Request 17 came at [\d.]+ s with a prompt of \d+ tokens/m);
    expect(story.out).toMatch(/Why there/);
    expect(Math.max(...story.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('ends with its answer', async () => {
    const answer = async (args: string): Promise<string> =>
      (await edgewise(['explain', 'done', ...args.split(' ')])).out
        .split('\nAnswer ')[1]!
        .replaceAll(/\s+/g, ' ')
        .trim();
    const { worst, refused } = await explained('--worst 3 --refused 2');
    const said = await answer('--worst 3 --refused 2');
    const sum = worst!.rows.reduce((total, { seconds }) => total + seconds, 0) / 3;
    const [, seconds, of] = /the 3 slowest answers slow was mostly [^:]+: ([\d.]+) of ([\d.]+) s/.exec(said)!;
    expect(Number(of) / sum).toBeCloseTo(1, 2);
    // What they have more of than all answers, their own work not left out.
    const { parts, all } = worst!;
    const [chief] = (Object.keys(parts) as (keyof typeof parts)[]).toSorted(
      (a, b) => parts[b] - all[b] - (parts[a] - all[a]),
    );
    expect(Number(seconds) / parts[chief!]).toBeCloseTo(1, 2);
    const avoidable = refused!.reasons.reduce((total, one) => total + one.avoidable, 0);
    expect(said).toContain(
      `another machine would have taken ${avoidable === 0 ? 'none' : avoidable} of them.`,
    );
    for (const request of [17, refused!.rows[0]!.request]) {
      const { choices, e2e } = (await explained(`--request ${request}`)).request!;
      const sooner = choices.slice(1).filter((one) => one.e2e !== null && (e2e === null || one.e2e < e2e));
      const last = await answer(`--request ${request}`);
      expect(last).toMatch(new RegExp(`^Request ${request} was (never )?answered`));
      expect(/; sent to /.test(last)).toBe(sooner.length > 0);
    }
  });

  it('leaves a page, answer first, with the words and the rows of the screen', async () => {
    const typed = 'explain done --request 17 --worst 3 --refused 2 --from 1m --to 90s';
    const { out } = await edgewise(typed.split(' '));
    expect(out).toMatch(/^Page {2}done[\\/]explain\.html$/m);
    const html = readFileSync('done/explain.html', 'utf8');
    const words = wordsOf(html);
    const [, answer] = out.split('\nAnswer ');
    const opening = words.indexOf(flat(answer!));
    expect(opening).toBeGreaterThan(0);
    for (const heading of [
      'Request 17 Request 17 came at',
      'Why there',
      'What was refused, and why',
      'From 60 s to 90 s',
    ])
      expect(words.indexOf(`${heading} `, opening)).toBeGreaterThan(opening);
    // Every paragraph that is printed and every row of its tables is on the page too.
    const bodies = out.slice(0, out.indexOf('\nPage ')).split('\n\n').slice(1);
    const tables = bodies.filter((one) => one.includes('──'));
    expect(tables.length).toBeGreaterThan(4);
    for (const body of bodies.filter((one) => !one.includes('──') && !one.startsWith('The figure is')))
      for (const item of body.split(/\n?• /).map(flat)) expect(words).toContain(item);
    const latest = (await explained('--worst 3')).worst!.rows;
    const rows = [...html.matchAll(/<tr>\s*<th scope="row"[^>]*>([^<]*)<\/th>/g)].map(([, name]) => name);
    expect(rows).toEqual(expect.arrayContaining(latest.map(({ request }) => request.toLocaleString('en'))));
    expect(html).toContain('id="figure-timeline"');
    expect(words).toContain('edgewise explain done --request 17 --worst 3 --refused 2 --from 1m --to 90s');
    // That of the run itself is as it was.
    expect(readFileSync('done/report.html', 'utf8')).not.toContain('explained');
  });

  it('leaves its page where it is told to, and none of a file that was never run', async () => {
    await edgewise('explain troubled.yaml --worst 2 --out told'.split(' '));
    expect(readFileSync('told/explain.html', 'utf8')).toContain('troubled, explained');
    const { out, code } = await edgewise('explain troubled.yaml --worst 2'.split(' '));
    expect([code, out.includes('Page ')]).toEqual([0, false]);
    expect(existsSync('out/troubled')).toBe(false);
  });

  it('calls the slowest answers so on its page too', async () => {
    await edgewise('explain troubled.yaml --worst 2 --out slow'.split(' '));
    const page = readFileSync('slow/explain.html', 'utf8');
    expect(page).toContain('What made the slowest answers slow');
    expect(page).toMatch(/The slowest (answer|first token)/);
    expect(page).not.toMatch(/the \d+ latest|The latest/);
  });

  it('draws no stretch after all is over', async () => {
    const { code, err } = await edgewise('explain done --from 50h'.split(' '));
    expect(code).toBe(2);
    expect(err).toMatch(/--from 180,000 s: nothing happens so late: requests come until [\d,]+ s/);
  });

  it('draws a stretch of it, beside its other figures', async () => {
    const { code, out } = await edgewise('explain done --from 1m --to 90s'.split(' '));
    expect(code).toBe(0);
    expect(out).toMatch(
      /From 60 s to 90 s \d+ requests came; machines completed \d+ answers and refused \d+ times/,
    );
    expect(readFileSync('done/figures/timeline.svg', 'utf8')).toContain('From 60 s to 90 s');
    expect(readFileSync('done/figures/timeline.png').subarray(1, 4).toString()).toBe('PNG');
    const { timeline } = await explained('--from 60');
    expect([timeline!.from, timeline!.to]).toEqual([60, 120]);
    const lines = linesOf(0, 0).filter(
      ({ arrival }) => (arrival as number) >= 60 && (arrival as number) < 120,
    );
    expect(timeline!.came).toBe(lines.length);
  });

  it('takes a scenario file too, which was never run', async () => {
    const { code, out } = await edgewise('explain troubled.yaml --request 17 --choices 0 --json'.split(' '));
    expect(code).toBe(0);
    const { request } = await explained('--request 17 --choices 0');
    expect((JSON.parse(out) as Explained).request).toEqual(request);
  });

  it('says so when the run that is made now is not the one in the folder', async () => {
    const csv = readFileSync('done/runs.csv', 'utf8');
    const [header, first, ...rest] = csv.split('\n');
    const at = header!.split(',').indexOf('arrived');
    const fields = first!.split(',');
    fields[at] = '1';
    writeFileSync('done/runs.csv', [header, fields.join(','), ...rest].join('\n'));
    const { err, code } = await edgewise('explain done --worst'.split(' '));
    writeFileSync('done/runs.csv', csv);
    expect(code).toBe(0);
    expect(err).toMatch(/runs\.csv has arrived 1 for that run, and this program makes [\d,]+ of it/);
  });
});

describe('a mistake is one screen', () => {
  it.each([
    ['explain done', /say what: --request N, --worst, --refused or --from TIME/],
    ['explain nowhere --worst', /nowhere: there is no such folder/],
    ['explain done --request 123456', /--request 123456: the run has [\d,]+ requests, from 0 to \d+/],
    ['explain done --request -3', /--request.*cannot be -3/],
    [
      'explain done --worst 3 --cell 7',
      /--cell 7: there is no such cell\n {2}allowed: 0 \(strategy=random\), 1/,
    ],
    ['explain done --worst 3 --cell strategy=best', /no such cell/],
    ['explain done --to 5m', /--from is missing/],
    ['explain done --from 5m --to 1m', /must be later than --from/],
    ['explain done --from soon', /--from: cannot be soon/],
    ['explain . --worst', /there is no finished run here/],
  ])('%s', async (typed, said) => {
    const { code, err, out } = await edgewise(typed.split(' '));
    expect(code).toBe(2);
    expect(err).toMatch(said);
    expect(out).toBe('');
    expect(err.split('\n').length).toBeLessThan(8);
  });
});

describe('a log with dates', () => {
  const DAY = 86_400_000;
  const began = Date.UTC(2026, 10, 9, 7, 4, 11);
  const rows = Array.from({ length: 60 }, (_, k) => new Date(began + k * (DAY / 20)));
  const text = (time: Date): string => time.toISOString().slice(0, 19).replace('T', ' ');

  beforeAll(() => {
    writeFileSync(
      'dates.csv',
      `time,prompt,output\n${rows.map((time) => `${text(time)},50,20`).join('\n')}\n`,
    );
    const workload = { kind: 'trace', file: 'dates.csv' };
    writeFileSync('dates.yaml', JSON.stringify({ ...TROUBLED, duration: undefined, workload }));
  });

  it('is explained by them: the stretch that is asked for, and when requests came', async () => {
    const told = async (args: string): Promise<string> =>
      (await edgewise(['explain', 'dates.yaml', ...args.split(' ')])).out.replaceAll(/\s+/g, ' ');
    for (const [args, from, to, said] of [
      ['--from 2026-11-10 --to 2026-11-10', '2026-11-10 00:00:00', '2026-11-11 00:00:00', '11-11 00:00:00'],
      [
        '--from 2026-11-10T09:00 --to 2026-11-10T15:00',
        '2026-11-10 09:00:00',
        '2026-11-10 15:00:00',
        '15:00:00',
      ],
    ] as const) {
      const came = rows.filter((time) => text(time) >= from && text(time) < to).length;
      expect(came).toBeGreaterThan(3);
      const out = await told(args);
      expect(out).toContain(`From ${from} to `);
      expect(out).toContain(`${said} ${came} requests came;`);
    }
    expect(readFileSync('out/troubled/figures/timeline.svg', 'utf8')).toContain('2026-11-10 09:00:00');
    expect(await told('--request 7')).toContain(`Request 7 came at ${text(rows[7]!)} (`);
  });

  it('does not begin before its first request, and other demand has no dates', async () => {
    const early = await edgewise('explain dates.yaml --from 2026-11-08'.split(' '));
    expect([early.code, early.err]).toEqual([
      2,
      'edgewise: --from 2026-11-08: the run begins later, at 2026-11-09 07:04:11\n',
    ]);
    const made = await edgewise('explain troubled.yaml --from 2026-11-08'.split(' '));
    expect(made.code).toBe(2);
    expect(made.err).toContain('--from 2026-11-08: the requests of this run have no dates');
  });
});
