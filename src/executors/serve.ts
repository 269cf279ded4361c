/** What runs inside of a web worker: it answers jobs one after another. */
import type { RunJob } from '../experiment/executor.ts';
import type { Job } from '../experiment/job.ts';
import { pack, type Packed } from '../experiment/packed.ts';
import { messageOf } from './message.ts';

/** One end of a channel, as a web worker's own scope or a MessagePort is one. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(kind: 'message', heard: (event: { readonly data: unknown }) => void): void;
}

/** A job on its way, and its answer. */
export interface Asked {
  readonly job: Job;
}
export type JobAnswer = { readonly packed: Packed } | { readonly error: string };

/** Answers every job that arrives over the channel, including those that throw. */
export function serve(line: Channel, run: RunJob): void {
  line.addEventListener('message', ({ data }) => {
    if (isAsked(data)) line.postMessage(answer(run, data.job));
  });
}

const isAsked = (data: unknown): data is Asked => typeof data === 'object' && data !== null && 'job' in data;

function answer(run: RunJob, job: Job): JobAnswer {
  try {
    return { packed: pack(run(job)) };
  } catch (error) {
    return { error: messageOf(error) };
  }
}
