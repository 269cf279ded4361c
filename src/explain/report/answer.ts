/** The answers of `edgewise explain`, a sentence for each question. */
import { given } from '../../kernel/given.ts';
import type { Explained, RequestStory, Timeline } from '../result.ts';
import { counted } from '../../kernel/words.ts';
import { plain } from '../../report/format.ts';
import type { Sentence } from '../../report/section.ts';
import { answererWords, seconds } from './sentences.ts';
import { stretchTexts } from './timeline.ts';
import { refusedAnswer, worstAnswer } from './worstText.ts';

export function explainedAnswer({ request, worst, refused, timeline }: Explained): Sentence {
  const said = given([
    request && requestAnswer(request),
    worst && worstAnswer(worst),
    refused && refusedAnswer(refused),
    timeline && timelineAnswer(timeline),
  ]);
  return { text: said.join(' '), tone: 'neutral' };
}

/** How it ended, and whether another choice would have been better for it. */
function requestAnswer({ request, outcome, machine, e2e, choices }: RequestStory): string {
  const [, ...others] = choices;
  const by = answererWords(machine);
  const end =
    e2e === null
      ? `Request ${plain(request)} was never answered (${outcome})`
      : `Request ${plain(request)} was answered by ${by} after ${seconds(e2e)}`;
  if (others.length === 0) return `${end}.`;
  const best = others
    .filter((one) => one.e2e !== null && (e2e === null || one.e2e < e2e - 1e-9))
    .toSorted((a, b) => a.e2e! - b.e2e!)[0];
  if (!best) {
    const all = others.length === 1 ? 'the other choice' : `none of ${plain(others.length)} other choices`;
    const not = others.length === 1 ? ' not' : '';
    return `${end}; ${all} would${not} have ${e2e === null ? 'got it an answer' : 'been sooner'}.`;
  }
  const where = best.choice === 'cloud' ? 'to the cloud' : `to ${best.choice}`;
  const then = e2e === null ? `, after ${seconds(best.e2e!)}` : ` ${seconds(e2e - best.e2e!)} sooner`;
  return `${end}; sent ${where} it would have been${then}.`;
}

/** What happened in the stretch. */
export function timelineAnswer(timeline: Timeline): string {
  const { from, to, came, bars, marks } = timeline;
  const [begins, ends] = stretchTexts(timeline);
  const count = (kind: string): number => marks.filter((mark) => mark.kind === kind).length;
  const answers = bars.filter(
    ({ ended, end, machine }) => ended === 'answered' && end >= from && end < to && machine >= 0,
  ).length;
  const lost = count('lost');
  return `From ${begins} to ${ends} ${counted(came, 'request')} came; machines completed ${counted(answers, 'answer')} and refused ${counted(count('refused'), 'time')}, and ${counted(count('cloud'), 'request')} went to the cloud${lost > 0 ? `; ${plain(lost)} ${lost === 1 ? 'was' : 'were'} lost to machines that failed` : ''}.`;
}
