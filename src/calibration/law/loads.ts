/** Turns measured rows into loads: what was measured, and what a server would show. */
import { attentionSeconds, baseSeconds, readSeconds } from '../../kernel/pace.ts';
import { meanContext, stepSeconds, usable, type Measurement } from '../measurement.ts';
import { logLoads } from './log.ts';
import type { MeasuredLoad, RowFigure } from './measuredLoad.ts';
import { serve, type ServerLaw } from './serve.ts';

/** The rows a fit can use; rows without lengths are left out. */
export function loadsOf(rows: readonly Measurement[]): MeasuredLoad[] {
  const known = rows.filter((row) => row.prompt !== null);
  return [
    ...known.filter((row) => row.load === 'engine').flatMap(engineLoad),
    ...known.filter((row) => row.load === 'alone' || row.load === 'together').flatMap(togetherLoad),
    ...logLoads(known.filter((row) => row.load === 'log')),
  ].filter(({ figures }) => figures.length > 0);
}

function figuresOf(row: Measurement): RowFigure[] {
  const ttft = usable(row, 'ttft');
  const speed = usable(row, 'speed');
  return [
    ...(ttft === null ? [] : [{ row, quantity: 'ttft' as const, measured: ttft }]),
    ...(speed === null ? [] : [{ row, quantity: 'speed' as const, measured: 1 / stepSeconds(row, speed) }]),
  ];
}

/** An engine without a server around it: all prompts of the batch first, then all decode. */
function engineLoad(row: Measurement): MeasuredLoad[] {
  const figures = figuresOf(row);
  const { batch } = row;
  const prompt = row.prompt!;
  const shown = ({ pace, budget }: ServerLaw): number[] =>
    figures.map(({ quantity }) => {
      if (quantity === 'speed')
        return 1 / (baseSeconds(pace.step, batch) + pace.step.perCachedToken * batch * meanContext(row));
      const steps = Math.max(1, Math.ceil((batch * prompt) / budget));
      const read = readSeconds(pace, 0, prompt) + attentionSeconds(pace, 0, prompt);
      return steps * (pace.prefill.perStep ?? 0) + batch * read;
    });
  return [{ figures, batch, shown }];
}

/** Requests of one length that were sent together: the means over them. */
function togetherLoad(row: Measurement): MeasuredLoad[] {
  const figures = figuresOf(row);
  const { batch } = row;
  const output = row.output ?? (figures.some(({ quantity }) => quantity === 'speed') ? 128 : 1);
  const sent = Array.from({ length: batch }, () => ({ at: 0, prompt: row.prompt!, output }));
  const shown = (server: ServerLaw): number[] => {
    const { first, end } = serve(server, sent);
    let ttft = 0;
    let speed = 0;
    for (let i = 0; i < batch; i++) {
      ttft += first[i]!;
      speed += (output - 1) / (end[i]! - first[i]!);
    }
    return figures.map(({ quantity }) => (quantity === 'ttft' ? ttft : speed) / batch);
  };
  return [{ figures, batch, shown }];
}
