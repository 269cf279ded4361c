/** Figures that there are of all answers, of those of the edge, and of those of the cloud. */
import { capital } from '../../kernel/words.ts';
import {
  type AnsweredBy,
  type Statistic,
  type Definition,
  type AnswerFigures,
  metric,
  type Worth,
  type Said,
} from './definition.ts';

const PARTS = {
  '': { before: '', place: '', who: 'all answers', of: 'arrived' },
  edge: { before: 'edge.', place: ' at the edge', who: 'answers of the edge', of: 'edge.served' },
  cloud: { before: 'cloud.', place: ' in the cloud', who: 'answers of the cloud', of: 'cloud.requests' },
} as const satisfies Readonly<Record<AnsweredBy, unknown>>;
const percentile = (p: number): { noun: string; long: string; description: string } => ({
  noun: `${p}th percentile of the`,
  long: p === 50 ? 'median' : `${p}th percentile`,
  description: `${p}th percentile`,
});
const STATISTICS: Readonly<Record<Statistic, ReturnType<typeof percentile>>> = {
  mean: { noun: 'mean', long: 'mean', description: 'mean' },
  p50: percentile(50),
  p95: percentile(95),
  p99: percentile(99),
};

/** What a figure of all answers is shown in; those of a part are in no list. */
type Shown = Partial<Pick<Definition, 'short' | 'long' | 'lists' | 'places' | 'tenant'>>;

/** A latency of the answers of a part, by its statistics. */
export function latency(
  part: AnsweredBy,
  name: keyof AnswerFigures['latency'],
  said: { readonly noun: string; readonly description: string },
  statistics: Readonly<Partial<Record<Statistic, Shown>>>,
): Definition[] {
  const { place, who, before } = PARTS[part];
  return (Object.entries(statistics) as [Statistic, Shown][]).map(([statistic, shown]) => {
    const { noun, long, description } = STATISTICS[statistic];
    return metric(`${before}${name}.${statistic}`, {
      unit: 's',
      description: `${said.description}: ${description} over ${who}`,
      of: ({ parts }) => parts[part].latency[name][statistic] ?? null,
      ...(statistic === 'mean' && { within: ({ parts }) => parts[part].within[name] ?? null }),
      better: -1,
      says: ['has', 'longer', 'shorter', `${noun} ${said.noun}${place}`],
      short: `${part} ${name} ${statistic}`.trim(),
      long: `${capital(said.noun)}${place}, ${long}`,
      ...(part === '' && shown),
    });
  });
}

/** What an answer of a part was worth, or cost. */
export function worth(
  part: AnsweredBy,
  name: Worth,
  {
    description,
    says,
    subject,
    judged,
    ...said
  }: Pick<Said, 'unit' | 'description' | 'better' | 'says' | 'subject' | 'most'> & {
    readonly judged?: true;
  },
  shown: Shown = {},
): Definition {
  const { place, who, before, of } = PARTS[part];
  const [verb, up, down, noun] = says;
  return metric(`${before}${name}`, {
    ...said,
    description: `${description} (${who})`,
    of: ({ parts }) => parts[part].worth[name],
    says: [verb, up, down, `${noun}${place}`],
    ...(judged && { judged: { quality: `${before}quality`, of } }),
    ...(subject && { subject: `${subject}${place}` }),
    ...(part === '' && shown),
  });
}
