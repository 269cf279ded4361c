/** A profile written in the scenario file itself: pace and power are needed, the rest has stated defaults. */
import { z } from 'zod';
import { amount, bytes, count, delay, positive, share } from '../options.ts';
import { NO_ERRORS, OF, type Profile } from './profile.ts';

/** Room enough for any model: what `usable` is when nobody says. */
const UNLIMITED_BYTES = 1e15;

const prefill = z.strictObject({
  fixed: delay().default(0).describe('Seconds for any prompt, whatever its length. Default 0.'),
  perToken: delay().describe('Seconds per prompt token.'),
  perTokenSquared: amount().default(0).describe('Seconds per prompt token squared. Default 0.'),
  padTo: count().default(1).describe('The prompt is rounded up to a multiple of this. Default 1.'),
  padShare: share().default(1).describe('Share of the work that is rounded up. Default 1: all of it.'),
  perStep: delay().optional().describe('Additional seconds for every step that reads prompts. Default 0.'),
  outside: delay()
    .optional()
    .describe('Seconds a request takes to reach the engine; they delay no other request. Default 0.'),
});

const step = z.strictObject({
  fixed: delay().describe('Seconds for one decode step.'),
  perSequence: delay().default(0).describe('Additional seconds for each sequence in the batch. Default 0.'),
  perCachedToken: delay().default(0).describe('Additional seconds for each cached token. Default 0.'),
  alone: delay()
    .optional()
    .describe('Seconds of a step of one sequence, where it is not fixed + perSequence.'),
  experts: z
    .strictObject({
      seconds: delay().describe('Additional seconds when a batch uses all experts.'),
      sequences: positive().describe(
        'Sequences that use 63 % of the experts: -1 / ln(1 - used / experts), 21 where a token uses 6 of 128.',
      ),
      graphs: z
        .boolean()
        .optional()
        .describe(
          'Whether a batch is padded to the next size for which vLLM captures graphs (1, 2, 4, 8, 16, 24, ...); the padding uses experts too. Default false.',
        ),
    })
    .optional()
    .describe('For a mixture of experts: the share of experts that a batch uses saturates.'),
  table: z
    .array(delay())
    .min(1)
    .optional()
    .describe(
      'Measured seconds of a step of 1, 2, 3, ... sequences, in place of fixed + perSequence; beyond the last, each sequence adds perSequence.',
    ),
});

const power = z.strictObject({
  idle: amount().describe('Watts of the whole board while it is idle.'),
  prefill: amount().describe('Watts while it reads a prompt.'),
  decode: amount().describe('Watts while one sequence decodes.'),
  decodePerSequence: amount().default(0).describe('Additional watts for each further sequence. Default 0.'),
});

const memory = z.strictObject({
  weights: bytes().default(0).describe('Size of the weights. Default 0.'),
  kvPerToken: bytes().default(0).describe('Cache per token. Default 0: memory never limits.'),
  usable: bytes()
    .default(UNLIMITED_BYTES)
    .describe('Memory of the board for weights and cache. Default: no limit.'),
});

const bounds = z
  .tuple([amount(), amount()])
  .refine(([low, high]) => low <= high, { error: '[lowest, highest]' });

const fields = {
  name: z.string().min(1).default('inline').describe('Name in tables. Default "inline".'),
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
          'A step that both decodes and reads prompts takes the longer of the two times plus this share of the shorter. About 0.5 on a GPU. Default 1: the sum, as on a CPU.',
        ),
    })
    .describe('How fast it works.'),
  power: power.describe('Power of the whole board.'),
  memory: memory.prefault({}).describe('Default: memory never limits.'),
  serving: z
    .strictObject({
      budget: count().describe('Tokens per step: one for each sequence that decodes, the rest for prompts.'),
      late: z
        .boolean()
        .default(false)
        .describe('Whether a request that comes during a step joins one step later.'),
    })
    .optional()
    .describe('How the server it was measured in schedules steps; for device: batching.'),
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
      'Lengths and batches that were measured; results outside them get a warning. Default: no warning.',
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
          { kind: 'scale', of: [...OF.prefill, ...OF.step], sd: uncertainty },
          { kind: 'scale', of: OF.power, sd: uncertainty },
        ],
  powerScope: 'as written in the scenario',
  powerRule: 'none: taken as watts of the whole board',
  sources: [{ text: 'the scenario file', licence: '' }],
  assumptions: ['every number was written in the scenario file by hand'],
}));
