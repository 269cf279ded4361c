/** Every protocol that is spoken, by its name. */
import type { ProtocolName } from './address.ts';
import { llamaServer } from './llamaServer.ts';
import { ollama, ollamaChat } from './ollama.ts';
import { chat, completions } from './openAi.ts';
import type { Protocol } from './protocol.ts';

export const PROTOCOLS: Readonly<Record<ProtocolName, Protocol>> = {
  chat,
  completions,
  'llama-server': llamaServer,
  ollama,
  'ollama-chat': ollamaChat,
};
