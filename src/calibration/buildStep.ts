/** Step time from a profile's own rows; what they do not determine comes from related profiles. */
import { meanContext, stepSeconds, usable, type Measurement } from './measurement.ts';
import { isMixture } from './law/mixture.ts';
import { robustFit, type Fitted } from './leastSquares.ts';
import { fitStep, type StepLaw } from './stepFit.ts';

/** The same for a mixture of experts, where further sequences activate further experts: as on boards measured at 1 and 8. */
const PER_SEQUENCE_EXPERTS = 0.17;
/** What each further sequence adds, as a share of a single sequence's step, if no batch was measured. */
const PER_SEQUENCE: Readonly<Record<string, number>> = { vllm: 0.03, llamacpp: 0.35, ollama: 0.35 };
const PER_SEQUENCE_OTHER = 0.35;

function sequenceShare({ engine, model }: Measurement): number {
  const dense = PER_SEQUENCE[engine] ?? PER_SEQUENCE_OTHER;
  return isMixture(model) ? Math.max(dense, PER_SEQUENCE_EXPERTS) : dense;
}

/** Contexts must differ by this factor to determine the cost of a cached token. */
const CONTEXT_SPAN = 4;

export function tellsContext(rows: readonly Measurement[]): boolean {
  if (rows.some((row) => row.prompt === null)) return false;
  const contexts = rows.map(meanContext);
  return Math.max(...contexts) >= CONTEXT_SPAN * Math.min(...contexts);
}

interface BuiltStep {
  readonly step: StepLaw;
  /** The fit of fixed and perCachedToken, where both were fitted. */
  readonly fitted: Fitted | null;
  readonly assumptions: readonly string[];
}

/** `cached` gives seconds per cached token if the rows do not determine them. */
export function buildStep(
  rows: readonly Measurement[],
  cached: () => { readonly value: number; readonly why: string },
): BuiltStep {
  const known = rows.filter((row) => usable(row, 'speed') !== null);
  if (known.length === 0) throw new RangeError('no decode speed to fit a step time to');
  const [first] = known as [Measurement];
  if (new Set(known.map((row) => row.batch)).size > 1) {
    if (!tellsContext(known) || known.length < 4) return batched(known, cached());
    const { step } = fitStep(known);
    return { step, fitted: null, assumptions: [] };
  }
  if (tellsContext(known) && known[0]!.batch === 1) {
    const { step, fitted } = fitStep(known);
    return {
      step: shared(step.fixed, step.perCachedToken, first),
      fitted,
      assumptions: [sequenceText(first)],
    };
  }
  const { value, why } = cached();
  const bare = known.map((row) => {
    const seconds = stepSeconds(row, row.speed!);
    return Math.max(seconds / 2, seconds - row.batch * value * meanContext(row));
  });
  const fixed = robustFit(
    bare.map(() => [1]),
    bare,
  ).coefficients[0]!;
  return { step: shared(fixed, value, first), fitted: null, assumptions: [why, sequenceText(first)] };
}

function batched(
  known: readonly Measurement[],
  { value, why }: { readonly value: number; readonly why: string },
): BuiltStep {
  const { coefficients } = robustFit(
    known.map((row) => [1, row.batch]),
    known.map((row) => {
      const seconds = stepSeconds(row, row.speed!);
      return Math.max(seconds / 2, seconds - row.batch * value * meanContext(row));
    }),
  );
  const [fixed, perSequence] = coefficients as [number, number];
  return { step: { fixed, perSequence, perCachedToken: value }, fitted: null, assumptions: [why] };
}

/** A single sequence's step stays as measured; an assumed share of it is counted per sequence. */
function shared(fixed: number, perCachedToken: number, row: Measurement): StepLaw {
  const share = sequenceShare(row);
  return { fixed: fixed * (1 - share), perSequence: fixed * share, perCachedToken };
}

function sequenceText(row: Measurement): string {
  const share = Math.round(sequenceShare(row) * 100);
  const like = isMixture(row.model) ? 'mixtures of experts' : 'models';
  return `each further sequence of a batch adds ${share} % of a single sequence's step (assumed from other ${like} on ${row.engine}; no batch was measured here)`;
}
