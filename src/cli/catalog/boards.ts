/** Boards as the catalogue lists them: what they are, what they cost and draw, and what is known on them. */
import type { Board } from '../../catalog/board.ts';
import { FITS, type Profile } from '../../catalog/profile.ts';
import { plain } from '../../report/format.ts';
import { columnsOf } from '../../report/columns.ts';
import { table, wrap } from '../../report/table.ts';
import { shownOr } from './columns.ts';
import type { Screen } from '../terminal/terminal.ts';

/** For who does not find a machine or a model. */
export const HOW_TO_ADD =
  'If your machine or model is missing, measure it with llama-bench -p 31,101,191,383 -n 64 -d 0,512,2048 -o jsonl > bench.jsonl (several at once: llama-batched-bench, or the log of a server), then run edgewise calibrate bench.jsonl --board NAME --idle-watts W --decode-watts W. The default output of llama-bench is enough for a rough profile.';

export function boardsText(
  boards: readonly Board[],
  profiles: readonly Profile[],
  { columns: width, paint }: Screen,
): string {
  const of = (board: Board): Profile[] =>
    profiles.filter(({ board: id, isDefault }) => id === board.id && isDefault);
  const columns = columnsOf(boards, [
    ['board', '', ({ id }) => id, 'left'],
    ['memory', 'GB', ({ memoryBytes }) => shownOr(memoryBytes && memoryBytes / 1e9)],
    ['moves', 'GB/s', ({ bandwidth }) => shownOr(bandwidth && bandwidth / 1e9)],
    ['idle', 'W', ({ idle, modes }) => shownOr(idle[modes[0]!])],
    ['busy', 'W', (board) => shownOr(busyWatts(board, of(board)))],
    ['price', '$', ({ price }) => (price?.usd ? `${plain(price.usd)} (${price.at})` : 'unknown'), 'left'],
    ['models', '', (board) => fitsOf(of(board)), 'left'],
  ]);
  const shown = table(columns, { width, keys: 1, paint });
  const sources = boards.length > FEW ? [] : boards.map((board) => wrap(sourceOf(board), width, '  '));
  return `${[shown, ...(sources.length > 0 ? [sources.join('\n')] : [])].join('\n\n')}\n\n${wrap('Idle and busy: watts of the whole board or PC, many of them assumed; each profile says which. Prices: list prices, where known. edgewise catalog WORD... shows the profiles with all of these words in the names of their board and model.', width)}`;
}

/** Of so many boards it is said where their figures are from. */
const FEW = 4;

function sourceOf({ id, price, idleWhy, usableWhy }: Board): string {
  const asked = price === undefined ? 'unknown' : `${price.source}, ${price.at}`;
  return `${id}: price: ${asked}; idle: ${idleWhy}; of its memory for a model: ${usableWhy}`;
}

/** Of the profiles on it the most, or what is said of the board. */
function busyWatts(board: Board, profiles: readonly Profile[]): number | undefined {
  const measured = profiles.map(({ power }) => power.decode);
  return measured.length > 0 ? Math.max(...measured) : board.loadWatts?.[board.modes[0]!];
}

function fitsOf(profiles: readonly Profile[]): string {
  return FITS.flatMap((fit) => {
    const count = profiles.filter((profile) => profile.fit === fit).length;
    return count > 0 ? [`${count} ${fit}`] : [];
  }).join(', ');
}
