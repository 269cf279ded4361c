/** Estimates that come out beyond what there is are shown as all of it. */
import { expect, it } from 'vitest';
import { unpainted } from '../../../src/report/table.ts';
import { sensitivityText } from '../../../src/studies/sensitivity/report/text.ts';
import { shiftText } from '../../../src/studies/sensitivity/report/shifts.ts';
import { sentences } from '../../../src/studies/sensitivity/sentences.ts';
import { study } from './small.ts';

it('shows no share above 100 %, and no figure that is lower by more than all of it', async () => {
  const { result } = await study({ metrics: ['edge.rejected'], samples: 32, levels: 2, maps: [] });
  const input = result.inputs[0]!;
  const shift = {
    from: input.low,
    to: input.high,
    difference: { mean: -101, ci95: [-110, -92] as const },
    relative: { mean: -1.01, ci95: [-1.1, -0.92] as const },
    at: [
      { value: input.low, mean: 100, ci95: null },
      { value: input.high, mean: -1, ci95: null },
    ],
    turn: null,
  };
  expect(shiftText(input, 'edge.rejected', shift)).toBe('-100 [-100, -92] %');
  const index = { first: 1.02, first95: [0.9, 1.14], total: 1.04, total95: [0.92, 1.16] } as const;
  const none = { first: 0, first95: [-0.02, 0.02], total: 0.01, total95: [0, 0.02] } as const;
  const outputs = result.outputs.map((one) => ({
    ...one,
    shifts: [shift],
    indices: result.inputs.map((_, i) => (i === 0 ? index : none)),
  }));
  const changed = { ...result, outputs };
  const alone = { ...changed, cells: result.cells.slice(0, 1), outputs: outputs.slice(0, 1) };
  expect(sentences(alone).join(' ')).toContain(': 100 % lower (95 % interval 92 to 100) at ');
  const screen = sensitivityText(changed, { columns: 200, paint: unpainted });
  expect(screen).toMatch(/100 \[92, 116\]/);
  expect(screen).not.toMatch(/10[24] (±|\[)/);
});
