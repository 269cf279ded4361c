/** A recorded log through the simulator: the same requests at the same times, and what becomes of each. */
import type { Answers, RealLog, Status } from '../logs/answers.ts';
import { COMPLETED, STRIDE } from '../kernel/moves.ts';
import { inMemory } from '../logs/inMemory.ts';
import { NOTHING } from '../metrics/only.ts';
import type { Source } from '../model.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { simulate } from '../experiment/simulate.ts';

/** The name by which a scenario's trace finds the log. */
const LOG_FILE = 'recorded log';

/** What a scenario's workload has to be to replay it. */
export const REPLAY: Readonly<Record<string, unknown>> = {
  kind: 'trace',
  file: LOG_FILE,
  columns: { time: 'time', prompt: 'prompt', output: 'output', tenant: 'tenant' },
};

export function replay(recorded: RealLog, scenario: Scenario, seed: number): Answers {
  const { arrival, output } = recorded;
  const size = arrival.length;
  const firstToken = new Float64Array(size).fill(NaN);
  const end = new Float64Array(size).fill(NaN);
  const status = new Array<Status>(size).fill('refused');
  simulate(scenario, {
    seed,
    replication: 0,
    source: () => sourceOf(recorded),
    listeners: () => [
      {
        moved: (moves) => {
          for (let row = 0; row < moves.end; row += STRIDE) {
            if (moves.kind[row] !== COMPLETED) continue;
            const k = moves.number[row]!;
            firstToken[k] = moves.first[row]!;
            end[k] = moves.now[row]!;
            status[k] = 'ok';
          }
        },
      },
    ],
    only: NOTHING,
  });
  return { arrival, output, firstToken, end, status };
}

/** The log as the table that the trace reads. */
function sourceOf({ arrival, prompt, output, tenant }: RealLog): Source {
  const rows = Array.from(
    arrival,
    (at, k) => `${at},${prompt[k]!},${output[k]!},"${tenant[k]!.replaceAll('"', '""')}"`,
  );
  return inMemory({ log: `time,prompt,output,tenant\n${rows.join('\n')}\n` })('log');
}
