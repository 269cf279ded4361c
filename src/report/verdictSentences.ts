/** How the cells of a run cope, and what share of the requests met the slo, in sentences. */
import type { Summary, CellSummary, Estimate } from '../results.ts';
import { VERDICTS, type Verdict } from '../verdicts.ts';
import { axes, hasEdge, cellName } from './axes.ts';
import { plain, PERCENT, text } from './format.ts';
import type { Sentence } from './section.ts';
import { percent } from '../kernel/numbers.ts';

/** Of them, what is offered is not what arrives. */
const IF_AT_ONCE = ', if answers took no time';

export function verdicts({ cells }: Summary): Sentence[] {
  const varied = axes(cells);
  const bare = cells.filter((cell) => !hasEdge(cell));
  const names = bare.map((cell) => cellName(cell, varied)).join('; ');
  const there = bare.length === cells.length ? 'There' : `${names}: there`;
  const none: Sentence = { text: `${there} is no edge; the cloud answers everything.`, tone: 'neutral' };
  const kept = (Object.keys(VERDICTS) as Verdict[]).flatMap((verdict): Sentence[] => {
    const those = cells.filter((cell) => cell.verdict === verdict && hasEdge(cell));
    if (those.length === 0) return [];
    const { text: meant, closed: ofPeople, impatient, tone } = VERDICTS[verdict];
    const loads = those.flatMap(({ offeredLoad }) =>
      offeredLoad === null ? [] : [Math.round(offeredLoad * 100)],
    );
    const closed = those.every(({ metrics }) => metrics['users.active'] !== undefined);
    const load =
      loads.length === 0 ? '' : ` at an offered load of ${range(loads)} %${closed ? IF_AT_ONCE : ''}`;
    const gaveUp = those.some(({ metrics }) => (metrics['abandoned']?.mean ?? 0) > 0);
    const meaning = (closed ? ofPeople : undefined) ?? (gaveUp ? impatient : undefined) ?? meant;
    const who =
      cells.length === 1
        ? 'The run is'
        : those.length === cells.length
          ? 'All cells are'
          : those.length <= 3
            ? `${those.map((cell) => cellName(cell, varied)).join('; ')}:`
            : `${those.length} of ${cells.length} cells are`;
    return [{ text: `${who} ${verdict}${load}: ${meaning}.`, tone }];
  });
  return bare.length === 0 ? kept : [...kept, none];
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? plain(least) : `${plain(least)} to ${plain(most)}`;
}

type Asked = Pick<CellSummary, 'metrics' | 'sloTarget' | 'replications' | 'recorded'>;

/** What `95 %` is off 0.95 by. */
const ROUNDING = 1e-12;

/** `91.65 ± 0.20 %`; null where there is no slo, or nothing to meet it. */
export function sloShare({ metrics }: Asked): string | null {
  const slo = metrics['slo.attainment'];
  return slo?.mean == null ? null : `${text(slo, PERCENT)} %`;
}

/** `; target 95 %: missed`; empty where no target is known. */
export function targetWords(cell: Asked): string {
  const slo = cell.metrics['slo.attainment'];
  if (cell.sloTarget === undefined || slo?.mean == null) return '';
  return `; target ${percent(cell.sloTarget)}: ${outcome(slo, slo.mean, cell.sloTarget, cell)}`;
}

/**
 * By the interval. Without one a single run decides only of a log, which is what it is, and of a world whose other figures
 * have intervals: this one is the same in all of its regions.
 */
function outcome(
  { ci95 }: Estimate,
  mean: number,
  target: number,
  { metrics, replications, recorded }: Asked,
): 'met' | 'missed' | 'undecided' | 'undecided from one run' {
  const alone = replications < 2 && !recorded && Object.values(metrics).every((one) => one.ci95 === null);
  if (alone) return 'undecided from one run';
  const [low, high] = ci95 ?? [mean, mean];
  const asked = target - ROUNDING;
  return low >= asked ? 'met' : high < asked ? 'missed' : 'undecided';
}
