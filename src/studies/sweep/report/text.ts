/** The results of a sweep on a terminal, complete or in progress. */
import { counted } from '../../../kernel/words.ts';
import { metricOf } from '../../../metrics/definitions.ts';
import { plain, rounded } from '../../../report/format.ts';
import { textColumn } from '../../../report/columns.ts';
import { table, wrap } from '../../../report/table.ts';
import type { Sweep, SweptEffect } from '../result.ts';
import type { TextScreen } from '../../study.ts';
import { fileNames } from '../../sensitivity/report/cells.ts';
import { sweepSentences } from './answer.ts';

/** Size and progress in one line. */
export function sweepFacts({ inputs, cells, runs, seed, version }: Sweep): string {
  const several = cells.length === 1 ? '' : `, ${cells.length} cells`;
  const left = runs.planned - runs.done;
  return `${counted(inputs.length, 'input')}${several}, ${counted(runs.done, 'run')}${left > 0 ? ` of ${plain(runs.planned)}` : ''}, seed ${seed}, edgewise ${version}`;
}

export function sweepText(sweep: Sweep, { columns: width, paint }: TextScreen): string {
  const { scenario, inputs, cells, metrics, outputs } = sweep;
  const head = `${paint(`Sweep of ${scenario}`, 'heading')}  ${paint(sweepFacts(sweep), 'quiet')}`;
  const names = fileNames(cells);
  const blocks = metrics.map((metric) => {
    const { long } = metricOf(metric);
    const about = outputs.filter((one) => one.metric === metric);
    const columns = [
      textColumn('', inputs, ({ name }) => name),
      ...about.map(({ cell, effects }) => ({
        heading: cells.length === 1 ? 'share' : names[cell]!,
        unit: '%',
        cells: effects.map(shareText),
      })),
    ];
    return `${paint(`${long}: share of its variance that an input explains by itself`, 'heading')}\n${table(columns, { width, keys: 1, paint })}`;
  });
  const note = wrap(
    '± is half of a 95 % interval. The rest up to 100 % is chance within a run, and interactions of inputs. Means over the range of each input are in the figures and in sweep.json.',
    width,
  );
  const told = sweepSentences(sweep).map((one) => `• ${wrap(one, width - 2, '  ')}`);
  const short = `${paint('In short', 'heading')}\n${told.join('\n')}`;
  return `${[head, ...blocks, note, short].join('\n\n')}\n`;
}

function shareText({ share, ci95 }: SweptEffect): readonly [string, string] {
  if (share === null) return ['–', ''];
  return [rounded(100 * share, 1), ci95 === null ? '' : `± ${rounded(50 * (ci95[1] - ci95[0]), 1)}`];
}
