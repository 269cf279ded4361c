/** By how much a claim holds, in every setting it is about. */
import { comparison } from '../../experiment/compare.ts';
import { judgements, type Judged } from '../../experiment/expect.ts';
import type { Findings } from '../../experiment/findings.ts';
import { metricOf } from '../../metrics/definitions.ts';
import type { Expect, ScenarioFile } from '../../scenario/scenario.ts';
import type { ClaimCase } from './result.ts';

/** The cases of each claim of the file, in its order. */
export function claimCases(scenarioFile: ScenarioFile, findings: Findings): ClaimCase[][] {
  return scenarioFile.expect.map((expect) =>
    judgements(scenarioFile, findings, expect).map((judged) => ({
      cell: judged.cell,
      outcome: judged.outcome,
      detail: judged.detail,
      ...changed(judged, expect, scenarioFile, findings),
    })),
  );
}

function changed(
  { cell, partner }: Judged,
  { metric, claim }: Expect,
  scenarioFile: ScenarioFile,
  findings: Findings,
): Pick<ClaimCase, 'change' | 'own' | 'margin'> {
  const unknown = { change: null, own: false, margin: Infinity };
  if (partner === null || claim.kind === 'within' || typeof claim.than !== 'object') return unknown;
  const axis = Object.keys(claim.than)[0] ?? '';
  const found = comparison(scenarioFile, findings, { metric, axis, cell, baseline: partner });
  if (!found) return unknown;
  const { difference, relative } = found;
  const { mean, ci95 } = relative;
  const margin =
    claim.kind === 'lessThan' ? -(ci95?.[1] ?? mean ?? -Infinity) : (ci95?.[0] ?? mean ?? Infinity);
  // Shares change in points. Otherwise a relative change, unless the other mean is not known precisely enough.
  const own = difference.ci95 !== null && (ci95 === null || metricOf(metric).share);
  return { change: own ? difference : relative, own, margin };
}
