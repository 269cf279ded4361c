/** How the cells of a run cope, in sentences. */
import type { Summary } from '../results.ts';
import { VERDICTS, type Verdict } from '../verdicts.ts';
import { axes, hasEdge, cellName } from './axes.ts';
import { plain } from './format.ts';
import type { Sentence } from './section.ts';

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
