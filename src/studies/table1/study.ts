/** The paper's Table I beside its own arithmetic and the simulator. */
import { given } from '../../kernel/given.ts';
import { Bench } from '../../experiment/bench.ts';
import type { Job } from '../../experiment/job.ts';
import { numberColumn, textColumn } from '../../report/columns.ts';
import { rounded } from '../../report/format.ts';
import type { Sentence } from '../../report/section.ts';
import { table, wrap, type Column } from '../../report/table.ts';
import { read } from '../../scenario/read.ts';
import type { Study, StudyKind, TextScreen } from '../study.ts';

/** Values that the paper prints for a platform. */
interface Printed {
  readonly platform: string;
  /** Cents for a response. */
  readonly costPerResponse: number;
  readonly quality: number;
  readonly responsiveness: number;
  readonly pcr: number;
  /** The fleet simulated for it. */
  readonly fleet: string;
  readonly cloud: string | null;
}

/** One source prints R = 0.33 in the third row too; only 0.16 gives the PCR that is printed there. */
const TABLE: readonly Printed[] = [
  {
    platform: 'Cloud, GPT-4',
    costPerResponse: 1.65,
    quality: 0.97,
    responsiveness: 0.71,
    pcr: 0.51,
    fleet: '[]',
    cloud: 'openai/gpt-4',
  },
  {
    platform: 'AGX Orin, Qwen2.5 7B',
    costPerResponse: 0.0041,
    quality: 0.91,
    responsiveness: 0.28,
    pcr: 145.12,
    fleet: '[{ profile: agx-orin-64gb/qwen2.5-7b-q4-llamacpp-maxn }]',
    cloud: null,
  },
  {
    platform: 'AGX Orin, Qwen2.5 3B',
    costPerResponse: 0.0025,
    quality: 0.8,
    responsiveness: 0.16,
    pcr: 192,
    fleet: '[{ profile: agx-orin-64gb/qwen2.5-3b-q4-llamacpp-maxn }]',
    cloud: null,
  },
  {
    platform: 'Orin Nano, Qwen2.5 3B',
    costPerResponse: 0.0017,
    quality: 0.8,
    responsiveness: 0.33,
    pcr: 332.35,
    fleet: '[{ profile: orin-nano-8gb/qwen2.5-3b-q4-llamacpp-original15w }]',
    cloud: null,
  },
];

/** One platform of Table I. */
export interface TableOneRow {
  readonly platform: string;
  /** PCR: utility per cent of cost. */
  readonly printed: number;
  readonly recomputed: number;
  readonly simulated: number | null;
  /** The terms of the recomputed PCR; cost in cents per response. */
  readonly paper: {
    readonly costPerResponse: number;
    readonly quality: number;
    readonly responsiveness: number;
  };
  /** Simulated values: cents, seconds and joules per response. */
  readonly measured: Readonly<Record<string, number | null>>;
}

/** The paper's Table I as printed, recomputed and simulated. */
export interface TableOne {
  readonly alpha: number;
  /** How R is computed in the simulated rows. */
  readonly responsiveness: string;
  readonly rows: readonly TableOneRow[];
}

const TABLE_ONE: StudyKind<TableOne> = { name: 'table1', file: null, text: tableOneText, answer: answerOf };

/** How Table I is computed. */
export interface TableOneOptions {
  /** Weight of quality; by default that of the paper. */
  readonly alpha?: number | undefined;
  /** How R is computed in the simulated rows: by default from the paper's constants. */
  readonly responsiveness?: 'table' | 'ttft' | 'reading' | undefined;
}

/** The study of Table I: each platform alone. */
export function tableOneStudy({
  alpha = PRINTED_AT,
  responsiveness = 'table',
}: TableOneOptions = {}): Study<TableOne> {
  const jobs = TABLE.map((row, cell) => jobOf(row, cell, alpha, responsiveness));
  return {
    kind: TABLE_ONE,
    scenarioFile: null,
    needs: {
      runs: jobs.length,
      requests: jobs.length * REQUESTS,
      largest: REQUESTS,
      some: () => jobs.map((job) => ({ job, requests: REQUESTS })),
    },
    before: { opening: '', lines: [], said: {} },
    async conclude(options) {
      const measured: Record<string, number | null>[] = [];
      await new Bench(options).need(jobs, ({ cell, result }) => {
        measured[cell] = measuredOf(result.metrics);
      });
      const rows = TABLE.map((row, cell) => rowOf(row, measured[cell]!, alpha));
      return { result: { alpha, responsiveness, rows }, holds: true, figures: [] };
    },
  };
}

function rowOf(
  { platform, costPerResponse, quality, responsiveness, pcr }: Printed,
  measured: Readonly<Record<string, number | null>>,
  alpha: number,
): TableOneRow {
  return {
    platform,
    printed: pcr,
    recomputed: (alpha * quality + (1 - alpha) * responsiveness) / costPerResponse,
    simulated: measured['pcr'] ?? null,
    paper: { costPerResponse, quality, responsiveness },
    measured,
  };
}

