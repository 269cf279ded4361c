import { beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/render/report.ts';
import { drawFigure } from '../../src/render/figure.ts';
import { charts } from '../../src/report/charts.ts';
import { reportDocument } from '../../src/report/reportDocument.ts';
import type { ReportDocument } from '../../src/report/section.ts';
import { figure4 } from '../../src/studies/figure4/report/figure.ts';
import { figure4Sample, sample, type Sample } from '../report/sample.ts';
import { chromium, dumped } from './chromium.ts';

const HOSTILE = `</script><script>document.title='taken'</script><img src=x onerror="document.title='taken'">`;

function page({ summary, series }: Sample): ReportDocument {
  const figures = [figure4(summary, series, { bursts: { every: 300, for: 60 } }), ...charts(summary, series)];
  return reportDocument({ summary, figures, command: 'npx edgewise figure4', scenario: 'name: figure4\n' });
}

const hostile = (): Sample =>
  sample(
    ['a', 'b'].flatMap((load) =>
      ['c', 'd'].map((strategy, i) => ({
        vary: { [`workload.${HOSTILE}`]: `${HOSTILE}${load}`, strategy: `${HOSTILE}${strategy}` },
        rejected: 100 + 40 * i,
      })),
    ),
  );

let report: string;
beforeAll(async () => {
  report = await renderReport(page(figure4Sample()));
}, 60_000);

it('is one file that asks for nothing', () => {
  expect(report).toContain(`http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;`);
  const outside = report.replaceAll(/<script[\s\S]*?<\/script>/g, '');
  expect(outside).not.toMatch(/\b(src|srcset|data|action|poster)\s*=/i);
  expect(outside).not.toMatch(/<(link|iframe|object|embed|img|base)\b|@import|url\(/i);
  expect([...outside.matchAll(/href="([^"]*)"/g)].every(([, to]) => to!.startsWith('#'))).toBe(true);
});

it('needs neither eval nor anything else that makes code of text', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(report)![1]!;
  expect(policy).toContain('script-src');
  expect(policy).not.toContain('unsafe-eval');
});

it('names no address but those of namespaces, schemas and the licence', () => {
  const addresses = new Set([...report.matchAll(/https?:\/\/[^\s"'<>)\\]+/g)].map(([address]) => address));
  expect(
    [...addresses].filter(
      (address) => !/^https?:\/\/(www\.w3\.org|vega\.github\.io\/schema)\//.test(address),
    ),
  ).toEqual([]);
});

it('shows a still picture of every figure where no script runs', () => {
  expect(report.match(/<div class="still"><svg/g)).toHaveLength(6);
  expect(report.match(/<script type="application\/json">/g)).toHaveLength(6);
  expect(report).toMatch(/<div id="switches"[^>]* hidden/);
});

it('carries the licence of what it brings along', () => {
  expect(report).toContain('University of Washington Interactive Data Lab');
});

it('is the same bytes for the same results', async () => {
  expect(await renderReport(page(figure4Sample()))).toBe(report);
});

it('takes figures that have been drawn already', async () => {
  const document = page(figure4Sample());
  const drawn = new Map<string, Awaited<ReturnType<typeof drawFigure>>>();
  for (const { figures } of document.sections)
    for (const { name, spec } of figures) drawn.set(name, await drawFigure(spec));
  expect(await renderReport(document, { drawn })).toBe(report);
});

it('without figures it brings no script', async () => {
  const { summary } = figure4Sample();
  const bare = await renderReport(
    reportDocument({ summary, figures: [], command: 'npx edgewise run a.yaml' }),
  );
  expect(bare).not.toContain('<script');
  expect(bare.length).toBeLessThan(60_000);
});

it('no name can end a script or begin one', async () => {
  const text = await renderReport(page(hostile()));
  const scripts = text.match(/<script\b/g)!.length;
  expect(text.match(/<\/script>/g)).toHaveLength(scripts);
  expect(scripts).toBe(report.match(/<script\b/g)!.length);
  expect(text).not.toContain('<img');
});

/** A reader who points at the first bar, then picks one of three strategies out in a legend: four lines fade. */
const ACTING = `
  function touch(node, kinds) {
    var box = node.getBoundingClientRect();
    kinds.forEach(function (kind) {
      var Kind = kind.startsWith('pointer') ? PointerEvent : MouseEvent;
      node.dispatchEvent(new Kind(kind, { bubbles: true, clientX: box.x + 2, clientY: box.y + 2 }));
    });
  }
  function faded() {
    return document.querySelectorAll('#figure-utilization .live .mark-line path[opacity="0.12"]').length;
  }
  setTimeout(function () {
    var said = document.body.dataset;
    touch(document.querySelector('#figure-outcomes .live .mark-rect path[aria-roledescription=bar]'),
      ['pointerover', 'pointermove', 'mouseover', 'mousemove']);
    said.fetched = performance.getEntriesByType('resource').length;
    said.said = document.querySelector('.tip.shown').textContent;
    said.before = faded();
    touch(document.querySelector('#figure-utilization .live .role-legend-label text'),
      ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']);
    setTimeout(function () { said.after = faded(); }, 1000);
  }, 3000);`;

/** A reader who switches things off, a step every half second, and notes after each what is left. */
const SWITCHING = `
  var notes = [];
  var press = function (text) {
    var found = Array.from(document.querySelectorAll('#switches button')).find(function (one) { return one.textContent === text; });
    found.focus();
    found.click();
  };
  var note = function () {
    var rows = function (id) { return Array.from(document.querySelectorAll('#' + id + ' tbody tr')).filter(function (row) { return row.offsetParent !== null || !row.hidden; }).length; };
    var texts = function (figure) { return Array.from(document.querySelectorAll('#figure-' + figure + ' .live text')).map(function (one) { return one.textContent; }); };
    var fills = function (figure) {
      var bars = Array.from(document.querySelectorAll('#figure-' + figure + ' .live path[aria-roledescription=bar]'));
      return Array.from(new Set(bars.map(function (bar) { return bar.getAttribute('fill'); })));
    };
    notes.push({
      results: rows('results'), comparisons: rows('comparisons details'),
      paper: texts('figure4'), outcomes: texts('outcomes'), legend: texts('utilization'), fills: fills('outcomes'),
      pressed: Array.from(document.querySelectorAll('#switches [aria-pressed=true]')).map(function (one) { return one.textContent; }),
      empty: Array.from(document.querySelectorAll('.left-out')).filter(function (one) { return one.textContent !== ''; }).length,
      said: document.querySelector('#switches output').textContent
    });
  };
  var steps = [
    function () {}, function () { press('Random'); }, function () { press('Bursty'); },
    function () { press('Weighted'); press('Load-Aware'); }, function () { press('Show all'); }
  ];
  steps.forEach(function (step, i) {
    setTimeout(step, 3000 + 1000 * i);
    setTimeout(note, 3900 + 1000 * i);
  });
  setTimeout(function () {
    var sorted = document.querySelectorAll('#results thead th button')[4];
    sorted.click();
    document.querySelectorAll('#results thead th button')[5].click();
    document.body.dataset.order = Array.from(document.querySelectorAll('#results tbody tr')).map(function (row) { return row.dataset.cell; }).join(' ');
    document.body.dataset.wrong = wrong.join('; ');
    document.body.dataset.fetched = performance.getEntriesByType('resource').length;
    var said = document.createElement('pre');
    said.id = 'notes';
    said.textContent = JSON.stringify(notes);
    document.body.appendChild(said);
  }, 8500);`;

/** Put before anything else runs: what a console would have shown. */
const LISTENING = `
  var wrong = [];
  window.addEventListener('error', function (event) { wrong.push(event.message); });
  window.addEventListener('unhandledrejection', function (event) { wrong.push(String(event.reason)); });
  document.addEventListener('securitypolicyviolation', function (event) { wrong.push(event.blockedURI); });
  ['error', 'warn'].forEach(function (kind) { console[kind] = function (text) { wrong.push(String(text)); }; });`;

interface Note {
  readonly results: number;
  readonly comparisons: number;
  readonly paper: readonly string[];
  readonly outcomes: readonly string[];
  readonly legend: readonly string[];
  readonly fills: readonly string[];
  readonly pressed: readonly string[];
  readonly empty: number;
  readonly said: string;
}

const browser = chromium();

describe.skipIf(browser === null)('in a browser (skipped without Chromium: apt-get install chromium)', () => {
  it('every figure comes to life, says what is pointed at, and nothing is fetched', () => {
    const dom = dumped(
      browser!,
      report.replace('</body>', () => `<script>${ACTING}</script></body>`),
    );
    expect(dom.match(/<figure [^>]*class="alive"/g)).toHaveLength(6);
    expect(dom.match(/<div class="live[^>]*><svg/g)).toHaveLength(6);
    expect(dom).toContain('data-fetched="0"');
    expect(dom).toMatch(/data-said="steady, random: 1,2\d\d ± 1\d served, 77 % of those that arrived"/);
    expect(dom).toContain('data-before="0" data-after="4"');
  }, 120_000);

  it('what is switched off leaves every figure and table, and comes back', () => {
    const dom = dumped(
      browser!,
      report
        .replace('<title>', () => `<script>${LISTENING}</script><title>`)
        .replace('</body>', () => `<script>${SWITCHING}</script></body>`),
    );
    const text = /<pre id="notes">([^<]*)<\/pre>/.exec(dom)![1]!.replaceAll('&amp;', '&');
    const [whole, three, two, none, again] = JSON.parse(text) as [Note, Note, Note, Note, Note];
    const colours = ['#DDAA33', '#BB5566', '#004488'];
    expect(whole).toMatchObject({ results: 6, comparisons: 12, empty: 0, said: '', fills: colours });
    expect(whole.paper).toEqual(expect.arrayContaining(['Random', 'Steady', 'Bursty']));
    expect(whole.legend).toContain('Random');
    expect(whole.pressed).toEqual(['Steady', 'Bursty', 'Random', 'Weighted', 'Load-Aware']);

    expect(three).toMatchObject({ results: 4, comparisons: 0, empty: 0, said: '4 of 6 cells' });
    expect(three.fills).toEqual(colours.slice(1));
    for (const texts of [three.paper, three.outcomes, three.legend]) {
      expect(texts).not.toContain('Random');
      expect(texts).toContain('Load-Aware');
    }
    expect(three.pressed).toEqual(['Steady', 'Bursty', 'Weighted', 'Load-Aware']);

    // The row that is left has taken over the scale that was written under the one that is gone.
    expect(two).toMatchObject({ results: 2, said: '2 of 6 cells', fills: colours.slice(1) });
    expect(two.outcomes).not.toContain('Bursty');
    expect(two.outcomes).toEqual(expect.arrayContaining(['Steady', 'Requests per run', '500']));

    expect(none).toMatchObject({ results: 0, empty: 6, said: '0 of 6 cells' });
    expect(again).toEqual(whole);

    const order = /data-order="([\d ]*)"/.exec(dom)![1]!.split(' ').map(Number);
    const served = figure4Sample().summary.cells.map(({ metrics }) => metrics['edge.served']!.mean!);
    expect(order.map((cell) => served[cell]!)).toEqual([...served].sort((a, b) => a - b));
    expect(dom).toContain('data-wrong=""');
    expect(dom).toContain('data-fetched="0"');
  }, 120_000);

  it('a hostile name does nothing but be read', async () => {
    const dom = dumped(browser!, await renderReport(page(hostile())));
    expect(dom).toContain('<title>figure4</title>');
    expect(dom).toContain('&lt;/script&gt;');
    expect(dom.match(/<figure [^>]*class="alive"/g)!.length).toBeGreaterThan(0);
  }, 120_000);
});
