import { expect, it } from 'vitest';
import { charts } from '../../src/report/charts.ts';
import { DEVICE_METRICS } from '../../src/metrics/definitions/devices.ts';
import { dataTable } from '../../src/report/dataTable.ts';
import { reportDocument, type DocumentInput } from '../../src/report/reportDocument.ts';
import { escape, json, markup, verbatim } from '../../src/report/html.ts';
import { warningItems } from '../../src/report/section.ts';
import { figure4Sample, plainSample, wideSample } from './sample.ts';

const input = (more: Partial<DocumentInput> = {}): DocumentInput => ({
  summary: figure4Sample().summary,
  figures: [],
  command: 'npx edgewise run scenarios/figure4.yaml',
  ...more,
});

const body = (of: DocumentInput): string =>
  reportDocument(of)
    .sections.map((section) => section.body.html)
    .join('\n');

it('is read from the summary in words down to how to get it again', () => {
  const { summary, series } = figure4Sample();
  const all = input({ figures: charts(summary, series), assumptions: [{ text: 'two boards' }] });
  expect(reportDocument(all).sections.map(({ id }) => id)).toEqual([
    'short',
    'figures',
    'results',
    'expectations',
    'comparisons',
    'refusals',
    'devices',
    'assumptions',
    'again',
  ]);
});

it('calls reasons by words, and has the setting of a ranking beside its figure', () => {
  const html = body(input());
  expect(html).toContain('<span>rate limit</span>');
  expect(html).not.toMatch(/<span>(rateLimit|queueFull)/);
  expect(html).toMatch(/Tokens redirected to the cloud <small>[^<]*steady/i);
});

it('has the numbers that name a row on the side of their heading', () => {
  const { html } = dataTable({
    columns: [{ heading: 'demand', kind: 'number' }, { heading: 'fleet' }],
    rows: [{ cells: ['1.5', 'two boards'] }],
  });
  expect(html).toMatch(/<th scope="row" class="number">1\.5/);
});

it('names what devices are measured by in words, and says in every cell of a wide table what it is of', () => {
  const html = body(input());
  expect(html).toMatch(/<th scope="col" class="number" title="utilization"><span>busy<\/span>/);
  expect(html).not.toMatch(
    /<span>(?:utilization|slotOccupancy|windowFill|energy\.?joules|idleJoules|power\.mean)</i,
  );
  for (const { heading } of Object.values(DEVICE_METRICS)) expect(heading).not.toMatch(/[A-Z.]/);
  // On a narrow screen the headings are gone, and the cells stand under each other.
  expect(html).toMatch(/<table class="figures">/);
  expect(html).toMatch(/<td class="number" data-sort="[\d.]+" data-heading="load, %">/);
});

it('has columns to scroll where many rows would be too long a list', () => {
  const columns = [{ heading: 'a' }, { heading: 'b' }];
  const rows = (count: number) => Array.from({ length: count }, () => ({ cells: ['1', '2'] }));
  expect(dataTable({ columns, rows: rows(24), kind: 'figures' }).html).toContain('data-heading="b"');
  const { html } = dataTable({ columns, rows: rows(25), kind: 'figures' });
  expect(html).not.toContain('data-heading');
  expect(html).not.toContain('class="figures"');
});

it('leaves out what there is nothing to say of', () => {
  const { summary } = plainSample();
  const bare = {
    ...summary,
    expectations: [],
    cells: summary.cells.map((cell) => ({ ...cell, reasons: {}, devices: [] })),
  };
  expect(reportDocument(input({ summary: bare })).sections.map(({ id }) => id)).toEqual([
    'short',
    'results',
    'again',
  ]);
});

it('has a row for every cell, with the interval beside the mean', () => {
  const results = reportDocument(input()).sections.find(({ id }) => id === 'results')!.body.html;
  expect(results.match(/<tr data-cell="\d+">/g)).toHaveLength(6);
  expect(results).toMatch(/1,2\d\d <small>± 1\d<\/small>/);
  expect(results).toContain('<span class="limited">limited</span>');
});

it('shows the uncertainty of the profiles under the figure, apart from that of the replications', () => {
  const { summary } = figure4Sample();
  const cells = summary.cells.map((cell) => ({
    ...cell,
    metrics: { 'edge.served': { mean: 1000, ci95: [980, 1020] as const, model95: [900, 1150] as const } },
  }));
  const page = body(input({ summary: { ...summary, cells, modelError: { draws: 30, replications: 5 } } }));
  expect(page).toContain('1,000 <small>± 20</small><br><small class="model">900 to 1,150</small>');
  expect(page).toContain('as the coefficients of the device profiles vary');
});