/** Requests far enough apart that none waits. Only the cloud's delays are random. */
const REQUESTS = 100;

function jobOf({ fleet, cloud }: Printed, cell: number, alpha: number, responsiveness: string): Job {
  const text = `
name: table1
duration: ${REQUESTS}000s
workload: { arrivals: { kind: deterministic, rate: 0.001/s }, prompt: 100, output: 225 }
fleet: ${fleet}
fallback: drop
${cloud === null ? '' : `cloud: { profile: ${cloud} }`}
metrics: { alpha: ${alpha}, electricity: 0.25 $/kWh, responsiveness: ${responsiveness} }`;
  const { cells, seed } = read(text, { file: 'table1' });
  return { cell, replication: 0, draw: null, seed, scenario: cells[0]!.scenario, keep: 'none' };
}

function measuredOf(metrics: Readonly<Record<string, number | null>>): Record<string, number | null> {
  const of = (name: string): number | null => metrics[name] ?? null;
  const cost = of('costPerResponse');
  const served = of('edge.served');
  return {
    costPerResponse: cost === null ? null : cost * 100,
    quality: of('quality'),
    responsiveness: of('responsiveness'),
    utility: of('utility'),
    pcr: of('pcr'),
    ttft: of('ttft.mean'),
    e2e: of('e2e.mean'),
    joules: served ? of('edge.joules')! / served : null,
  };
}

/** The alpha of the paper's table. */
const PRINTED_AT = 0.5;

/** The platform with the highest utility per cent, by the paper and by the simulator. */
function answerOf({ alpha, rows }: TableOne): Sentence | null {
  const best = (of: (row: TableOneRow) => number | null): TableOneRow | undefined =>
    rows.filter((row) => of(row) !== null).toSorted((a, b) => of(b)! - of(a)!)[0];
  const [paper, here] = [best(({ recomputed }) => recomputed), best(({ simulated }) => simulated)];
  if (!paper || !here) return null;
  const agree = rows.filter(
    ({ printed, recomputed }) => rounded(printed, 2) === rounded(recomputed, 2),
  ).length;
  const digits =
    alpha === PRINTED_AT ? `; ${agree} of ${rows.length} printed PCR are recomputed to the digit` : '';
  const who = `${paper.platform} has the highest utility per cent at alpha ${alpha}: ${rounded(paper.recomputed, 2)} by the paper's figures`;
  const simulated =
    here === paper
      ? `, ${rounded(here.simulated!, 2)} simulated`
      : `; simulated it is ${here.platform}, ${rounded(here.simulated!, 2)}`;
  return { text: `${who}${simulated}${digits}.`, tone: 'neutral' };
}

const WHY =
  'Simulated: each platform alone, 100 tokens in and 225 out, electricity at 25 cents/kWh, no idle energy. The lengths follow from the price of GPT-4; the paper gives none for the boards. The Orin Nano is in its original 15 W mode. Figure 3 shows it in its 25 W mode, which is faster and takes less energy for the same answer. R = 0.16 in the third row: one source prints 0.33 there, but only 0.16 gives the PCR it prints.';

function tableOneText({ alpha, responsiveness, rows }: TableOne, { columns, paint }: TextScreen): string {
  const to =
    (places: number) =>
    (value: number): string =>
      rounded(value, places);
  const shown: Column[] = given([
    { ...textColumn('', rows, ({ platform }) => platform), unit: 'platform' },
    numberColumn('PCR', 'printed', rows, ({ printed }) => printed, to(2)),
    numberColumn('PCR', 'recomputed', rows, ({ recomputed }) => recomputed, to(2)),
    numberColumn('PCR', 'simulated', rows, ({ simulated }) => simulated, to(2)),
    numberColumn('CPR, cents', 'printed', rows, ({ paper }) => paper.costPerResponse, to(4)),
    numberColumn('CPR, cents', 'simulated', rows, ({ measured }) => measured['costPerResponse']!, to(4)),
    numberColumn('Q', 'printed', rows, ({ paper }) => paper.quality, to(2)),
    numberColumn('R', 'printed', rows, ({ paper }) => paper.responsiveness, to(2)),
    responsiveness !== 'table' &&
      numberColumn('R', responsiveness, rows, ({ measured }) => measured['responsiveness']!, to(2)),
    numberColumn('energy, J', 'simulated', rows, ({ measured }) => measured['joules']!),
    numberColumn('ttft, s', 'simulated', rows, ({ measured }) => measured['ttft']!, to(2)),
  ]);
  return `${[
    `${paint('Table I', 'heading')}  ${paint(`utility per cent, PCR = (alpha Q + (1 - alpha) R) / CPR, at alpha ${alpha}`, 'quiet')}`,
    table(shown, { width: columns, keys: 1, paint }),
    wrap(alpha === PRINTED_AT ? WHY : `Printed: as in the paper, at alpha ${PRINTED_AT}. ${WHY}`, columns),
  ].join('\n\n')}\n`;
}
