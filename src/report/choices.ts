/** Figures that are alike: a page shows one of them at a time. */
import { capital } from '../kernel/words.ts';
import type { Figure } from './figure.ts';

/** More than can be chosen from at a glance are all shown. */
const MOST = 12;

/** Those of one kind become one with a switch; on its buttons is what their titles do not share. None where `kindOf` says null. */
export function choices(figures: readonly Figure[], kindOf: (name: string) => string | null): Figure[] {
  return figures.map((figure) => {
    const of = kindOf(figure.name);
    const alike = figures.filter(({ name }) => kindOf(name) === of);
    if (of === null || alike.length < 2 || alike.length > MOST) return figure;
    return {
      ...figure,
      choice: {
        of,
        label: own(
          figure.title,
          alike.map(({ title }) => title),
        ),
      },
    };
  });
}

/** A title without the words that all of them begin and end with; a number of machines keeps what there are so many of. */
function own(title: string, all: readonly string[]): string {
  const words = all.map((one) => one.split(' '));
  const mine = title.split(' ');
  const shortest = Math.min(...words.map(({ length }) => length));
  let first = 0;
  while (first < shortest && words.every((one) => one[first] === mine[first])) first++;
  let last = 0;
  while (last < shortest - first && words.every((one) => one.at(-1 - last) === mine.at(-1 - last))) last++;
  const end = mine.length - last;
  const left = mine
    .slice(first, end > first && mine[end] === '×' ? end + 2 : end)
    .join(' ')
    .replace(/[,:;]$/, '');
  return capital(left === '' ? title : left);
}
