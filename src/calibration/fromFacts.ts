/** Rough estimates from a board's public figures, for what was not measured on it; marked as rough. */
import { kvBytesPerToken, type Board, type ModelFacts } from '../catalog/board.ts';
import type { Prefill } from './prefillFit.ts';

/** Share of a board's peak operations that prefill reaches; measured ones are 0.2 to 0.6. */
const EFFICIENCY = 0.4;
/** Share of its bandwidth that reading the cache reaches. */
const REACHED = 0.6;
const FIXED = 0.05;

/** Two operations per parameter and token. */
export function prefillFromFacts(board: Board, facts: ModelFacts): { prefill: Prefill; why: string } | null {
  if (board.compute === undefined) return null;
  const perToken = (2 * (facts.active ?? facts.parameters)) / (EFFICIENCY * board.compute);
  return {
    prefill: { fixed: FIXED, perToken, perTokenSquared: 3e-5 * perToken, padTo: 1 },
    why: `prefill from ${EFFICIENCY * 100} % of the ${board.compute / 1e12} TFLOPS stated by the maker, two operations per parameter and token (assumed; none was measured on this board)`,
  };
}

export function cachedFromFacts(board: Board, facts: ModelFacts): { value: number; why: string } | null {
  if (board.bandwidth === undefined) return null;
  return {
    value: kvBytesPerToken(facts) / (REACHED * board.bandwidth),
    why: `cost of a cached token from its bytes at ${REACHED * 100} % of the memory bandwidth (assumed; no related profile on this board measured it)`,
  };
}

/** Bytes of weights read by a step of one sequence: all of a dense model, the active part of a mixture. */
export function bytesPerStep(facts: ModelFacts, quantisation: string): number | null {
  const weights = facts.weights[quantisation];
  if (weights === undefined) return null;
  return facts.active === undefined ? weights : (weights * facts.active) / facts.parameters;
}
