/** What a study of sensitivity says in short, held against what it found. */
import { expect, it } from 'vitest';
import { studyDocument } from '../../../src/studies/sensitivity/report/studyDocument.ts';
import { sentences } from '../../../src/studies/sensitivity/sentences.ts';
import { study } from './small.ts';

/** Words of a sentence that is read at a glance; the words of a claim come with it. */
const MOST_WORDS = 30;
const kept = study({ metrics: ['edge.rejected'], samples: 32, levels: 2, maps: [] });

it('has one finding in a sentence', async () => {
  const { result } = await kept;
  expect(result.sentences.length).toBeGreaterThan(3);
  for (const one of result.sentences) {
    expect(one.split(' ').length, one).toBeLessThanOrEqual(MOST_WORDS);
    expect(one.slice(0, -1)).not.toContain('. ');
  }
});

it('says of how many claims that they hold everywhere, then how often each of the others does, the worst first', async () => {
  const { result } = await kept;
  const { claims } = result.claims!;
  const shares = claims.map(({ shares }) => shares.holds).toSorted((a, b) => a - b);
  const others = shares.filter((share) => share < 1);
  expect(others.length).toBeGreaterThan(0);
  const said = result.sentences.filter((one) => one.startsWith('Holds at '));
  expect(said).toHaveLength(others.length);
  said.forEach((one, i) => {
    const [, share] = /^Holds at ([\d.]+) % of the points/.exec(one)!;
    expect(Math.abs(Number(share) - 100 * others[i]!)).toBeLessThanOrEqual(5);
    expect(claims.some(({ text, shares }) => one.endsWith(`: ${text}.`) && shares.holds === others[i])).toBe(
      true,
    );
  });
  const of = (all: readonly number[]): string =>
    sentences({
      ...result,
      claims: {
        ...result.claims!,
        claims: all.map((holds) => ({ ...claims[0]!, shares: { ...claims[0]!.shares, holds } })),
      },
    })[0]!;
  expect(of([1, 1])).toBe('All 2 claims hold at every point.');
  expect(of([1, 0.5])).toBe('1 of 2 claims hold at every point, the others at 50 % or more.');
  expect(of([0.8, 0.5])).toBe('All 2 claims hold at 50 % of the points or more.');
  expect(of([1])).toBe(`Holds at every point: ${claims[0]!.text}.`);
});

it('says which input each figure depends on most, and what moving it does', async () => {
  const { result } = await kept;
  const { inputs, cells } = result;
  for (const output of result.outputs) {
    const alone = {
      ...result,
      claims: null,
      cells: [cells[output.cell]!],
      outputs: [{ ...output, cell: 0 }],
    };
    const [said] = sentences(alone);
    const [first, second] = output
      .indices!.flatMap((one, i) => (one ? [{ ...one, i }] : []))
      .toSorted((a, b) => b.total - a.total);
    const { name } = inputs[first!.i]!;
    if (first!.total95![0] > second!.total95![1]) {
      const { difference } = output.shifts![first!.i]!;
      const sure = difference.ci95![0] * difference.ci95![1] > 0;
      const direction = difference.mean! > 0 ? 'higher' : 'lower';
      expect(said).toMatch(
        sure
          ? new RegExp(
              `depends most on ${name}: [\\d,.]+.* ${direction} \\(95 % interval .*\\) at .* than at `,
            )
          : new RegExp(`depends most on ${name}: (not known|highest|lowest)`),
      );
    } else
      expect(said).toContain(
        `depends most on ${name} or ${inputs[second!.i]!.name}, which of them is undecided`,
      );
  }
});

it('goes by the screening where there are no shares', async () => {
  const { result } = await kept;
  const outputs = result.outputs.map((one) => ({ ...one, indices: null, sample: null, shifts: null }));
  const said = sentences({ ...result, claims: null, outputs }).join(' ');
  const largest = outputs.map(({ screening }) => {
    const sizes = screening!.map(({ size }) => size);
    return result.inputs[sizes.indexOf(Math.max(...sizes))]!.name;
  });
  for (const name of new Set(largest)) expect(said).toContain(`depends most on ${name}, by the screening`);
});

it('opens the page with the first, and leaves every other below', async () => {
  const { result } = await kept;
  const page = studyDocument(result, [], { command: 'sensitivity' });
  expect(result.answer).toBe(result.sentences[0]);
  expect(page.opening!.answer.text).toBe(result.answer);
  const short = page.sections.find(({ id }) => id === 'short')!.body.html;
  expect(short.match(/<li /g)).toHaveLength(result.sentences.length - 1);
});
