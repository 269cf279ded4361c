/** The `plan` section of a file: what may be bought, and the requirements. */
import { z } from 'zod';
import { count, dollars, ofAnotherKind, positive, seconds, share, whole } from '../options.ts';
import { fits } from './check.ts';
import { factsOf, kindsOf } from './facts.ts';
import { machine } from './machine.ts';
import type { Problem } from './problem.ts';
import type { Candidate, Planning, Scenario } from './scenario.ts';
const MOST_FLEETS = 200_000;
const MOST_MACHINES = 100_000;
const MOST_SPARE = 3;

const RANGE = 'a range such as 0..6, or a whole number for exactly that many';

const bounds = z
  .union([z.number(), z.string()], { error: RANGE })
  .transform((written, context) => {
    const [, from, to = from] = /^\s*(\d+)\s*(?:\.\.\s*(\d+)\s*)?$/.exec(String(written)) ?? [];
    const [least, most] = [Number(from), Number(to)];
    if (from === undefined || least > most || most > MOST_MACHINES) {
      const turned = { code: 'custom' as const, message: 'the smaller number first' };
      context.addIssue(least > most ? turned : ofAnotherKind(RANGE));
      return z.NEVER;
    }
    return { least, most };
  })
  .meta({ expects: RANGE, examples: ['0..6'] });

const candidate = z.strictObject({
  profile: machine.profile,
  quality: machine.quality,
  server: machine.server,
  price: dollars().describe('Dollars for one machine.'),
  priceSource: z
    .string()
    .nullable()
    .default(null)
    .describe('Source of the price, shown with the assumptions.'),
  count: bounds.describe('How many there may be: 0..6, or a whole number for exactly that many.'),
  slots: machine.slots,
  queue: machine.queue,
  device: machine.device,
  failures: machine.failures,
  outages: machine.outages,
});

const share0 = (what: string): z.ZodType => share().nullable().default(null).describe(what);
const time = (what: string): z.ZodType => seconds().nullable().default(null).describe(what);

export const planning: z.ZodType = z
  .strictObject({
    candidates: z
      .array(candidate)
      .min(1)
      .meta({
        expects:
          'a list of kinds of machines, for instance [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 1..4, price: 249 $ }]',
      })
      .describe('Kinds of machines to choose from, each with its price.'),
    lifetime: seconds()
      .default(1095 * 86400)
      .describe('How long a machine serves; its price is spread over it. Default 1095d, three years.'),
    busy: time(
      'Hours of a month with the demand of the workload; machines are idle during the rest. Default: all of them.',
    ),
    growth: z
      .array(positive())
      .min(1)
      .default([1])
      .meta({ expects: 'a list of factors above 0, for instance [1, 1.5]: today, and half as much again' })
      .describe("Levels of demand to plan for, as multiples of the workload's. Default [1]."),
    p95: z
      .strictObject({
        ttft: time('95 of 100 first tokens come within this.'),
        e2e: time('95 of 100 answers are complete within this.'),
        tpot: time('95 of 100 answers need at most this per token after the first.'),
      })
      .prefault({} as never)
      .describe('Upper bounds on 95th percentiles over the requests that were answered.'),
    cloudShare: z
      .union([
        share().transform((requests) => ({ requests, tokens: null })),
        z.strictObject({
          requests: share0('Share of the requests that arrived.'),
          tokens: share0('Share of the tokens that were answered.'),
        }),
      ])
      .meta({ expects: 'a share of the requests, for instance 20 %, or { requests, tokens }' })
      .prefault({} as never)
      .describe(
        'Largest share that may go to the cloud: of the requests, or { requests, tokens }. With 0 % the fleet is planned without a cloud, and refused requests are lost. Default: no limit.',
      ),
    quality: share0(
      'Least share of right answers: the mean of the Q of the machines and of the cloud, weighted by the answers each gives. Where Q is unknown, answers count as wrong. Default: no requirement.',
    ),
    budget: dollars().nullable().default(null).describe('Most dollars a month, in total. Default: no limit.'),
    headroom: share()
      .default(0.2)
      .describe('Extra demand at which a fleet still has to meet all requirements. Default 20 %.'),
    spare: whole()
      .refine((spare) => spare <= MOST_SPARE, { error: `${MOST_SPARE} at most` })
      .default(0)
      .describe(
        'Machines, whichever they are, that may be missing while the fleet still meets the requirements, at the demand of the headroom. Default 0.',
      ),
    per: z
      .enum(['request', 'day'])
      .default('request')
      .describe(
        'Whether slo.target applies to all requests together, or to each day, on a share of the days; a replication is a day. Default request.',
      ),
    days: share()
      .default(0.95)
      .describe('With per: day, the share of days that have to meet the slo. Default 0.95.'),
    margin: share0(
      'How much better than its target a fleet has to be for the plan to find it with 80 % power. If that takes more than 128 runs, mostRuns is raised. Default: a quarter of the distance from the target to 100 %.',
    ),
    mostRuns: count()
      .nullable()
      .default(null)
      .describe('Most runs of an undecided fleet. Default 128; more with per: day or a small margin.'),
    mostRequests: positive()
      .default(1e8)
      .describe(
        'Most requests that the search simulates at each level of demand; then it ends with the results so far. Default 1e8.',
      ),
  })
  .nullable()
  .default(null)
  .describe('The machines that edgewise plan chooses from, and the requirements they have to meet.');

