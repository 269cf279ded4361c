/** Finds implausible profiles, from profiles, boards and models alone. */
import type { Board, ModelFacts } from '../catalog/board.ts';
import type { Profile } from '../catalog/profile.ts';
import { baseSeconds, prefillSeconds } from '../kernel/pace.ts';
import { bytesPerStep } from './fromFacts.ts';

interface Implausible {
  readonly profile: string;
  readonly line: string;
}

/** Tolerance: sizes of weights are rounded. */
const ROUNDING = 1.1;
/** Models this much smaller should not be slower by more than the spread between labs and runs. */
const SMALLER = 0.7;
const SLOWER = 1.15;

/** An engine that reaches less of the memory bandwidth, in the usual mode, was limited by something else. */
const LEAST_SHARE = 0.3;
/** Smaller models spend their steps on other things than reading weights. */
const BOUND_BY_MEMORY = 0.7e9;

/**
 * Lines for profiles that are faster than their memory, far slower than it, or slower than larger models beside them.
 */
export function implausible(
  profiles: readonly Profile[],
  boards: readonly Board[],
  models: readonly ModelFacts[],
): Implausible[] {
  const facts = new Map(models.map((model) => [model.id, model]));
  const board = new Map(boards.map((each) => [each.id, each]));
  const known = profiles.flatMap((profile) => {
    const model = facts.get(profile.model);
    const bytes = model && bytesPerStep(model, profile.quantisation);
    const dense = model?.active === undefined;
    return bytes ? [{ profile, bytes, dense, step: baseSeconds(profile.pace.step, 1) }] : [];
  });
  return known.flatMap((one) => {
    const { profile, bytes, step } = one;
    const lines: string[] = [];
    const { bandwidth, compute } = board.get(profile.board) ?? {};
    if (bandwidth !== undefined && step * ROUNDING < bytes / bandwidth)
      lines.push(
        `a step of ${ms(step)} reads ${gigabytes(bytes)} of weights: ${gigabytes(bytes / step)} a second, above the memory bandwidth of ${gigabytes(bandwidth)}`,
      );
    const usual = board.get(profile.board)?.modes[0] === profile.mode;
    if (
      bandwidth !== undefined &&
      usual &&
      one.dense &&
      bytes > BOUND_BY_MEMORY &&
      bytes / step < LEAST_SHARE * bandwidth
    )
      lines.push(
        `a step of ${ms(step)} reads ${gigabytes(bytes)} of weights: ${gigabytes(bytes / step)} a second, ${Math.round((100 * bytes) / step / bandwidth)} % of the memory bandwidth; was it throttled, or did part of it run elsewhere?`,
      );
    const model = facts.get(profile.model)!;
    const prompt = 512;
    const operations = 2 * (model.active ?? model.parameters) * prompt;
    const seconds = prefillSeconds(profile.pace, prompt);
    if (compute !== undefined && seconds * ROUNDING < operations / (4 * compute))
      lines.push(
        `a prompt of ${prompt} tokens in ${ms(seconds)} takes ${(operations / seconds / 1e12).toFixed(0)} TFLOPS, more than four times the stated speed in 16 bits`,
      );
    const held = known.find((other) => twin(profile, other.profile) && other.profile.mode === HELD_BACK);
    if (usual && held && prefillSeconds(held.profile.pace, prompt) < seconds)
      lines.push(
        `a prompt of ${prompt} tokens takes ${ms(seconds)}, longer than when throttled by heat (${ms(prefillSeconds(held.profile.pace, prompt))})`,
      );
    if (usual && held && held.step < step)
      lines.push(`a step of ${ms(step)} is slower than when throttled by heat (${ms(held.step)})`);
    const larger = known.find(
      (other) => beside(one, other) && bytes < SMALLER * other.bytes && step > SLOWER * other.step,
    );
    if (larger)
      lines.push(
        `a step of ${ms(step)} is slower than ${ms(larger.step)} of ${larger.profile.name}, which reads ${(larger.bytes / bytes).toFixed(1)} times as many bytes`,
      );
    return lines.map((line) => ({ profile: profile.name, line }));
  });
}

const HELD_BACK = 'throttled';

/** The same model on the same board, in whatever mode. */
function twin(a: Profile, b: Profile): boolean {
  return (['board', 'model', 'quantisation', 'engine'] as const).every((key) => a[key] === b[key]);
}

interface Known {
  readonly profile: Profile;
  readonly dense: boolean;
}

/** The same board, mode, engine and kind of weights; mixtures are held against mixtures. */
function beside(a: Known, b: Known): boolean {
  const same = (key: 'board' | 'mode' | 'engine' | 'quantisation'): boolean =>
    a.profile[key] === b.profile[key];
  return same('board') && same('mode') && same('engine') && same('quantisation') && a.dense === b.dense;
}

const ms = (seconds: number): string => `${(seconds * 1000).toPrecision(3)} ms`;
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toPrecision(3)} GB`;
