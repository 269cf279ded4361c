/** Prefill time from a profile's own rows, with assumed parts where they are too few. */
import { median } from 'simple-statistics';
import { usable, type Measurement } from './measurement.ts';
import { fitPrefill, type Prefill, type PrefillPoint } from './prefillFit.ts';

/** Fixed seconds of a prefill, by engine, if the profile's rows do not determine them. */
const FIXED: Readonly<Record<string, number>> = { llamacpp: 0.05, ollama: 0.2, vllm: 0.03 };
const FIXED_OTHER = 0.05;
/** Ratio of the quadratic to the linear coefficient, if it was not measured. */
const CURVATURE = 3e-5;

export function points(rows: readonly Measurement[]): PrefillPoint[] {
  return rows
    .filter((row) => usable(row, 'ttft') !== null && row.prompt !== null)
    .map((row) => ({ prompt: row.prompt!, seconds: row.ttft! }));
}

export function distinctPrompts(rows: readonly Measurement[]): number {
  return new Set(points(rows).map(({ prompt }) => prompt)).size;
}

/** Prefill from a profile's own rows: fitted from three prompts up, with assumed parts below; `otherwise` without any. */
export function buildPrefill(rows: readonly Measurement[], otherwise: Prefill | null): Prefill {
  const known = points(rows);
  const distinct = distinctPrompts(rows);
  if (distinct >= 3) return fitPrefill(known).prefill;
  if (distinct === 0) {
    if (otherwise) return otherwise;
    throw new RangeError('no time to first token and no relative to take it from');
  }
  const curve = (prompt: number): number => prompt * (1 + CURVATURE * prompt);
  const [low, high] = [...known]
    .sort((a, b) => a.prompt - b.prompt)
    .flatMap((p, i, all) => (i === 0 || i === all.length - 1 ? [p] : []));
  let fixed = FIXED[rows[0]!.engine] ?? FIXED_OTHER;
  let perToken = median(known.map(({ prompt, seconds }) => Math.max(0, seconds - fixed) / curve(prompt)));
  if (distinct === 2) {
    perToken = (high!.seconds - low!.seconds) / (curve(high!.prompt) - curve(low!.prompt));
    fixed = Math.max(0, low!.seconds - perToken * curve(low!.prompt));
  }
  return { fixed, perToken, perTokenSquared: perToken * CURVATURE, padTo: 1 };
}
