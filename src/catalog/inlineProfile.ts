/** A profile written in the scenario file itself: pace and power are needed, the rest has stated defaults. */
import { z } from 'zod';
import { amount, bytes, count, delay, positive, share } from '../options.ts';
import { NO_ERRORS } from './profile.ts';
import type { Profile } from './profile.ts';

/** Room enough for any model: what `usable` is when nobody says. */
const UNLIMITED_BYTES = 1e15;

const prefill = z.strictObject({
  fixed: delay().default(0).describe('Seconds for any prompt, before its first token counts. Default 0.'),
  perToken: delay().describe('Seconds per prompt token.'),
  perTokenSquared: amount().default(0).describe('Seconds per prompt token squared. Default 0.'),
  padTo: count().default(1).describe('The prompt is rounded up to a multiple of this. Default 1.'),
  padShare: share().default(1).describe('Share of the work that is rounded up. Default 1: all of it.'),
  perStep: delay().optional().describe('Seconds more for every step that reads prompts. Default 0.'),
  outside: delay()
    .optional()
    .describe('Seconds of a request outside the engine, which keep nobody else waiting. Default 0.'),
});

const step = z.strictObject({
  fixed: delay().describe('Seconds for one decode step.'),
  perSequence: delay().default(0).describe('Seconds more for each sequence in the batch. Default 0.'),
  perCachedToken: delay().default(0).describe('Seconds more for each cached token. Default 0.'),
  alone: delay()
    .optional()
    .describe('Seconds of a step of one sequence, where it is not on the line of the others.'),
  experts: z
    .strictObject({
      seconds: delay().describe('Seconds more once a batch touches all experts.'),
      sequences: positive().describe(
        'Sequences that touch 63 % of them: -1 / ln(1 - used / experts), 21 where 6 of 128 are used by a token.',
      ),
      graphs: z
        .boolean()
        .optional()
        .describe(
          'Whether a batch is filled up to the next size that vLLM captures graphs of (1, 2, 4, 8, 16, 24, ...); what fills it wakes experts too. Default false.',
        ),
    })
    .optional()
    .describe('A mixture of experts: the share that a batch touches saturates.'),
  table: z
    .array(delay())
    .min(1)
    .optional()
    .describe(
      'Seconds of a step of 1, 2, 3, ... sequences as measured, instead of the line; beyond the last each adds perSequence.',
    ),
});

const power = z.strictObject({
  idle: amount().describe('Watts of the whole board while it waits.'),
  prefill: amount().describe('Watts while it reads a prompt.'),
  decode: amount().describe('Watts while one sequence decodes.'),
  decodePerSequence: amount().default(0).describe('Watts more for each further sequence. Default 0.'),
});

const memory = z.strictObject({
  weights: bytes().default(0).describe('Size of the weights. Default 0.'),
  kvPerToken: bytes().default(0).describe('Cache per token. Default 0: memory never limits.'),
  usable: bytes().default(UNLIMITED_BYTES).describe('What the board leaves for both. Default: no limit.'),
});

const bounds = z
  .tuple([amount(), amount()])
  .refine(([low, high]) => low <= high, { error: 'must be [lowest, highest]' });

const fields = {
  name: z.string().min(1).default('inline').describe('What tables call it. Default "inline".'),
  board: z.string().default('inline').describe('The machine. Default "inline".'),
  model: z.string().default('inline').describe('The language model. Default "inline".'),
  quantisation: z.string().default('unknown').describe('Default "unknown".'),
  engine: z.string().default('unknown').describe('Default "unknown".'),
  mode: z.string().default('unknown').describe('The power mode. Default "unknown".'),
  pace: z
    .strictObject({
      prefill: prefill.describe('How long a prompt takes.'),
      step: step.describe('How long a decode step takes.'),
      overlap: share()
        .optional()
        .describe(
          'What a step that decodes and reads prompts takes: the longer of both and this share of the shorter. About 0.5 on a GPU. Default 1: the sum, as on a CPU.',
        ),
    })
    .describe('How fast it works.'),
  power: power.describe('What it draws, in watts of the whole board.'),
  memory: memory.prefault({}).describe('Default: memory never limits.'),
  serving: z
    .strictObject({
      budget: count().describe('Tokens a step takes: one for each that decodes, the rest for prompts.'),
      late: z
        .boolean()
        .default(false)
        .describe('Whether who comes while a step runs joins the one after the next.'),
    })
    .optional()
    .describe('How the server it was measured in goes about its steps; for device: batching.'),
  context: count().default(32768).describe('Longest prompt + output in tokens. Default 32768.'),
  quality: share().nullable().default(null).describe('Share of answers that are right.'),
  responsiveness: share().nullable().default(null).describe('The constant R, for responsiveness: table.'),
  range: z
    .strictObject({
      prompt: bounds.describe('Prompt tokens, [lowest, highest].'),
      output: bounds.describe('Output tokens, [lowest, highest].'),
      context: bounds.describe('Cached tokens of one sequence, [lowest, highest].'),
      batch: bounds.describe('Sequences at a time, [lowest, highest].'),
    })
    .nullable()
    .default(null)
    .describe(
      'Lengths that were measured; outside of them a result is flagged. Default: nothing is flagged.',
    ),
  uncertainty: positive()
    .nullable()
    .default(null)
    .describe('Relative standard deviation of speed and power, for --model-error. Default: taken as exact.'),
};

/** The fields of an inline profile, for the scenario's schema. */
export const profileFields: z.ZodRawShape = fields;

const written = z.strictObject(fields);

/** A field that may be left out is missing then, never undefined. */
type Written = Omit<
  Profile,
  'isDefault' | 'fit' | 'errors' | 'uncertainty' | 'powerScope' | 'powerRule' | 'sources' | 'assumptions'
>;

const SPEED = [
  'prefill.fixed',
  'prefill.perToken',
  'prefill.perTokenSquared',
  'step.fixed',
  'step.perSequence',
  'step.perCachedToken',
] as const;
const POWER = ['power.prefill', 'power.decode'] as const;

/** Checks the fields and fills in what is not said. */
export const inlineProfile: z.ZodType<Profile> = written.transform(({ uncertainty, ...rest }): Profile => ({
  ...(rest as Written),
  isDefault: false,
  fit: 'derived',
  errors: { inSample: NO_ERRORS, crossValidated: null, heldOut: null },
  uncertainty:
    uncertainty === null
      ? []
      : [
          { kind: 'scale', of: SPEED, sd: uncertainty },
          { kind: 'scale', of: POWER, sd: uncertainty },
        ],
  powerScope: 'as written in the scenario',
  powerRule: 'none: taken as watts of the whole board',
  sources: [{ text: 'the scenario file', licence: '' }],
  assumptions: ['every number was written in the scenario file by hand'],
}));
