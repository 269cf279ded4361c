/** Everything at once: whatever goes on, the books of a run balance, nobody is left inside, and it goes the same way again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPLETED, PREEMPTED, REFUSED, RETURNED, STRIDE, type Moves } from '../../src/kernel/moves.ts';
import { replication } from '../../src/metrics/result.ts';
import { CLOUD, reasonOf, type Listener } from '../../src/model.ts';
import { assemble } from '../../src/scenario/assemble.ts';
import { read } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { sourceOf } from '../world/context.ts';
import { everything, LOG } from '../world/everything.ts';

/** More with RUNS=10000 npx vitest run test/engine/everything.test.ts */
const RUNS = Number(process.env['RUNS'] ?? 90);

function runs(scenario: Scenario, seed: number, seen: Set<string>): { faults: string[]; result: string } {
  const listener: Listener = {
    moved({ end, kind, station, reason, attempts }: Moves) {
      for (let row = 0; row < end; row += STRIDE) {
        const where = station[row] === CLOUD ? 'cloud' : 'edge';
        if (kind[row] === PREEMPTED) seen.add('preempted');
        if (kind[row] === REFUSED) seen.add(`refused: ${reasonOf(reason[row]!)}`);
        if (kind[row] === RETURNED) seen.add(`back from the ${where}: ${reasonOf(reason[row]!)}`);
        if (kind[row] === COMPLETED)
          seen.add(`served by the ${where}${attempts[row]! > 1 ? ' at last' : ''}`);
      }
    },
  };
  const { engine, parts, metrics, sampler, conservation } = assemble(scenario, {
    seed,
    replication: 0,
    source: () => sourceOf(LOG),
    listeners: () => [listener],
  });
  engine.run(parts);
  const { fleet } = parts;
  const faults = conservation.faults();
  if (engine.requests.size > 0) faults.push(`${engine.requests.size} rows are still open`);
  for (let i = 0; i < fleet.size; i++) {
    if (fleet.load[i] !== 0 || fleet.running[i] !== 0) faults.push(`machine ${i} still holds somebody`);
    if (fleet.up[i] !== fleet.open[i])
      faults.push(`machine ${i} is up ${fleet.up[i]}, open ${fleet.open[i]}`);
    if (fleet.clear[i]! > engine.clock[0]!) faults.push(`machine ${i} is not clear`);
  }
  return { faults, result: JSON.stringify(replication(metrics, sampler)) };
}

describe('everything at once', () => {
  it('conserves everything, ends with an empty system, and is reproducible', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(everything, fc.nat(1000), (written, seed) => {
        const text = JSON.stringify({ name: 'everything', ...written });
        const { scenario } = read(text, { file: 'everything.yaml' }).cells[0]!;
        const { faults, result } = runs(scenario, seed, seen);
        expect(faults).toEqual([]);
        expect(runs(scenario, seed, seen).result).toBe(result);
      }),
      { numRuns: RUNS },
    );
    expect([...seen].sort()).toEqual([
      'back from the cloud: cloudOutage',
      'back from the cloud: timeout',
      'back from the edge: deviceDown',
      'back from the edge: timeout',
      'preempted',
      'refused: cloudLimit',
      'refused: cloudOutage',
      'refused: contextLimit',
      'refused: deviceDown',
      'refused: queueFull',
      'refused: rateLimit',
      'refused: tooLarge',
      'served by the cloud',
      'served by the cloud at last',
      'served by the edge',
      'served by the edge at last',
    ]);
  });
});
