/** What the scenario is about, in a sentence over its figures. */
import type { ControlsModel } from './controlsModel.ts';
import { number } from './numbers.ts';

const WORDS = [
  '',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
];

export function introWords({
  fleet,
  fallback,
  cloud,
}: Pick<ControlsModel, 'fallback' | 'cloud'> & {
  readonly fleet: readonly { readonly count: number }[];
}): string {
  const all = fleet.reduce((sum, { count }) => sum + count, 0);
  const away = fallback === 'cloud' ? `goes to ${cloud ?? 'a cloud'}` : 'gets no answer';
  if (all === 0) return `There are no machines: every question to the language model ${away}.`;
  const [machines, refuse] =
    all === 1 ? ['machine answers', 'it refuses'] : ['machines answer', 'they refuse'];
  return `${WORDS[all] ?? number(all)} small ${machines} questions to a language model; what ${refuse} ${away}.`;
}
