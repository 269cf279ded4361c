/** The one sentence that a study of sensitivity answers with, held against what it found. */
import { expect, it } from 'vitest';
import { studyAnswer } from '../../../src/studies/sensitivity/answer.ts';
import { studyDocument } from '../../../src/studies/sensitivity/report/document.ts';
import { shiftWords } from '../../../src/studies/sensitivity/shiftWords.ts';
import { study } from './small.ts';

/** An answer fits two lines of a screen. */
const LONGEST = 190;
const kept = study({ metrics: ['edge.rejected'], samples: 32, levels: 2, maps: [] });

it('names the claim that holds least, and where it does', async () => {
  const { result } = await kept;
  const { claims } = result.claims!;
  expect(claims.length).toBeGreaterThan(0);
  const least = Math.min(...claims.map(({ shares }) => shares.holds));
  const said = studyAnswer(result)!;
  expect(said.length).toBeLessThan(LONGEST);
  const [, share] = /holds at ([\d.]+) % of the points/.exec(said)!;
  // With two digits.
  expect(Math.abs(Number(share) - 100 * least)).toBeLessThanOrEqual(0.5);
  const named = claims.find(({ shares }) => shares.holds === least)!;
  expect(said.toLowerCase()).toContain(named.text.toLowerCase());
  const everywhere = claims.map((one) => ({ ...one, shares: { ...one.shares, holds: 1 } }));
  expect(studyAnswer({ ...result, claims: { ...result.claims!, claims: everywhere } })).toMatch(
    /every point/,
  );
});

it('without claims says which input matters most, and what moving it does', async () => {
  const { result } = await kept;
  const { inputs, cells } = result;
  for (const output of result.outputs) {
    const alone = {
      ...result,
      claims: null,
      cells: [cells[output.cell]!],
      outputs: [{ ...output, cell: 0 }],
    };
    const said = studyAnswer(alone)!;
    expect(said.length).toBeLessThan(LONGEST);
    const order = output
      .indices!.flatMap((one, i) => (one ? [{ ...one, i }] : []))
      .toSorted((a, b) => b.total - a.total);
    const [first, second] = order;
    expect(said).toContain(`depends most on ${inputs[first!.i]!.name}`);
    if (first!.total95![0] > second!.total95![1])
      expect(said).toContain(
        shiftWords(inputs[first!.i]!, output.metric, output.shifts![first!.i]!, null, true),
      );
    else expect(said).toContain(` or ${inputs[second!.i]!.name}; which of them more is undecided`);
  }
});

it('opens the page with it, and leaves every other sentence below', async () => {
  const { result } = await kept;
  const page = studyDocument({ study: result, figures: [], command: 'sensitivity' });
  expect(page.opening!.answer.text).toBe(studyAnswer(result));
  expect(result.answer).toBe(studyAnswer(result));
  const short = page.sections.find(({ id }) => id === 'short')!.body.html;
  expect(short.match(/<li /g)).toHaveLength(result.sentences.length);
});
