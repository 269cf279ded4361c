/** Connection settings for Redis, and checks of the server. */
import type { Redis } from 'ioredis';
import type { QueueAddress } from './address.ts';
import { ServerRefusal } from './refused.ts';

/** Milliseconds for a first answer. */
const FIRST = 5000;

/** The options of ioredis that are used. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly db?: number;
  readonly tls?: { readonly ca?: string };
  readonly maxRetriesPerRequest: null;
  readonly connectTimeout: number;
  readonly socketTimeout: number;
  readonly retryStrategy: (times: number) => number | null;
}

export function connectionOf({ url, secure, ca, lock }: QueueAddress): Connection {
  const database = /^\/(\d+)$/.exec(url.pathname)?.[1];
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || 6379,
    ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
    ...(database !== undefined && { db: Number(database) }),
    ...(secure && { tls: { ...(ca !== undefined && { ca }) } }),
    maxRetriesPerRequest: null,
    connectTimeout: FIRST,
    // A silent connection is considered dead well before a lock expires.
    socketTimeout: Math.min(10, Math.max(1, lock / 3)) * 1000,
    retryStrategy: (times: number): number | null => Math.min(100 * times, 2000),
  };
}

/** A server that evicts keys when it is full would lose tasks. */
export function refuseForgetful(info: string): void {
  const of = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1];
  const policy = of('maxmemory_policy');
  if (of('maxmemory') === '0' || policy === undefined || policy === 'noeviction') return;
  throw new ServerRefusal(
    `it throws away what it has no room for (maxmemory-policy ${policy}): set maxmemory-policy to noeviction`,
    true,
  );
}

/** A description of the server. */
export async function serverWords(client: Redis): Promise<string> {
  const text = await client.info();
  const of = (name: string): string => new RegExp(`^${name}:(.*)\r?$`, 'm').exec(text)?.[1]?.trim() ?? '?';
  const most = of('maxmemory') === '0' ? '' : ` of ${of('maxmemory_human')}`;
  return `Redis ${of('redis_version')}, ${of('used_memory_human')}${most} in use`;
}

/** The number of keys of a kind; braces in its name are escaped. */
export async function countOf(client: Redis, pattern: string): Promise<number> {
  let count = 0;
  for (let cursor = '0'; ;) {
    const [next, keys] = await client.scan(cursor, 'MATCH', pattern.replace('{', '\\{'), 'COUNT', 1000);
    count += keys.length;
    cursor = next;
    if (cursor === '0') return count;
  }
}
