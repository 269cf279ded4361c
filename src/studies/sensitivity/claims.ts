/** For which share of the ranges a scenario's claims hold, judged at points of their own. */
import type { Bin, ClaimOutcome, ClaimStudy, Divide, Input, Shares } from './result.ts';
import type { Expect, ScenarioFile } from '../../scenario/scenario.ts';
import { cellWith } from '../../experiment/compare.ts';
import { evaluate } from '../../experiment/expect.ts';
import type { Findings } from '../../experiment/findings.ts';
import { difference, pairs } from '../../experiment/paired.ts';
import { valueAt } from './input.ts';
import type { Responses } from './responses.ts';

const LOAD = 'load';
const BINS = 5;
/** Fewest points on either side for a statement about where they concentrate. */
const FEWEST = 5;

export function claimStudy(
  scenarioFile: ScenarioFile,
  inputs: readonly Input[],
  sample: readonly { readonly point: number; readonly values: readonly number[] }[],
  responses: Responses,
): ClaimStudy[] {
  const findings = sample.map(({ point }) => responses.findings(point));
  return scenarioFile.expect.map((expect) => {
    const outcomes = findings.map((found) => judge(scenarioFile, found, expect));
    const cell = cellOf(scenarioFile, expect);
    const loads = sample.map(({ point }) => responses.mean(point, cell, 'offeredLoad'));
    const variables = [
      ...inputs.map((input, i) => ({
        name: input.path,
        values: sample.map(({ values }) => values[i]!),
        cuts: cutsOf(input),
      })),
      { name: LOAD, values: loads, cuts: evenCuts(loads) },
    ];
    const holds = outcomes.filter((one) => one === 'holds').length;
    return {
      text: expect.text,
      outcomes,
      shares: sharesOf(outcomes),
      holds95: wilson(holds, outcomes.length),
      bins: variables.map(({ name, values, cuts }) => ({
        variable: name,
        bins: binned(values, outcomes, cuts),
      })),
      divide: divide(variables, outcomes),
    };
  });
}

function judge(scenarioFile: ScenarioFile, findings: Findings, expect: Expect): ClaimOutcome {
  const { outcome } = evaluate(scenarioFile, findings, expect);
  const { claim, metric, where, of } = expect;
  if (outcome === 'holds' || claim.kind === 'within' || typeof claim.than !== 'object') return outcome;
  const than = claim.than;
  const wanted = Object.entries({ ...where, ...of });
  const even = scenarioFile.cells.every(({ labels }, cell) => {
    if (!wanted.every(([path, label]) => labels[path] === label)) return true;
    const partner = cellWith(scenarioFile, { ...labels, ...than });
    if (partner === undefined) return false;
    const { estimate, replications } = difference(pairs(findings, cell, partner, metric));
    return replications > 0 && estimate.mean === 0 && estimate.ci95 === null;
  });
  return even ? 'even' : outcome;
}

/** The first cell that a claim is about. */
function cellOf({ cells }: ScenarioFile, { where, of }: Expect): number {
  const wanted = Object.entries({ ...where, ...of });
  return Math.max(
    0,
    cells.findIndex(({ labels }) => wanted.every(([path, label]) => labels[path] === label)),
  );
}

function sharesOf(outcomes: readonly ClaimOutcome[]): Shares {
  const share = (one: ClaimOutcome): number =>
    outcomes.length === 0 ? 0 : outcomes.filter((other) => other === one).length / outcomes.length;
  return { holds: share('holds'), even: share('even'), undecided: share('undecided'), fails: share('fails') };
}

/** Boundaries of the parts of a range; few whole numbers are parts of their own. */
function cutsOf(input: Input): number[] {
  const { low, high, whole } = input;
  if (whole && high - low < 2 * BINS) return Array.from({ length: high - low + 2 }, (_, i) => low + i - 0.5);
  return Array.from({ length: BINS + 1 }, (_, i) => valueAt({ ...input, whole: false }, i / BINS));
}

/** Cuts into parts with about equally many values, to two digits. */
function evenCuts(values: readonly number[]): number[] {
  const sorted = values.filter(Number.isFinite).sort((x, y) => x - y);
  if (sorted.length === 0) return [];
  const inner = Array.from({ length: BINS - 1 }, (_, i) =>
    Number(sorted[Math.floor(((i + 1) * sorted.length) / BINS)]!.toPrecision(2)),
  );
  const low = Math.floor(sorted[0]! * 100) / 100;
  const high = Math.ceil(sorted.at(-1)! * 100) / 100;
  return [...new Set([low, ...inner.filter((cut) => cut > low && cut < high), high])];
}

function binned(
  values: readonly number[],
  outcomes: readonly ClaimOutcome[],
  cuts: readonly number[],
): Bin[] {
  return cuts.slice(1).flatMap((to, i) => {
    const from = cuts[i]!;
    const last = i === cuts.length - 2;
    const inside = outcomes.filter(
      (_, k) => values[k]! >= from && (values[k]! < to || (last && values[k]! <= to)),
    );
    return inside.length === 0 ? [] : [{ from, to, points: inside.length, shares: sharesOf(inside) }];
  });
}

/** The cut on one variable that best separates the points where a claim holds from the others (the largest Smirnov distance). */
function divide(
  variables: readonly { readonly name: string; readonly values: readonly number[] }[],
  outcomes: readonly ClaimOutcome[],
): Divide | null {
  const holding = outcomes.filter((one) => one === 'holds').length;
  const others = outcomes.length - holding;
  if (holding < FEWEST || others < FEWEST) return null;
  let best: (Divide & { readonly distance: number }) | null = null;
  for (const { name, values } of variables) {
    const order = values.flatMap((value, i) => (Number.isFinite(value) ? [i] : []));
    order.sort((i, j) => values[i]! - values[j]!);
    let below = 0;
    let belowHolding = 0;
    for (const [rank, i] of order.entries()) {
      if (outcomes[i] === 'holds') belowHolding++;
      else below++;
      const next = order[rank + 1];
      if (next === undefined || values[next] === values[i]) continue;
      const gap = below / others - belowHolding / holding;
      if (best && Math.abs(gap) <= best.distance) continue;
      const above = gap < 0;
      const at = (values[i]! + values[next]!) / 2;
      const part = (share: number): number => (above ? 1 - share : share);
      best = {
        variable: name,
        above,
        at: Number(at.toPrecision(3)),
        ofOthers: part(below / others),
        ofHolding: part(belowHolding / holding),
        distance: Math.abs(gap),
      };
    }
  }
  if (!best) return null;
  const { distance: _, ...found } = best;
  return found;
}

/** Wilson's 95 % interval of a share. */
function wilson(hits: number, trials: number): readonly [number, number] {
  if (trials === 0) return [0, 1];
  const z = 1.959963985;
  const share = hits / trials;
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half =
    (z / (1 + (z * z) / trials)) *
    Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
