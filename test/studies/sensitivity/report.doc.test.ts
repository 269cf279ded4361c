/** docs/sensitivity.md says what the study of Figure 4's assumptions gives; all of it again is `npm run study:figure4`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { load } from '../../../src/cli/scenarioFile.ts';
import { BEGIN, claimsMarkdown, END } from '../../../src/cli/commands/sensitivity/doc.ts';
import { readInputs } from '../../../src/studies/sensitivity/over.ts';
import type { Sensitivity } from '../../../src/studies/sensitivity/result.ts';
import { drawFigure } from '../../../src/render/figure.ts';
import { claimFigures } from '../../../src/studies/sensitivity/report/claims.ts';
import { study } from './small.ts';

const ROOT = join(import.meta.dirname, '../../..');
const file = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

type Kept = Pick<Sensitivity, 'inputs' | 'claims' | 'seed' | 'design'>;
const kept = JSON.parse(file('docs/figures/figure4-claims.json')) as Kept;
const script = (JSON.parse(file('package.json')) as { scripts: Record<string, string> }).scripts[
  'study:figure4'
]!;
const overs = [...script.matchAll(/--over (\S+)/g)].map(([, over]) => over!);
const { scenarioFile } = load(join(ROOT, 'scenarios/figure4.yaml'));

it('the table and the sentences are those of the kept points', () => {
  const text = file('docs/sensitivity.md');
  const part = text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END));
  expect(part.trim()).toBe(claimsMarkdown(kept, 'figures/figure4-claims.svg').trim());
});

it('the picture is that of the kept points', async () => {
  const [figure] = claimFigures({ ...(kept as Sensitivity), cells: [], metrics: [] });
  const { svg } = await drawFigure(figure!.spec);
  expect(svg).toBe(file('docs/figures/figure4-claims.svg'));
});

it('the names of the parts of every range have room above the title', () => {
  const [figure] = claimFigures({ ...(kept as Sensitivity), cells: [], metrics: [] });
  const axes = [
    ...JSON.stringify(figure!.spec).matchAll(/"labelExpr":"(\[.*?\])\[datum.*?"minExtent":(\d+)/g),
  ];
  expect(axes.length).toBe(kept.claims!.claims[0]!.bins.length);
  for (const [, words, room] of axes) {
    const longest = Math.max(
      ...(JSON.parse(words!.replaceAll('\\"', '"')) as string[]).map(({ length }) => length),
    );
    // Letters of 10 px are 6 wide or so, and slanted by 40 degrees.
    expect(Number(room)).toBeGreaterThan(6 * longest * Math.sin((40 * Math.PI) / 180));
  }
});

it('the kept points are those of the command, and the first of them come out the same again', async () => {
  const inputs = readInputs(scenarioFile, overs);
  expect(inputs).toEqual(kept.inputs);
  expect(Number(/--points (\d+)/.exec(script)![1])).toBe(kept.claims!.points);
  const few = 4;
  const options = { walks: 0, samples: 0, levels: 0, maps: [], claims: few, replications: 3 };
  const { result } = await study(options, scenarioFile, overs);
  expect(result.claims!.replications).toBe(kept.claims!.replications);
  expect(result.claims!.claims.map(({ text, outcomes }) => ({ text, outcomes }))).toEqual(
    kept.claims!.claims.map(({ text, outcomes }) => ({ text, outcomes: outcomes.slice(0, few) })),
  );
}, 60_000);
