/** Prompts of as many tokens as are wanted, different each time so that no cache of prefixes knows them. */
import { createStreams, type Random } from '../kernel/random.ts';
import type { ProtocolName } from './address.ts';
import { attempt, type AttemptOptions } from './attempt.ts';
import type { Client } from './client.ts';
import type { ServerFacts } from './facts.ts';
import { at, numberAt, parsed } from './json.ts';

/** Short common words: with the space before it, each is one token for nearly every tokenizer. */
export const WORDS: readonly string[] =
  'time people water house world school night family music money paper story river green table light street garden winter summer doctor mother father letter window market number moment region market friend animal forest island system center member bridge record picture'.split(
    ' ',
  );

export interface PromptMaker {
  /** A prompt of about so many tokens, as the server will count them. */
  make(tokens: number): string | readonly number[];
  /** How well that is known. */
  readonly exact: boolean;
  /** Tokens that come with every prompt: a template, a mark at the start. */
  readonly around: number;
}

/** Why no prompt could be made. */
export class NoPrompts extends Error {
  override readonly name = 'NoPrompts';
}

interface PromptOptions extends Omit<AttemptOptions, 'client'> {
  readonly client: Client;
  readonly facts: ServerFacts;
  readonly model: string | null;
  readonly seed: number;
  readonly extras: boolean;
}

/** Finds out how the server counts, with a few short requests where it has no tokenizer to ask. */
export async function promptsFor(options: PromptOptions): Promise<PromptMaker> {
  const { facts, protocol, seed } = options;
  const random = createStreams(seed, 0)('prompts');
  if (protocol.name === 'llama-server') {
    const pool = await tokensOf(options.client);
    if (pool.length > 0)
      return {
        make: (tokens) => Array.from({ length: Math.max(1, tokens) }, () => pick(pool, random)),
        exact: true,
        around: 0,
      };
  }
  const [short, long] = [16, 144];
  const count = await counter(options, facts.kind, protocol.name);
  const counts = [await count(text(short, random)), await count(text(long, random))] as const;
  if (counts[0] === null || counts[1] === null)
    return { make: (tokens) => text(Math.max(1, tokens), random), exact: false, around: 0 };
  const perWord = (counts[1] - counts[0]) / (long - short);
  const around = counts[0] - perWord * short;
  return {
    make: (tokens) => text(Math.max(1, Math.round((tokens - around) / perWord)), random),
    exact: perWord === 1,
    around: Math.round(around),
  };
}

/** The same beginning each time: a word without a space before it may have any number of tokens. */
function text(words: number, random: Random): string {
  return ['Read', ...Array.from({ length: words }, () => pick(WORDS, random))].join(' ');
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random.uniform() * items.length)]!;
}

/** Numbers of ordinary tokens of llama-server's model. */
async function tokensOf(client: Client): Promise<number[]> {
  const reply = await client.ask('/tokenize', { content: ` ${WORDS.join(' ')}`, add_special: false });
  const tokens = reply?.code === 200 ? at(parsed(reply.text), 'tokens') : undefined;
  return Array.isArray(tokens) ? tokens.filter((token) => typeof token === 'number') : [];
}

type Counter = (prompt: string) => Promise<number | null>;

/** By the server's tokenizer where it has one for this protocol, else by what it says it was sent. */
async function counter(
  options: PromptOptions,
  kind: ServerFacts['kind'],
  protocol: ProtocolName,
): Promise<Counter> {
  const { client, model } = options;
  if (kind === 'vllm') {
    const asked: Counter = async (prompt) => {
      const said = protocol === 'chat' ? { messages: [{ role: 'user', content: prompt }] } : { prompt };
      const reply = await client.ask('/tokenize', { model, ...said });
      return reply?.code === 200 ? (numberAt(parsed(reply.text), 'count') ?? null) : null;
    };
    if ((await asked('time')) !== null) return asked;
  }
  return async (prompt) => {
    const { fault, prompt: counted } = await attempt(
      { model, prompt, output: 1, exact: options.extras },
      options,
    );
    if (fault !== null) throw new NoPrompts(fault);
    return counted;
  };
}
