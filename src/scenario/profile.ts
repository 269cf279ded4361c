/** Inline profiles of a scenario file: a few numbers, or all fields of a catalogue entry. */
import { z } from 'zod';
import type { CloudProfile } from '../catalog/cloud.ts';
import { inlineProfile, profileFields } from '../catalog/inlineProfile.ts';
import {
  FITS,
  isCoefficient,
  type Coefficient,
  type ErrorSummary,
  type Profile,
} from '../catalog/profile.ts';
import { distribution } from '../distribution.ts';
import { amount, count, delay, positive, share, whole } from '../options.ts';

const error = (of: string): z.ZodType<ErrorSummary | null> =>
  z
    .strictObject({
      count: whole().describe('Measurements compared.'),
      median: amount().describe('Half of the errors are smaller.'),
      p95: amount().describe('95 of 100 are smaller.'),
      worst: amount().describe('The largest.'),
    })
    .nullable()
    .default(null)
    .describe(`Relative errors of ${of}.`);
const errors = z.strictObject({
  ttft: error('the time to first token'),
  decodeSpeed: error('the decode speed'),
  decodePower: error('the power while decoding'),
  prefillPower: error('the power during prefill'),
});
const coefficient = z.custom<Coefficient>((name) => typeof name === 'string' && isCoefficient(name), {
  error: 'the path of a coefficient, as step.fixed',
});
const coefficients = z
  .array(coefficient.meta({ type: 'string' }))
  .describe('The numbers it applies to, such as step.fixed.');
const uncertainty = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('covariance').describe('A fitted covariance.'),
    of: coefficients,
    covariance: z.array(z.array(z.number())).describe("In the numbers' own units."),
  }),
  z.strictObject({
    kind: z.literal('logCovariance').describe("A fitted covariance of the numbers' logarithms."),
    of: coefficients,
    covariance: z.array(z.array(z.number())).describe('Of their logarithms.'),
  }),
  z.strictObject({
    kind: z.literal('scale').describe('One uncertain factor, common to all of them.'),
    of: coefficients,
    sd: amount().describe('Standard deviation of its logarithm.'),
  }),
]);
const sources = z
  .array(
    z.strictObject({
      text: z.string().describe('What it is.'),
      licence: z.string().default('').describe('Its licence.'),
    }),
  )
  .describe('Where the numbers come from, each with its licence.');
const assumptions = z.array(z.string()).describe('Numbers that are assumptions, and why.');

/** Fields of a profile that a run does not need: where its numbers come from. */
const provenance = {
  isDefault: z.boolean().describe('Whether a name without engine and mode means this profile.').optional(),
  fit: z.enum(FITS).describe('How well it was measured.').optional(),
  errors: z
    .strictObject({
      inSample: errors.describe('On the data of the fit.'),
      crossValidated: errors
        .nullable()
        .default(null)
        .describe('Each part, predicted by a fit of the others.'),
      heldOut: errors.nullable().default(null).describe('On data held out from the fit.'),
    })
    .describe('Relative errors of the fit.')
    .optional(),
  uncertainty: z
    .union([positive(), z.array(uncertainty)])
    .nullable()
    .default(null)
    .meta({ examples: [0.1] })
    .describe(
      'For --model-error: relative standard deviation of speed and power, or the uncertainty of a fit. Default: taken as exact.',
    ),
  betweenLabs: z
    .strictObject({
      labs: count().describe('Labs that measured the same setup.'),
      sd: amount().describe('Standard deviation of the logarithm of speed between labs.'),
    })
    .describe('How much the results of different labs differ.')
    .optional(),
  powerScope: z.string().describe('What the power figures covered when they were measured.').optional(),
  powerRule: z.string().describe('How watts of the whole board were derived from them.').optional(),
  sources: sources.optional(),
  assumptions: assumptions.optional(),
};

/** The profile of a device, with its provenance. */
export const profile: z.ZodType<Profile> = z
  .strictObject({ ...profileFields, ...provenance })
  .transform((given): Profile => {
    const { isDefault, fit, errors, uncertainty, betweenLabs, ...more } = given;
    const { powerScope, powerRule, sources, assumptions, ...rest } = more;
    const made = inlineProfile.parse(
      {
        ...rest,
        uncertainty: typeof uncertainty === 'number' ? uncertainty : null,
      },
      { jitless: true },
    );
    return {
      ...made,
      isDefault: isDefault ?? made.isDefault,
      fit: fit ?? made.fit,
      errors: errors ?? made.errors,
      uncertainty: Array.isArray(uncertainty) ? uncertainty : made.uncertainty,
      ...(betweenLabs === undefined ? {} : { betweenLabs }),
      powerScope: powerScope ?? made.powerScope,
      powerRule: powerRule ?? made.powerRule,
      sources: sources ?? made.sources,
      assumptions: assumptions ?? made.assumptions,
    };
  });

/** The profile of a model behind an API. */
export const cloudProfile: z.ZodType<CloudProfile> = z.strictObject({
  name: z.string().min(1).default('inline').describe('Name in tables. Default "inline".'),
  price: z
    .strictObject({
      input: amount().describe('For prompts.'),
      output: amount().describe('For answers.'),
    })
    .describe('Dollars per million tokens.'),
  quality: share().nullable().default(null).describe('Share of answers that are right.'),
  responsiveness: share().nullable().default(null).describe('The constant R, for responsiveness: table.'),
  roundTrip: distribution(delay())
    .default({ kind: 'constant', value: 0 })
    .describe('Seconds for the network round trip. Default 0.'),
  ttft: distribution(delay()).describe('Seconds from arrival in the cloud to the first token.'),
  decodeSpeed: distribution(positive()).describe('Tokens per second after the first.'),
  context: count().default(128_000).describe('Longest prompt + output in tokens. Default 128000.'),
  priced: z
    .string()
    .exactOptional()
    .describe('Date from which the price is valid, or when it was looked up.'),
  sources: sources.default([{ text: 'the scenario file', licence: '' }]),
  assumptions: assumptions.default(['every number was written in the scenario file by hand']),
});
