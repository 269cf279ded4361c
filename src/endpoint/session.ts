/** A server that was found, with what is known of it and how it is asked. */
import type { Address, ProtocolName } from './address.ts';
import { attempt } from './attempt.ts';
import { Client } from './client.ts';
import { factsOf, type ServerFacts, type ServerKind } from './facts.ts';
import { NoPrompts, promptsFor, type PromptMaker } from './prompts.ts';
import type { Protocol } from './protocol.ts';
import { PROTOCOLS } from './protocols.ts';

interface SessionOptions {
  readonly address: Address;
  /** Null for what goes with the server. */
  readonly protocol: ProtocolName | null;
  readonly model: string | null;
  readonly key: string | undefined;
  readonly inFlight: number;
  readonly timeout: number;
  readonly seed: number;
  readonly clock: () => number;
  readonly stop: AbortSignal;
}

export interface Session {
  readonly client: Client;
  readonly facts: ServerFacts;
  readonly protocol: Protocol;
  readonly model: string | null;
  readonly prompts: PromptMaker;
  /** Whether it takes the fields that keep an answer from ending early, as far as is known. */
  readonly extras: boolean;
  /** Whether it is known to heed them. */
  readonly exactOutput: boolean;
}

/** Why a server cannot be observed, for people. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** How each is asked when nobody says; without a template around the prompt where there is a way. */
const USUAL: Readonly<Record<ServerKind, ProtocolName>> = {
  'llama-server': 'llama-server',
  ollama: 'ollama',
  vllm: 'completions',
  tgi: 'chat',
  'openai-compatible': 'chat',
};

/** Those that end an answer when they are told, and not before. */
const EXACT: ReadonlySet<ServerKind> = new Set(['llama-server', 'vllm']);

/** Looks what the server is, and tries one short request. Throws an Unreachable. */
export async function connect(options: SessionOptions): Promise<Session> {
  const { address, key, inFlight } = options;
  const client = new Client(address.root, { key, connections: inFlight });
  try {
    return await connected(client, options);
  } catch (error) {
    client.close();
    if (error instanceof NoPrompts) throw new Unreachable(`${address.root}: ${error.message}`);
    throw error;
  }
}

async function connected(client: Client, options: SessionOptions): Promise<Session> {
  const { address, seed, clock, timeout, stop } = options;
  const facts = await factsOf(client);
  if (!facts) throw new Unreachable(`${address.root}: nobody answers there`);
  const protocol = PROTOCOLS[options.protocol ?? address.protocol ?? USUAL[facts.kind]];
  const model = modelOf(options.model, facts, protocol, address.root);
  const asking = { client, protocol, clock, timeout, stop };
  // The first request loads the model, where that is still to be done.
  const tried = async (exact: boolean): ReturnType<typeof attempt> =>
    attempt({ model, prompt: 'time', output: 1, exact }, asking);
  let exact = protocol.name !== 'ollama' && protocol.name !== 'ollama-chat';
  let first = await tried(exact);
  if (exact && (first.code === 400 || first.code === 422)) {
    exact = false;
    first = await tried(false);
  }
  if (first.fault !== null)
    throw new Unreachable(`${client.root}${protocol.path}: ${first.fault}${hint(first.code)}`);
  const prompts = await promptsFor({ ...asking, facts, model, seed, extras: exact });
  const exactOutput = exact && (protocol.name === 'llama-server' || EXACT.has(facts.kind));
  return { client, facts, protocol, model, prompts, extras: exact, exactOutput };
}

function modelOf(
  asked: string | null,
  { models, kind, settings }: ServerFacts,
  protocol: Protocol,
  root: string,
): string | null {
  if (asked !== null) return asked;
  const [only, second] = models;
  if (only !== undefined && second === undefined) return only;
  const running = settings['running'];
  if (typeof running === 'string') return running;
  if (only === undefined) {
    if (kind === 'llama-server' || protocol.name === 'llama-server') return null;
    throw new Unreachable(`${root}: does not list its models; name one with --model`);
  }
  if (kind === 'llama-server') return only;
  const some = models.slice(0, 8).join(', ');
  throw new Unreachable(
    `${root}: has ${models.length} models; choose one with --model: ${some}${models.length > 8 ? ', ...' : ''}`,
  );
}

function hint(code: number | null): string {
  if (code === 401 || code === 403)
    return '; the key is taken from the environment variable EDGEWISE_API_KEY, or the one that --key-env names';
  return code === 404 ? '; --protocol and --model say what to ask for' : '';
}
