/** Figures in words: which way is better, and how a difference in them is said. */
import { isShare } from '../shares.ts';

export interface Wording {
  /** 1 when more is better, -1 when less is, 0 when neither. */
  readonly better: 1 | -1 | 0;
  readonly verb: string;
  readonly up: string;
  readonly down: string;
  readonly noun: string;
  readonly unit: string;
  /** Whether it is a share: what changes then are points, not per cent of a per cent. */
  readonly share: boolean;
}

type Entry = readonly [
  better: 1 | -1 | 0,
  verb: string,
  up: string,
  down: string,
  noun: string,
  unit?: string,
];

const FIGURES: Readonly<Record<string, Entry>> = {
  arrived: [0, 'receives', 'more', 'fewer', 'requests'],
  'edge.served': [1, 'serves', 'more', 'fewer', 'requests at the edge'],
  'edge.rejected': [-1, 'rejects', 'more', 'fewer', 'requests'],
  'edge.tokens': [1, 'serves', 'more', 'fewer', 'tokens at the edge'],
  'cloud.requests': [-1, 'redirects', 'more', 'fewer', 'requests'],
  'cloud.promptTokens': [-1, 'redirects', 'more', 'fewer', 'prompt tokens'],
  'cloud.outputTokens': [-1, 'leaves to the cloud', 'more', 'fewer', 'output tokens'],
  'cloud.tokens': [-1, 'redirects', 'more', 'fewer', 'tokens'],
  'cloud.cost': [-1, 'pays', 'more', 'less', 'for the cloud', '$'],
  dropped: [-1, 'drops', 'more', 'fewer', 'requests'],
  failed: [-1, 'fails', 'more', 'fewer', 'requests'],
  retries: [-1, 'sees', 'more', 'fewer', 'retries'],
  'attempts.mean': [-1, 'needs', 'more', 'fewer', 'tries for a request'],
  abandoned: [-1, 'loses', 'more', 'fewer', 'requests to impatience'],
  'edge.lostJoules': [-1, 'wastes', 'more', 'less', 'energy on work for nobody', 'J'],
  'edge.joules': [-1, 'uses', 'more', 'less', 'energy at the edge', 'J'],
  'edge.idleJoules': [-1, 'uses', 'more', 'less', 'idle energy at the edge', 'J'],
  'edge.cost': [-1, 'pays', 'more', 'less', 'for the edge', '$'],
  'total.cost': [-1, 'pays', 'more', 'less', 'in all', '$'],
  costPerResponse: [-1, 'pays', 'more', 'less', 'per response', '$'],
  'edge.utilization': [0, 'has', 'higher', 'lower', 'utilisation of the edge'],
  'edge.utilizationSpread': [-1, 'has', 'wider', 'narrower', 'spread of utilisation over the devices'],
  'edge.fairness': [1, 'has', 'higher', 'lower', 'fairness over the devices'],
  'edge.availability': [1, 'has', 'higher', 'lower', 'availability of the machines'],
  'cloud.availability': [1, 'has', 'higher', 'lower', 'availability of the cloud'],
  'edge.windowFill': [0, 'has', 'higher', 'lower', 'fill of the windows'],
  'edge.slotOccupancy': [0, 'has', 'higher', 'lower', 'occupancy of the slots'],
  'wait.mean': [-1, 'has', 'longer', 'shorter', 'mean wait', 's'],
  'users.active': [-1, 'keeps', 'more', 'fewer', 'people waiting for an answer'],
  'queue.mean': [-1, 'has', 'longer', 'shorter', 'mean queue'],
  quality: [1, 'has', 'higher', 'lower', 'quality'],
  responsiveness: [1, 'has', 'higher', 'lower', 'responsiveness'],
  utility: [1, 'has', 'higher', 'lower', 'utility'],
  pcr: [1, 'has', 'higher', 'lower', 'PCR'],
  'slo.attainment': [1, 'has', 'higher', 'lower', 'share of requests that meet the slo'],
  goodput: [1, 'has', 'higher', 'lower', 'goodput'],
};

