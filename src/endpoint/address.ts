/** Where a server is, from what was typed. */

export type ProtocolName = 'chat' | 'completions' | 'llama-server' | 'ollama' | 'ollama-chat';

export interface Address {
  /** Scheme, host and port, and the path that all paths of the server begin with; no slash at its end. */
  readonly root: string;
  /** What the path says of how it is to be spoken to; null when it says nothing. */
  readonly protocol: ProtocolName | null;
}

const ENDINGS: readonly (readonly [string, ProtocolName | null])[] = [
  ['/v1/chat/completions', 'chat'],
  ['/v1/completions', 'completions'],
  ['/chat/completions', 'chat'],
  ['/completions', 'completions'],
  ['/completion', 'llama-server'],
  ['/api/generate', 'ollama'],
  ['/api/chat', 'ollama-chat'],
  ['/api', null],
  ['/v1', null],
];

/** Throws a RangeError that says what is wrong with it. */
export function addressOf(typed: string): Address {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`;
  if (!URL.canParse(text))
    throw new RangeError(`${typed}: is not an address; for instance http://localhost:8080`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new RangeError(`${typed}: must be http or https, not ${url.protocol.slice(0, -1)}`);
  if (url.username !== '' || url.password !== '')
    throw new RangeError(
      `${url.host}: a password in the address would end up in the log; put the key into the environment variable EDGEWISE_API_KEY`,
    );
  if (url.search !== '' || url.hash !== '')
    throw new RangeError(`${url.origin}${url.pathname}: the address may not contain ? or #`);
  const path = url.pathname.replace(/\/+$/, '');
  const [ending = '', protocol = null] = ENDINGS.find(([end]) => path.endsWith(end)) ?? [];
  return { root: url.origin + path.slice(0, path.length - ending.length), protocol };
}
