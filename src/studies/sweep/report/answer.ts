/** The findings of a sweep in sentences: the inputs that each metric depends on most, by first-order index. */
import { amountText } from '../../../kernel/amount.ts';
import { known } from '../../../kernel/numbers.ts';
import { capital, counted, fromTo, list } from '../../../kernel/words.ts';
import { metricOf } from '../../../metrics/definitions.ts';
import { PERCENT, plain, text, scaleOf } from '../../../report/format.ts';
import type { Decisive, Sentence } from '../../../report/section.ts';
import { fileNames } from '../../sensitivity/report/cells.ts';
import type { Sweep, SweptEffect, SweptOutput } from '../result.ts';

const NUMBERS = 3;

/** One for each metric, in the order requested. */
export function sweepSentences(sweep: Sweep): string[] {
  return sweep.metrics.map((metric) => {
    const said = about(
      sweep,
      metric,
      sweep.outputs.filter((one) => one.metric === metric),
    );
    return `${capital(metricOf(metric).subject)} ${said}.`;
  });
}

export function sweepAnswer(sweep: Sweep): Sentence {
  const { planned, done } = sweep.runs;
  const [first = 'Nothing was looked at.'] = sweepSentences(sweep);
  const before = done < planned ? `So far, after ${plain(done)} of ${counted(planned, 'run')}: ` : '';
  return {
    text: before === '' ? first : `${before}${first.charAt(0).toLowerCase()}${first.slice(1)}`,
    tone: 'neutral',
  };
}

/** For each metric the largest index in any cell. */
export function sweepNumbers(sweep: Sweep): Decisive[] {
  const { metrics, outputs, inputs } = sweep;
  const names = fileNames(sweep.cells);
  return metrics
    .flatMap((metric): Decisive[] => {
      const tops = outputs.flatMap((one) => {
        const [top] = one.metric === metric ? ranked(one) : [];
        return top ? [{ ...top, cell: one.cell }] : [];
      });
      const [most] = tops.toSorted((a, b) => b.share - a.share);
      if (!most) return [];
      return [
        {
          label: `${metricOf(metric).long}, by ${inputs[most.input]!.name}`,
          value: `${text({ mean: most.share, ci95: most.ci95 }, PERCENT)} %`,
          detail: `of its variance${names.length === 1 ? '' : ` (${names[most.cell]!})`}`,
        },
      ];
    })
    .slice(0, NUMBERS);
}

interface Ranked extends SweptEffect {
  readonly share: number;
  /** By place. */
  readonly input: number;
}

/** The largest index first. */
function ranked({ effects }: SweptOutput): Ranked[] {
  return effects
    .flatMap((effect, input) => (effect.share === null ? [] : [{ ...effect, share: effect.share, input }]))
    .sort((a, b) => b.share - a.share);
}

interface Group {
  readonly name: string;
  readonly cells: number[];
  readonly tops: Ranked[];
}

/** Most cells and inputs named individually. */
const FEW = 2;
const MOST = 4;

function about(sweep: Sweep, metric: string, outputs: readonly SweptOutput[]): string {
  const { inputs } = sweep;
  if (outputs.every(({ runs }) => runs === 0)) return 'is not known of any run';
  if (outputs.every(({ runs, deviation }) => runs > 1 && (deviation ?? 0) === 0))
    return 'is the same whatever the inputs are within these ranges';
  if (outputs.every(({ effects }) => effects.every(({ ci95 }) => ci95 === null)))
    return `is of too few runs yet to tell what it depends on`;
  const groups = new Map<number, Group>();
  const rivals = new Set<string>();
  let close = 0;
  for (const output of outputs) {
    const [top, ...others] = ranked(output);
    if (!top?.ci95 || top.ci95[0] <= 0) continue;
    const group = groups.get(top.input) ?? { name: inputs[top.input]!.name, cells: [], tops: [] };
    groups.set(top.input, group);
    group.cells.push(output.cell);
    group.tops.push(top);
    const alike = others.filter(({ ci95 }) => ci95 && ci95[1] > top.ci95![0]);
    if (alike.length > 0) close++;
    for (const { input } of alike) rivals.add(inputs[input]!.name);
  }
  const all = [...groups.values()].toSorted((a, b) => b.cells.length - a.cells.length);
  if (all.length === 0) return 'depends on none of these inputs more than chance would have it';
  const told = all.map((one) => `on ${one.name}${whereOf(sweep, one)}, ${explained(one.tops)}`);
  const [only] = all;
  const moved = sweep.cells.length === 1 ? course(sweep, metric, only!.tops[0]!) : '';
  const many = sweep.cells.length === 1 ? '' : ` in ${close} of ${counted(sweep.cells.length, 'cell')}`;
  const near = rivals.size > MOST ? [...[...rivals].slice(0, MOST - 1), 'others'] : [...rivals];
  const unsure = close === 0 ? '' : `;${many} ${list(near, 'or')} may matter as much`;
  return `depends most ${told.join(', and ')}${moved}${unsure}`;
}

function whereOf(sweep: Sweep, { cells }: Group): string {
  const count = sweep.cells.length;
  if (count === 1) return '';
  if (cells.length === count) return ' in every cell';
  const names = fileNames(sweep.cells);
  return cells.length <= FEW
    ? ` (${cells.map((cell) => names[cell]!).join('; ')})`
    : ` in ${cells.length} of ${counted(count, 'cell')}`;
}

/** The index, with its interval if it is a single one. */
function explained(tops: readonly Ranked[]): string {
  const half = ({ ci95 }: Ranked): number => 50 * (ci95![1] - ci95![0]);
  const said = (one: Ranked): string => known(100 * one.share, half(one));
  const inOrder = tops.toSorted((a, b) => a.share - b.share);
  const [least, most] = [inOrder[0]!, inOrder.at(-1)!];
  if (least !== most) return `which by itself explains ${fromTo(said(least), said(most))} % of its variance`;
  const [low, high] = least.ci95!.map((end) => known(Math.max(0, 100 * end), half(least)));
  return `which by itself explains ${said(least)} % of its variance (95 % interval ${low!} to ${high!})`;
}

/** Where the mean is smallest and where it is largest. */
function course({ inputs, parts }: Sweep, metric: string, { input, curve }: Ranked): string {
  const { unit } = inputs[input]!;
  const places = curve.flatMap(({ mean }, part) => (mean === null ? [] : [{ mean, part }]));
  const inOrder = places.toSorted((a, b) => a.mean - b.mean);
  const [least, most] = [inOrder[0], inOrder.at(-1)];
  if (!least || !most) return '';
  const scale = scaleOf(metric, [curve[most.part]]);
  const at = ({ mean, part }: typeof least): string =>
    `${plain(mean * scale.factor)} ${scale.unit}`.trim() +
    ` around ${amountText(parts[input]![part]!, unit)}`;
  return `, on average from ${at(least)} to ${at(most)}`;
}
