import { z } from 'zod';
import { baseSeconds, decodeSeconds, type Pace } from '../kernel/pace.ts';
import type { DeviceContext, Servers } from '../model.ts';
import { bytes, count, plugin, type Plugin } from '../options.ts';
import { Admission } from './admission.ts';
import { Continuous } from './continuous.ts';
import { Static } from './static.ts';

interface Options {
  prefill?: 'blocking' | 'chunked' | undefined;
  chunk?: number | undefined;
  batch: 'continuous' | 'static';
  memory: 'wait' | 'preempt';
  kv?: number | undefined;
}

const CHUNK = 512;

export const batching: Plugin<Options, DeviceContext, Servers> = plugin(
  'batched decoding: each step gives every running request a token; requests join and leave between steps',
  {
    prefill: z
      .enum(['blocking', 'chunked'])
      .optional()
      .describe(
        'blocking: decoding pauses while prompts are read, and prompts come first; chunked: each step decodes and reads up to `chunk` prompt tokens, and takes the time that the profile gives for both. Default: chunked if the profile or `server` defines how steps are scheduled, else blocking',
      ),
    chunk: count()
      .optional()
      .describe(
        `prompt tokens per step with \`prefill: chunked\`, over all prompts; default: that of the profile or \`server\` less one for each sequence that decodes, else ${CHUNK}`,
      ),
    batch: z
      .enum(['continuous', 'static'])
      .default('continuous')
      .describe(
        'continuous: requests join and leave between steps; static: a batch is formed when the device is free, and all its requests complete with the longest answer',
      ),
    memory: z
      .enum(['wait', 'preempt'])
      .default('wait')
      .describe(
        'wait: a request starts when the cache has room for prompt + output (an oracle of the output); preempt: when it has room for the prompt; if the cache fills up, the youngest request waits again and is then recomputed with the tokens it has',
      ),
    kv: bytes().optional().describe("bytes of cache per token; 0 for no limit; default: the profile's"),
  },
  ({ prefill: said, chunk, batch, memory, kv }, context: DeviceContext) => {
    const { serving } = context.model;
    const usual = serving !== undefined && batch === 'continuous' ? 'chunked' : 'blocking';
    const prefill = said ?? usual;
    if (prefill === 'blocking' && chunk !== undefined) {
      throw new RangeError(`batching.chunk is for prefill: chunked; got ${chunk} with prefill: blocking`);
    }
    if (batch === 'static' && (prefill !== 'blocking' || memory !== 'wait')) {
      throw new RangeError(
        `batching.batch: static takes prefill: blocking and memory: wait; got prefill: ${prefill}, memory: ${memory}`,
      );
    }
    const admission = new Admission(context, kv, memory === 'wait' ? 'whole' : 'prompt');
    if (batch === 'static') return new Static(context, admission);
    return new Continuous(context, admission, {
      chunk: prefill === 'chunked' ? (chunk ?? serving?.budget ?? CHUNK) : 0,
      sharesChunk: chunk === undefined && serving !== undefined,
      late: prefill === 'chunked' && (serving?.late ?? false),
      preempt: memory === 'preempt',
    });
  },
  {
    least: leastSeconds,
    ways: [
      { name: 'prompts in chunks beside decoding', options: { prefill: 'chunked', chunk: undefined } },
      { name: 'prompts while decoding pauses', options: { prefill: 'blocking', chunk: undefined } },
    ],
  },
);

/**
 * A lower bound: slots share each step, however many of them decode, and prompts may be read beside decoding, so only a
 * request's share of a step in the best batch is certain.
 */
function leastSeconds(pace: Pace, slots: number, prompt: number, output: number): number {
  let base = Infinity;
  for (let b = 1; b <= slots; b++) base = Math.min(base, baseSeconds(pace.step, b) / b);
  const step = { fixed: base, perSequence: 0, perCachedToken: pace.step.perCachedToken };
  return slots * decodeSeconds({ ...pace, step }, prompt, output);
}
