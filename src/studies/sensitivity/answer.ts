/** What a study of sensitivity answers, in one short sentence; what else it found is under it. */
import type { ClaimStudy, Output, Sensitivity } from './result.ts';
import { percent } from '../../kernel/numbers.ts';
import { capital } from '../../kernel/words.ts';
import { metricOf } from '../../metrics/definitions.ts';
import { leading } from './leading.ts';
import { shiftWords } from './shiftWords.ts';

type Made = Omit<Sensitivity, 'answer' | 'sentences'>;

/** Claims first, where they were judged; else the first figure that depends on something; null where none does. */
export function studyAnswer(study: Made): string | null {
  const { claims, outputs } = study;
  if (claims && claims.claims.length > 0) return ofClaims(claims.claims);
  for (const { metric } of outputs) {
    const said = ofMetric(
      study,
      outputs.filter((one) => one.metric === metric),
    );
    if (said !== null) return said;
  }
  return null;
}

function ofClaims(claims: readonly ClaimStudy[]): string {
  const least = claims.reduce((a, b) => (b.shares.holds < a.shares.holds ? b : a));
  const holds =
    least.shares.holds === 1
      ? 'holds at every point'
      : `holds at ${percent(least.shares.holds, 2)} of the points`;
  if (claims.length === 1) return `${capital(least.text)}: ${holds}.`;
  if (least.shares.holds === 1) return `All ${claims.length} claims hold at every point.`;
  return `Of ${claims.length} claims the one that holds least ${holds}: ${least.text}.`;
}

/** Null where it depends on nothing that was varied, or nobody looked. */
function ofMetric(study: Made, outputs: readonly Output[]): string | null {
  const all = outputs.map((output) => ofOutput(study, output));
  const first = all.find((one) => one !== null);
  if (first == null) return null;
  const subject = capital(metricOf(outputs[0]!.metric).subject);
  if (study.cells.length === 1) return `${subject} ${first.depends}${first.does}.`;
  const alike = all.every((one) => one?.depends === first.depends);
  if (alike) return `${subject} ${first.depends} in every cell.`;
  const labels = Object.values(study.cells[outputs[all.indexOf(first)]!.cell]!).map(String);
  return `${subject} ${first.depends} (${labels.join(', ')})${first.does}.`;
}

interface OnWhat {
  readonly depends: string;
  /** What moving that input does, where it is one. */
  readonly does: string;
}

function ofOutput({ inputs }: Made, { metric, indices, shifts, screening }: Output): OnWhat | null {
  const found = indices && leading(inputs, indices);
  if (!found) {
    const largest = (screening ?? []).reduce(
      (a, { size }, i, all) => (size > (all[a]?.size ?? 0) ? i : a),
      -1,
    );
    return largest < 0
      ? null
      : { depends: `depends most on ${inputs[largest]!.name}, by the screening`, does: '' };
  }
  const { order, apart, settled } = found;
  const [most, next] = order;
  if (!settled) return null;
  if (!apart)
    return {
      depends: `depends most on ${most.name} or ${next!.name}; which of them more is undecided`,
      does: '',
    };
  const shift = shifts?.[most.i];
  return {
    depends: `depends most on ${most.name}`,
    does: shift ? `: ${shiftWords(inputs[most.i]!, metric, shift, null, true)}` : '',
  };
}