const LATENCIES: Readonly<Record<string, string>> = {
  ttft: 'time to first token',
  tpot: 'time per output token',
  e2e: 'time to the whole answer',
};

const PLACES: Readonly<Record<string, string>> = { edge: 'at the edge', cloud: 'in the cloud' };

/** What is compared when nothing else is asked for. */
export const HEADLINES: readonly string[] = [
  'edge.served',
  'edge.rejected',
  'cloud.tokens',
  'cloud.cost',
  'dropped',
  'failed',
  'retries',
  'abandoned',
  'ttft.mean',
  'ttft.p95',
  'e2e.mean',
  'e2e.p95',
  'edge.utilization',
  'edge.utilizationSpread',
  'edge.cost',
  'total.cost',
  'costPerResponse',
  'quality',
  'responsiveness',
  'utility',
  'pcr',
  'slo.attainment',
  'goodput',
];

/** What every value of an axis is compared in with every other: of the headlines those that decide. */
export const DECIDING: readonly string[] = [
  'edge.rejected',
  'cloud.tokens',
  'ttft.p95',
  'e2e.p95',
  'edge.utilizationSpread',
  'total.cost',
  'costPerResponse',
  'pcr',
  'slo.attainment',
];

/** What is not simply had, as the subject of a sentence. */
const SUBJECTS: Readonly<Record<string, string>> = {
  arrived: 'the number of requests',
  'edge.served': 'the number of requests served at the edge',
  'edge.rejected': 'the number of requests rejected by the edge',
  'edge.tokens': 'the number of tokens served at the edge',
  'cloud.requests': 'the number of requests redirected to the cloud',
  'cloud.promptTokens': 'the number of prompt tokens redirected to the cloud',
  'cloud.outputTokens': 'the number of output tokens left to the cloud',
  'cloud.tokens': 'the number of tokens redirected to the cloud',
  'cloud.cost': 'the bill of the cloud',
  dropped: 'the number of requests dropped',
  failed: 'the number of requests that fail',
  retries: 'the number of retries',
  'attempts.mean': 'the mean number of tries for a request',
  abandoned: 'the number of requests given up by their clients',
  'users.active': 'the mean number of people waiting for an answer',
  'edge.lostJoules': 'the energy of work for nobody',
  'edge.joules': 'the energy of the work at the edge',
  'edge.idleJoules': 'the idle energy at the edge',
  'edge.cost': 'the cost of the edge',
  'total.cost': 'the cost of edge and cloud',
  costPerResponse: 'the cost per response',
};

/** `the number of requests rejected by the edge`; a figure without words goes by its name. */
export function subjectOf(metric: string): string {
  if (Object.hasOwn(SUBJECTS, metric)) return SUBJECTS[metric]!;
  const [first = '', ...rest] = metric.split('.');
  if (Object.hasOwn(PLACES, first) && Object.hasOwn(SUBJECTS, rest.join('.')))
    return `${SUBJECTS[rest.join('.')]!} ${PLACES[first]!}`;
  const { verb, noun } = wordingOf(metric);
  return verb === 'has' && !noun.includes('.') ? `the ${noun}` : metric;
}

export function wordingOf(metric: string): Wording {
  const [better, verb, up, down, noun, unit = ''] = entryOf(metric);
  return { better, verb, up, down, noun, unit, share: isShare(metric) };
}

function entryOf(metric: string): Entry {
  if (Object.hasOwn(FIGURES, metric)) return FIGURES[metric]!;
  const [first = '', ...rest] = metric.split('.');
  if (Object.hasOwn(PLACES, first) && rest.length > 0) {
    const [better, verb, up, down, noun, unit = ''] = entryOf(rest.join('.'));
    return [better, verb, up, down, `${noun} ${PLACES[first]!}`, unit];
  }
  if (Object.hasOwn(LATENCIES, first)) {
    const which = rest[0] === 'mean' ? 'mean' : `${rest[0]?.slice(1) ?? ''}th percentile of the`;
    return [-1, 'has', 'longer', 'shorter', `${which} ${LATENCIES[first]!}`, 's'];
  }
  return [0, 'has', 'higher', 'lower', metric];
}
