import { beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/render/report.ts';
import { drawFigure } from '../../src/render/figure.ts';
import { charts } from '../../src/report/charts.ts';
import { reportDocument } from '../../src/report/document.ts';
import type { ReportDocument } from '../../src/report/section.ts';
import { figure4 } from '../../src/report/figure4.ts';
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

  it('a hostile name does nothing but be read', async () => {
    const dom = dumped(browser!, await renderReport(page(hostile())));
    expect(dom).toContain('<title>figure4</title>');
    expect(dom).toContain('&lt;/script&gt;');
    expect(dom.match(/<figure [^>]*class="alive"/g)!.length).toBeGreaterThan(0);
  }, 120_000);
});
