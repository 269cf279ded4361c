/** The fields of an expectation. */
import { z } from 'zod';

const label = z.union([z.string(), z.number(), z.boolean()]);
const labels = z.record(z.string(), label.nullable());

export const expectation: z.ZodObject = z.strictObject({
  metric: z.string().meta({ expects: 'the name of a metric' }).describe('A metric of summary.json.'),
  where: labels.default({}).describe('Only cells with these labels, by axis. Default: all cells.'),
  of: labels.default({}).describe('The cells that the claim is about, by their labels. Default: all.'),
  lessThan: z
    .union([z.number(), labels])
    .optional()
    .describe('A number; or labels: those of the cell it is compared with, where they differ from its own.'),
  greaterThan: z.union([z.number(), labels]).optional().describe('Like lessThan, for a lower bound.'),
  within: z.tuple([z.number(), z.number()]).optional().describe('Between these two, inclusive.'),
  text: z
    .string()
    .min(1)
    .optional()
    .describe('The claim as a sentence. Default: generated from the other fields.'),
});
