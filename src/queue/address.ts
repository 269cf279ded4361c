/** Parses the address of a queue: `redis://user:password@host:6379/0?name=office&wait=10m`. */
import { readFileSync } from 'node:fs';
import { parseSeconds } from '../kernel/units.ts';
import { guarded, StoreError } from '../store/storeError.ts';

export interface QueueAddress {
  readonly engine: QueueEngine;
  readonly url: URL;
  /** Whether the connection uses TLS. */
  readonly secure: boolean;
  /** A PEM certificate to trust besides those of Node. */
  readonly ca: string | undefined;
  /** The name of the queue on the server, so that several can share one. */
  readonly name: string;
  /** Seconds without a server, or without a worker, after which it is an error. */
  readonly wait: number;
  /** Seconds without a sign of life from a worker after which its tasks go to another. */
  readonly lock: number;
  /** Seconds of work in a task. */
  readonly task: number;
  /** Largest size in bytes of a log that is sent to workers. */
  readonly send: number;
  /** The address without its password, for display. */
  readonly shown: string;
}

export type QueueEngine = 'redis' | 'postgres';

const ENGINES: ReadonlyMap<string, QueueEngine> = new Map([
  ['redis:', 'redis'],
  ['rediss:', 'redis'],
  ['postgres:', 'postgres'],
  ['postgresql:', 'postgres'],
]);

const SECONDS = { wait: 600, lock: 30, task: 2 };
const LEAST = { wait: 0.1, lock: 0.5, task: 0.001 };
const OTHERS: readonly string[] = ['name', 'ca', 'tls', 'send'];
/** Default size in megabytes: any server stores that in one value and transfers it within seconds. */
const SEND = 64;

const FORMS = 'redis://host, rediss://host with TLS, postgres://host/database';

export function parseAddress(text: string, password?: string): QueueAddress {
  const wrong = (what: string): StoreError => new StoreError(`--queue ${hidden(text)}: ${what}`, true);
  if (!URL.canParse(text)) throw wrong(`is not an address; for instance ${FORMS}`);
  const url = new URL(text);
  const engine = ENGINES.get(url.protocol);
  if (engine === undefined)
    throw wrong(
      text.startsWith(`${url.protocol}//`)
        ? `there is no queue of the kind ${url.protocol.slice(0, -1)}; there are ${FORMS}`
        : `does not say which kind of server; there are ${FORMS}`,
    );
  if (url.hostname === '') throw wrong(`names no host; for instance ${FORMS}`);
  if (engine === 'redis' && !/^\/?\d*$/.test(url.pathname))
    throw wrong('the path of redis is the number of a database, for instance redis://host/0');
  if (password !== undefined && url.password === '') url.password = encodeURIComponent(password);
  const said = url.searchParams;
  for (const key of said.keys())
    if (!(key in SECONDS) && !OTHERS.includes(key))
      throw wrong(`there is no ${key}; there are ${[...Object.keys(SECONDS), ...OTHERS].join(', ')}`);
  const seconds = (key: keyof typeof SECONDS): number => {
    const written = said.get(key);
    if (written === null) return SECONDS[key];
    const value = parseSeconds(written);
    if (value === undefined || !Number.isFinite(value) || value < LEAST[key])
      throw wrong(`${key} is a time of at least ${LEAST[key]} s, for instance ${key}=${SECONDS[key]}s`);
    return value;
  };
  const name = said.get('name') ?? 'edgewise';
  if (!/^[\w.-]{1,60}$/.test(name)) throw wrong('name has letters, digits, dots and dashes, 60 at most');
  const ca = said.get('ca');
  const send = Number(said.get('send') ?? SEND);
  if (!(send >= 0 && send <= 500)) throw wrong('send is a number of megabytes from 0 to 500');
  return {
    engine,
    url,
    secure: url.protocol === 'rediss:' || said.get('tls') === 'yes' || ca !== null,
    ca: ca === null ? undefined : guarded('cannot be read', ca, () => readFileSync(ca, 'utf8')),
    name,
    wait: seconds('wait'),
    lock: seconds('lock'),
    task: seconds('task'),
    send: send * 1e6,
    shown: hidden(text),
  };
}

/** Removes the password, even from text that is not a valid address. */
function hidden(text: string): string {
  return text.replace(/(:\/\/[^/?#]*?:)[^/?#]*@/, '$1***@');
}
