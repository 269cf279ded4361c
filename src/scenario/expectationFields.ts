/** What a file may expect of its results. */
import { z } from 'zod';

const label = z.union([z.string(), z.number(), z.boolean()]);
const labels = z.record(z.string(), label.nullable());

export const expectation: z.ZodObject = z.strictObject({
  metric: z.string().meta({ expects: 'the name of a metric' }).describe('A figure of summary.json.'),
  where: labels.default({}).describe('Looks only at cells with these labels, by axis. Default: at all.'),
  of: labels.default({}).describe('The cells the claim is about, by their labels. Default: all.'),
  lessThan: z
    .union([z.number(), labels])
    .optional()
    .describe('A bound; or labels: the cell that has these in place of its own.'),
  greaterThan: z.union([z.number(), labels]).optional().describe('As lessThan, the other way round.'),
  within: z.tuple([z.number(), z.number()]).optional().describe('Between these two, inclusive.'),
  text: z.string().min(1).optional().describe('The claim as a sentence. Default: made from the rest.'),
});
