/** A catalogue that stays as it is, and a scenario that uses it: what recorded messages are about. */
import { catalogue, type Catalogue } from '../../src/catalog/catalog.ts';
import type { CloudProfile } from '../../src/catalog/cloud.ts';
import { inlineProfile } from '../../src/catalog/inlineProfile.ts';
import type { Profile } from '../../src/catalog/profile.ts';
import { read, type ReadOptions } from '../../src/scenario/read.ts';
import { ScenarioError } from '../../src/scenario/mistake.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';

const made = (board: string, more: object = {}): Profile => ({
  ...inlineProfile.parse({
    name: `${board}/tiny-q4-llamacpp-maxn`,
    board,
    model: 'tiny',
    quantisation: 'q4',
    engine: 'llamacpp',
    mode: 'maxn',
    pace: { prefill: { fixed: 0.05, perToken: 0.001 }, step: { fixed: 0.02 } },
    power: { idle: 5, prefill: 15, decode: 12 },
    quality: 0.8,
    responsiveness: 0.3,
    ...more,
  }),
  isDefault: true,
});

const remote: CloudProfile = {
  name: 'acme/large',
  price: { input: 30, output: 60 },
  quality: 0.97,
  responsiveness: null,
  roundTrip: { kind: 'constant', value: 0.04 },
  ttft: { kind: 'lognormal', median: 0.6, p95: 1 },
  decodeSpeed: { kind: 'constant', value: 25 },
  context: 8192,
  sources: [{ text: 'made up', licence: '' }],
  assumptions: [],
};

export const SHELF: Catalogue = catalogue(
  [
    made('orin'),
    made('nano'),
    made('crumb', { memory: { weights: '9.5 GB', usable: '7 GB' } }),
    made('mystery', { quality: null, responsiveness: null }),
  ],
  [remote],
);

export const OFFICE: string = `name: office
duration: 10m
workload:
  arrivals: { kind: poisson, rate: 0.5/s }
  prompt: 80
  output: { kind: lognormal, mean: 120, cv: 0.6 }
fleet:
  - { profile: orin/tiny-q4, count: 2, queue: 4 }
strategy: loadAware
`;

type Options = Omit<ReadOptions, 'file' | 'catalogue'>;

export function readOffice(text: string = OFFICE, options: Options = {}): ScenarioFile {
  return read(text, { file: 'office.yaml', catalogue: SHELF, ...options });
}

/** What reading it throws. */
export function refusal(text: string, options: Options = {}): ScenarioError {
  try {
    readOffice(text, options);
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
  throw new Error('it was read without a mistake');
}

/** The office with some of its lines in the place of others, by their first word. */
export function office(lines: Readonly<Record<string, string>>): string {
  const kept: string[] = [];
  let key = '';
  for (const line of OFFICE.trimEnd().split('\n')) {
    key = /^\w+/.exec(line)?.[0] ?? key;
    if (!Object.hasOwn(lines, key)) kept.push(line);
  }
  return [...kept, ...Object.values(lines).filter((text) => text !== '')].join('\n') + '\n';
}
