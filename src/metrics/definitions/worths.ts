/** What the answers are worth, what they cost, and whether they came in time. */
import { metric, ratio, type Definition, type AnsweredBy } from './definition.ts';
import { worth } from './parts.ts';

export const worths = (part: AnsweredBy): readonly Definition[] => [
  worth(
    part,
    'costPerResponse',
    {
      unit: '$',
      description: 'dollars per response',
      better: -1,
      says: ['pays', 'more', 'less', 'per response'],
      subject: 'the cost per response',
    },
    {
      short: 'per response',
      lists: ['table', 'screen', 'uncertain', 'compared', 'deciding'],
      places: { sensitivity: 5 },
    },
  ),
  worth(
    part,
    'quality',
    {
      unit: '',
      description: 'Q: share of right answers; a request without an answer counts as wrong',
      most: 1,
      judged: true,
      better: 1,
      says: ['has', 'higher', 'lower', 'quality'],
    },
    { lists: ['compared'] },
  ),
  worth(
    part,
    'responsiveness',
    {
      unit: '',
      description: 'R: from the time to first token, 1 at best; a request without an answer counts as 0',
      most: 1,
      better: 1,
      says: ['has', 'higher', 'lower', 'responsiveness'],
    },
    { lists: ['compared'] },
  ),
  worth(
    part,
    'utility',
    {
      unit: '',
      description: 'U = alpha Q + (1 - alpha) R',
      most: 1,
      judged: true,
      better: 1,
      says: ['has', 'higher', 'lower', 'utility'],
    },
    { lists: ['compared'] },
  ),
  worth(
    part,
    'pcr',
    {
      unit: '',
      description: 'U per cent: utility / cost per response in cents',
      judged: true,
      better: 1,
      says: ['has', 'higher', 'lower', 'PCR'],
    },
    {
      short: 'PCR',
      long: 'Utility per cent of cost (PCR)',
      lists: ['table', 'screen', 'compared', 'deciding'],
      places: { ranking: 7 },
    },
  ),
];

export const OBJECTIVE: readonly Definition[] = [
  metric('slo.attainment', {
    unit: '',
    description: 'share of arrived requests that met the slo',
    of: ({ metrics: { options, edge, cloud, judged } }) =>
      options.objective ? ratio(edge.met + cloud.met, judged) : null,
    tenant: ({ attainment }) => attainment,
    share: true,
    most: 1,
    better: 1,
    says: ['has', 'higher', 'lower', 'share of requests that meet the slo'],
    short: 'slo met',
    long: 'Requests that met the slo',
    lists: ['planning', 'capacity', 'table', 'screen', 'compared', 'deciding', 'figure4', 'map'],
    places: { short: 4, ranking: 4, sensitivity: 4, tenant: 11 },
  }),
  metric('goodput', {
    unit: 'requests/s',
    description: 'requests per second that met the slo',
    of: ({ metrics: { options, edge, cloud }, seconds }) =>
      options.objective ? (edge.met + cloud.met) / seconds : null,
    better: 1,
    says: ['has', 'higher', 'lower', 'goodput'],
    lists: ['compared'],
  }),
];