/** Whether nothing may go to the cloud: then there is none. */
export function isEdgeOnly(planning: Planning | null | undefined): boolean {
  return planning ? planning.cloudShare.requests === 0 || planning.cloudShare.tokens === 0 : false;
}

/** Checks the section against the rest of the file. */
export function checkPlanning(
  { candidates, cloudShare, p95, quality }: Planning,
  scenario: Scenario,
  strategyWritten: boolean,
): readonly Problem[] {
  const found: Problem[] = [];
  const wrong = (path: Problem['path'], message: string, allowed?: string): void => {
    found.push({ path: ['plan', ...path], of: 'value', message, allowed });
  };
  const total = candidates.reduce((product, { count }) => product * (count.most - count.least + 1), 1);
  if (total > MOST_FLEETS)
    wrong(['candidates'], `make ${total} fleets`, `${MOST_FLEETS} at most: narrow the counts`);
  const machines = candidates.reduce((sum, { count }) => sum + count.most, 0);
  const own = scenario.fleet.reduce((sum, { count }) => sum + count, 0);
  // For a fleet in the file this was reported already.
  if (machines > 1 && own <= 1 && !strategyWritten)
    found.push({
      path: ['strategy'],
      of: 'missing',
      message: 'strategy is missing: fleets of the plan have more than one device',
      allowed: kindsOf('strategies').join(', '),
    });
  candidates.forEach((one: Candidate, i) => fits(one, ['candidates', i, 'profile'], wrong));
  const times = [...Object.values(p95), scenario.slo.ttft, scenario.slo.e2e, scenario.slo.tpot];
  const shares = Object.values(cloudShare);
  const given = (value: number | null): boolean => value !== null;
  // A cloud share of 0 says who answers, but not how well.
  if (!times.some(given) && !shares.some((value) => value !== null && value > 0))
    wrong([], 'asks nothing of a fleet', 'slo: { ttft, e2e or tpot }, plan.p95, or plan.cloudShare above 0');
  if (shares.some((value) => value !== null && value > 0) && scenario.cloud === null)
    wrong(['cloudShare'], 'is a share of a cloud that the file does not have', 'a cloud in the file, or 0 %');
  if (shares.includes(0) && factsOf('strategies', scenario.strategy).cloudOnly)
    wrong(
      ['cloudShare'],
      'leaves nothing to the cloud, and the strategy sends all there',
      'another strategy',
    );
  const known = [
    ...candidates.map((one) => one.profile),
    ...(scenario.cloud ? [scenario.cloud.profile] : []),
  ];
  if (quality !== null && known.every((one) => one.quality === null))
    wrong(
      ['quality'],
      `cannot be shown: Q is unknown of ${known.map(({ name }) => name).join(', ')}`,
      'quality: 85 % beside a profile, from answers to your own questions',
    );
  return found;
}
