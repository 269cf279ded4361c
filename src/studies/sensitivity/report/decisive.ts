/** The key numbers of a sensitivity study: the claims that hold least often, then the inputs with the largest effects. */
import { amountText } from '../../../kernel/amount.ts';
import { metricOf } from '../../../metrics/definitions.ts';
import type { Output, Sensitivity } from '../result.ts';
import { PERCENT, text } from '../../../report/format.ts';
import { scaleOf } from '../../../report/quantity.ts';
import type { Decisive } from '../../../report/section.ts';
import { cellNames } from './cells.ts';
import { shiftText } from './shifts.ts';

const NUMBERS = 3;

export function decisive(study: Sensitivity): Decisive[] {
  const first = study.outputs.flatMap((output) => moved(study, output) ?? screened(study, output) ?? []);
  const claimed = claims(study);
  // Several claims leave no room for inputs; a single one does.
  if (claimed.length + first.length > 0) return [...claimed, ...first].slice(0, NUMBERS);
  return study.outputs.slice(0, NUMBERS).map((output) => {
    const { metric, base } = output;
    const scale = scaleOf(metric, [base]);
    return {
      label: `${named(study, output)}, as the file has it`,
      value: `${text(base, scale)} ${scale.unit}`.trim(),
    };
  });
}

function claims({ claims: sampled }: Sensitivity): Decisive[] {
  return (sampled?.claims ?? [])
    .toSorted((a, b) => a.shares.holds - b.shares.holds)
    .slice(0, NUMBERS)
    .map(({ text: label, shares: { holds, fails }, holds95 }) => ({
      label,
      value: `holds in ${text({ mean: holds, ci95: holds95 }, PERCENT)} %`,
      detail: `fails in ${text({ mean: fails, ci95: null }, PERCENT)} %`,
    }));
}

const named = ({ cells }: Sensitivity, { metric, cell }: Output): string =>
  `${metricOf(metric).long}${cells.length === 1 ? '' : ` (${cellNames(cells)[cell]!})`}`;

/** The shares of variance that inputs explain. */
function moved(study: Sensitivity, output: Output): Decisive[] | null {
  const { shifts, indices, metric } = output;
  const known = study.inputs.flatMap((input, i) => {
    const shift = shifts?.[i];
    return shift ? [{ input, shift, total: indices?.[i]?.total ?? 0 }] : [];
  });
  if (known.length === 0) return null;
  return known
    .toSorted((a, b) => b.total - a.total)
    .slice(0, NUMBERS)
    .map(({ input, shift }) => ({
      label: `${named(study, output)}, by ${input.name}`,
      value: shiftText(input, metric, { ...shift, turn: null }),
      detail: `${amountText(shift.from, input.unit)} to ${amountText(shift.to, input.unit)}`,
    }));
}

function screened(study: Sensitivity, output: Output): Decisive[] | null {
  const { screening, metric } = output;
  if (screening === null) return null;
  const scale = scaleOf(
    metric,
    screening.map(({ size }) => ({ mean: size, ci95: null })),
  );
  return study.inputs
    .map((input, i) => ({ input, effect: screening[i]! }))
    .toSorted((a, b) => b.effect.size - a.effect.size)
    .slice(0, NUMBERS)
    .map(({ input, effect: { size, size95 } }) => ({
      label: `${named(study, output)}, by ${input.name}`,
      value: `${text({ mean: size, ci95: size95 }, scale)} ${scale.unit}`.trim(),
      detail: 'mean size of its effect',
    }));
}
