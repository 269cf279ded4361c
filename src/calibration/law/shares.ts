/** What a load's time goes to. */
import type { Measurement } from '../measurement.ts';
import { serve, type ServerLaw } from './serve.ts';

/** Shares of the time of all rows together in which a prompt is read, beside decoding or not, and in which none is. */
export function sharesOf(rows: readonly Measurement[], server: ServerLaw): { reading: number; decoding: number } {
  let reading = 0;
  let all = 0;
  for (const { batch, prompt, output } of rows) {
    const sent = Array.from({ length: batch }, () => ({ at: 0, prompt: prompt!, output: output ?? 1 }));
    const { end, first } = serve(server, sent);
    // All prompts came at once: the last first token ends the reading.
    reading += Math.max(...first);
    all += Math.max(...end);
  }
  return { reading: reading / all, decoding: 1 - reading / all };
}
