/** What a profile can be trusted for, and what not. */
import { given } from '../kernel/given.ts';
import { GIVEN } from './givenWatts.ts';
import { grouped } from '../kernel/grouped.ts';
import { percent } from '../kernel/numbers.ts';
import type { ErrorSummary, Errors, Profile, Range } from '../catalog/profile.ts';

const GOOD = 0.05;
const ROUGH = 0.15;
/** With fewer rows held out, cross-validation is used; with fewer of either, nothing is trusted. */
const FEW = 5;

export interface TrustVerdict {
  readonly trust: readonly string[];
  readonly doubt: readonly string[];
}

export function verdict(profile: Profile): TrustVerdict {
  const trust: string[] = [];
  const doubt: string[] = [];
  const { errors } = profile;
  const judge = (what: string, pick: (errors: Errors) => ErrorSummary | null, span: string): void => {
    const out = errors.heldOut && pick(errors.heldOut);
    const crossed = errors.crossValidated && pick(errors.crossValidated);
    const unseen = out && (out.count >= FEW || !crossed) ? out : crossed;
    const known = unseen ?? pick(errors.inSample);
    if (!known) {
      doubt.push(`${what}: not measured for this profile, but taken from others`);
      return;
    }
    if (known.count === 1) {
      doubt.push(
        (pick(errors.inSample)?.count ?? 0) > 0 && unseen
          ? `${what}: one held-out row, off by ${percent(known.worst, ERROR)}: too few for a judgement`
          : `${what}: only one measured row, so its error is unknown`,
      );
      return;
    }
    const rows = unseen
      ? 'rows, each predicted by a fit without it'
      : 'rows that it was fitted to, so the errors are too small';
    const text = `${what}${span}: half of the predictions within ${percent(known.median, ERROR)}, 95 % within ${percent(known.p95, ERROR)}, the worst error ${percent(known.worst, ERROR)} (${known.count} ${rows})`;
    if (known.median <= GOOD && unseen && known.count >= FEW) trust.push(text);
    else if (known.median <= GOOD && unseen) doubt.push(`${text}: good, but from few rows`);
    else if (known.median <= ROUGH) doubt.push(`${text}: only a rough guide`);
    else doubt.push(`${text}: do not use its absolute figures`);
  };
  const { range } = profile;
  judge(
    'time to first token',
    ({ ttft }) => ttft,
    range ? ` for prompts of ${words(range.prompt)} tokens` : '',
  );
  judge(
    'decode speed',
    ({ decodeSpeed }) => decodeSpeed,
    range ? ` with ${words(range.context)} tokens in the cache` : '',
  );
  if (profile.powerScope === GIVEN) doubt.push(`power: ${GIVEN}, so its error is unknown`);
  else judge('power while decoding, as read by the meter', ({ decodePower }) => decodePower, '');
  if (profile.fit === 'sparse')
    doubt.push('too few rows to cross-validate: its uncertainty is an assumption, not fitted');
  if (profile.fit === 'rough')
    doubt.push(
      'only one or two figures were measured and the shape is assumed: good for orders of magnitude',
    );
  const labs = profile.betweenLabs;
  if (labs)
    doubt.push(
      labs.labs === 1
        ? `other boards of this kind: only one lab measured it. Where two labs measured the same setup, they differ by ${percent(labs.sd, ERROR)} (standard deviation), and by a factor of two on a Raspberry Pi 5 that throttled; errors of a fit do not include this`
        : `other boards of this kind: the ${labs.labs} labs that measured it differ by ${percent(labs.sd, ERROR)} (standard deviation)`,
    );
  if (profile.fit === 'derived')
    doubt.push('nothing was measured: everything is derived from related profiles by rules');
  if (range) {
    if (range.batch[1] === 1)
      doubt.push('batches: none was measured; the cost of each further sequence is assumed');
    doubt.push(`contexts beyond ${grouped(range.context[1])} tokens: extrapolated`);
  }
  if (/assumed/.test(profile.powerRule)) doubt.push(`watts of the whole board: ${profile.powerRule}`);
  return { trust, doubt };
}

/** Digits of an error. */
const ERROR = 2;

function words([low, high]: Range): string {
  return low === high ? grouped(low) : `${grouped(low)} to ${grouped(high)}`;
}

/** Its median errors in one sentence, on rows not used in the fit if there are any. */
export function trustSentence({ name, fit, errors }: Profile): string {
  const { heldOut, crossValidated, inSample } = errors;
  const unseen = [heldOut, crossValidated].find(
    (one) => one && [one.ttft, one.decodeSpeed].some((each) => (each?.count ?? 0) >= FEW),
  );
  const { ttft, decodeSpeed } = unseen ?? inSample;
  const said = given([
    ttft && `first token ${percent(ttft.median, ERROR)}`,
    decodeSpeed && `decode speed ${percent(decodeSpeed.median, ERROR)}`,
  ]);
  const known =
    said.length === 0
      ? 'no errors are known'
      : `median errors of ${said.join(' and ')} on ${unseen ? 'rows not used in the fit' : 'the rows it was fitted to'}`;
  return `${name} is a ${fit} fit: ${known}.`;
}