it('gives each assumption with its source and licence', () => {
  const assumptions = [
    { text: 'decodes 21.5 tokens/s', source: 'a published benchmark', licence: 'CC BY 4.0' },
  ];
  expect(body(input({ assumptions }))).toMatch(
    /decodes 21\.5 tokens\/s\s*<br \/><small>a published benchmark \(CC BY 4\.0\)/,
  );
});

it('keeps the command and the scenario as they are, line by line', () => {
  const page = body(input({ scenario: 'name: a\nfleet:\n  - { profile: b }\n' }));
  expect(page).toContain('<pre class="command">npx edgewise run scenarios/figure4.yaml</pre>');
  expect(page).toContain('<pre>name: a\nfleet:\n  - { profile: b }\n</pre>');
});

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror="alert(2)">'&`;

it('lets no name of a scenario become markup', () => {
  const { summary } = figure4Sample();
  const cells = summary.cells.map((cell) => ({
    ...cell,
    vary: { ...cell.vary, [HOSTILE]: `${HOSTILE}${String(cell.vary['strategy'])}` },
    warnings: [HOSTILE],
    reasons: { [HOSTILE]: { mean: 1, ci95: null } },
    devices: cell.devices.map((device) => ({ ...device, name: HOSTILE })),
  }));
  const expectations = [{ text: HOSTILE, outcome: 'fails' as const, details: [HOSTILE] }];
  const comparisons = summary.comparisons.map((one) => ({ ...one, metric: HOSTILE, text: HOSTILE }));
  const page = body(
    input({
      summary: { ...summary, scenario: HOSTILE, cells, expectations, comparisons },
      command: HOSTILE,
      description: HOSTILE,
      scenario: HOSTILE,
      assumptions: [{ text: HOSTILE, source: HOSTILE, licence: HOSTILE }],
    }),
  );
  expect(page).not.toContain('<script');
  expect(page).not.toContain('<img');
  expect(page).toContain('&lt;/script&gt;');
  expect([...page.matchAll(/<(\/?[a-z0-9]+)[\s>]/g)].map((match) => match[1]!.replace('/', ''))).toSatisfy(
    (tags: string[]) =>
      tags.every((tag) =>
        /^(p|ul|li|b|span|small|br|div|table|thead|tbody|tr|th|td|details|summary|pre|code)$/.test(tag),
      ),
  );
});

it('escapes values and not markup, and never lets JSON end its script', () => {
  expect(markup`<b title="${'"'}">${['<', 1]}${null}${markup`<i>${'&'}</i>`}</b>`.html).toBe(
    '<b title="&quot;">&lt;1<i>&amp;</i></b>',
  );
  expect(escape('\'"')).toBe('&#39;&quot;');
  expect(verbatim('a\n\tb\u0007<').html).toBe('a\n\tb&lt;');
  const text = json({ a: '</script><!--\u2028' }).html;
  expect(text).not.toMatch(/[<>\u2028]/);
  expect(JSON.parse(text)).toEqual({ a: '</script><!--\u2028' });
});

it('says how far a ranking is carried, and how comparisons are corrected for being many', () => {
  const found = reportDocument(input()).sections.find(({ id }) => id === 'comparisons')!.body.html;
  expect(found).toContain('Holm');
  expect(found).toContain('Bonferroni');
  expect(found).toMatch(/<b>1<\/b> loadAware, <b>2 to 3<\/b> weighted or random/);
});

it('names a profile once over what is assumed of it', () => {
  const assumptions = [
    { of: 'nano/qwen', text: 'idle power' },
    { of: 'nano/qwen', text: 'memory' },
    { text: 'a price' },
  ];
  const found = reportDocument(input({ assumptions })).sections.find(({ id }) => id === 'assumptions')!.body
    .html;
  expect(found.match(/nano\/qwen/g)).toHaveLength(1);
  expect(found).toMatch(/<h3>nano\/qwen<\/h3>[\s\S]*idle power[\s\S]*memory[\s\S]*a price/);
});

it('fifty cells are all in the table', () => {
  const results = reportDocument(input({ summary: wideSample().summary })).sections.find(
    ({ id }) => id === 'results',
  )!;
  expect(results.body.html.match(/<tr data-cell="\d+">/g)).toHaveLength(50);
});

it('keeps a number and its unit on one line, in warnings as in sentences', () => {
  expect(warningItems(['busy 20 % of 3 s'])!.html).toContain('busy 20\u00a0% of 3\u00a0s');
});
