/** How long people wait for their answers. */
import { type Definition, type AnsweredBy } from './definition.ts';
import { latency } from './parts.ts';

const FIRST = { noun: 'time to first token', description: 'arrival to first token' };
const EACH = { noun: 'time per output token', description: 'seconds per token after the first' };
const WHOLE = { noun: 'time to the whole answer', description: 'arrival to last token' };

export const latencies = (part: AnsweredBy): readonly Definition[] => [
  ...latency(part, 'ttft', FIRST, {
    mean: { lists: ['compared'] },
    p50: { lists: ['table', 'screen'] },
    p95: {
      lists: ['table', 'screen', 'uncertain', 'compared', 'deciding'],
      places: { short: 5, ranking: 5, words: 4, sensitivity: 3, tenant: 10 },
      tenant: ({ ttft95 }) => ttft95,
    },
    p99: {},
  }),
  ...latency(part, 'tpot', EACH, { mean: {}, p95: {} }),
  ...latency(part, 'e2e', WHOLE, {
    mean: { lists: ['compared', 'precise'] },
    p50: {},
    p95: { lists: ['table', 'screen', 'uncertain', 'compared', 'deciding'] },
    p99: {},
  }),
];
