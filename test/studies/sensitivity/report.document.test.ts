import { describe, expect, it } from 'vitest';
import { renderReport } from '../../../src/render/report.ts';
import { hatching } from '../../../src/studies/sensitivity/report/plane.ts';
import { studyDocument } from '../../../src/studies/sensitivity/report/studyDocument.ts';
import { sensitivityFigures } from '../../../src/studies/sensitivity/report/figures.ts';
import { office } from '../../experiment/plan.ts';
import { OVERS, study } from './small.ts';

const made = study({ metrics: ['cloud.tokens'] });

describe("a study's page", () => {
  it('has every figure once, and begins with what the study says', async () => {
    const { result } = await made;
    const figures = sensitivityFigures(result);
    const page = studyDocument(result, figures, { command: 'edgewise sensitivity office.yaml' });
    const shown = page.sections.flatMap((section) => section.figures.map(({ name }) => name));
    expect(shown.toSorted()).toEqual(figures.map(({ name }) => name).toSorted());
    const { numbers } = page.opening!;
    expect(numbers.length).toBeGreaterThan(1);
    expect(numbers.length).toBeLessThanOrEqual(3);
    for (const { value } of numbers) expect(value).toMatch(/\d/);
    expect(numbers[0]!.label).toBe(result.claims!.claims[0]!.text);
    expect(numbers.at(-1)!.label).toMatch(/, by /);
    expect(page.sections[0]!.id).toBe('short');
    expect(page.sections[0]!.body.html).toContain('depends');
    expect(page.sections.at(-1)!.body.html).toContain('edgewise sensitivity office.yaml');
  });

  it('compares nothing over alpha where the quality of the cloud is not known', async () => {
    const { result } = await study(
      {
        walks: 0,
        samples: 0,
        levels: 3,
        side: 3,
        metrics: ['edge.rejected'],
        claims: 0,
        maps: [['limits.0.window', 'limits.0.capacity']],
      },
      office({ set: ['cloud.profile=openai/gpt-4o-mini'] }),
      [OVERS[0]!, 'limits.0.capacity=0.4..1.2'],
    );
    const html = await renderReport(studyDocument(result, [], { command: 'x' }));
    expect(html).toContain('Nothing can be compared over alpha');
    expect(html).not.toContain('nothing that is best changes');
    for (const { spec } of sensitivityFigures(result))
      expect(JSON.stringify(spec)).not.toMatch(/best by rejected/i);
  });

  it('names inputs left out, and is a whole page without figures', async () => {
    const { result } = await study(
      { walks: 4, samples: 8, metrics: ['cloud.tokens'], maps: [], claims: 0 },
      undefined,
      [OVERS[0]!, OVERS[2]!, 'slo.ttft=1s..4s'],
    );
    const html = await renderReport(studyDocument(result, [], { command: 'x' }));
    expect(html).toContain('left out here: ttft');
    expect(html).not.toMatch(/NaN|undefined/);
  });
});

describe('hatching', () => {
  const side = { low: 0, high: 100, logarithmic: false, length: 100 };

  it('goes on from field to field on the same lines, at 45 degrees', () => {
    const lines = hatching(
      [
        { x: 0, x2: 50, y: 0, y2: 100 },
        { x: 50, x2: 100, y: 0, y2: 50 },
        { x: 50, x2: 100, y: 50, y2: 100 },
      ],
      side,
      side,
    );
    const offsets = new Set(lines.map(({ hx, hy }) => Math.round(hx - hy)));
    for (const { hx, hx2, hy, hy2 } of lines) expect(hx2 - hx).toBeCloseTo(hy2 - hy, 3);
    for (const offset of offsets) expect(Math.abs(offset % 9)).toBe(0);
    expect(offsets.size).toBeGreaterThan(15);
  });

  it('stays within its fields, by ratios too', () => {
    const across = { low: 1, high: 1000, logarithmic: true, length: 300 };
    const lines = hatching([{ x: 10, x2: 100, y: 20, y2: 60 }], across, side);
    expect(lines.length).toBeGreaterThan(5);
    for (const { hx, hx2, hy, hy2 } of lines) {
      expect(hx).toBeGreaterThanOrEqual(9.999);
      expect(hx2).toBeLessThanOrEqual(100.001);
      expect(hy).toBeGreaterThanOrEqual(19.999);
      expect(hy2).toBeLessThanOrEqual(60.001);
    }
  });
});
