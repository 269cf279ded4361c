/** The forms of a step, and conversions between coefficients and the fitted logarithms. */
import type { Pace, StepPace } from '../../kernel/pace.ts';
import { OF, type Coefficient } from '../../catalog/profile.ts';

/** `line`: linear, with a value of its own for one sequence. `experts`: linear, with saturating experts. `table`: as measured. */
export type StepForm = 'line' | 'experts' | 'table';

export interface Shape {
  readonly form: StepForm;
  /** Batch sizes of the rows, in order. */
  readonly batches: readonly number[];
  /** Whether requests came through a server, with time of its own for each. */
  readonly served: boolean;
  readonly overlap: number;
  /** Whether batches are filled up to captured graphs. */
  readonly graphs: boolean;
}

/** The fitted coefficients, in the order of the values. */
export function coefficientsOf({ form, batches, served }: Shape): Coefficient[] {
  return [
    ...OF.lawPrefill,
    'step.perCachedToken',
    ...(served ? (['prefill.outside'] as const) : []),
    ...baseOf(form, batches),
  ];
}

function baseOf(form: StepForm, batches: readonly number[]): Coefficient[] {
  if (form === 'table') return batches.map((batch): Coefficient => `step.table.${batch}`);
  if (form === 'experts')
    return ['step.fixed', 'step.experts.seconds', 'step.experts.sequences', 'step.perSequence'];
  if (batches.length === 1) return ['step.fixed'];
  if (batches.length === 2 || batches[0] !== 1) return ['step.fixed', 'step.perSequence'];
  return ['step.alone', 'step.fixed', 'step.perSequence'];
}

/** `values` are logarithms of seconds. */
export function paceOf(shape: Shape, values: readonly number[]): Pace {
  const found = new Map(coefficientsOf(shape).map((name, i) => [name, Math.exp(values[i]!)]));
  const of = (name: Coefficient): number => found.get(name) ?? 0;
  const outside = found.get('prefill.outside');
  return {
    prefill: {
      fixed: 0,
      perToken: of('prefill.perToken'),
      perTokenSquared: of('prefill.perTokenSquared'),
      padTo: 1,
      perStep: of('prefill.perStep'),
      ...(outside === undefined ? {} : { outside }),
    },
    step: stepOf(shape, of),
    ...(shape.overlap === 1 ? {} : { overlap: shape.overlap }),
  };
}

function stepOf({ form, batches, graphs }: Shape, of: (name: Coefficient) => number): StepPace {
  const perCachedToken = of('step.perCachedToken');
  const line = { fixed: of('step.fixed'), perSequence: of('step.perSequence'), perCachedToken };
  if (form === 'experts') {
    const experts = { seconds: of('step.experts.seconds'), sequences: of('step.experts.sequences') };
    return { ...line, experts: { ...experts, ...(graphs && { graphs }) } };
  }
  if (form === 'table') return tabled(batches, (batch) => of(`step.table.${batch}`), perCachedToken);
  return of('step.alone') > 0 ? { ...line, alone: of('step.alone') } : line;
}

/** Interpolates between measured batches; beyond the last, a further sequence costs as much as each of it. */
function tabled(
  batches: readonly number[],
  seconds: (batch: number) => number,
  perCachedToken: number,
): StepPace {
  const most = batches.at(-1)!;
  const least = batches[0]!;
  const table = Array.from({ length: most }, (_, i) => {
    const batch = i + 1;
    if (batch <= least) return seconds(least) * (batch === least ? 1 : 0.5 + (0.5 * batch) / least);
    const above = batches.findIndex((each) => each >= batch);
    const [a, b] = [batches[above - 1]!, batches[above]!];
    return seconds(a) + ((seconds(b) - seconds(a)) * (batch - a)) / (b - a);
  });
  return { fixed: table[0]!, perSequence: table[most - 1]! / most, perCachedToken, table };
}
