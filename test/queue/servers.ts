/** Servers of a queue, started by the test that needs them, and a line to them that can be cut. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Server {
  readonly port: number;
  /** Where it is, with more to say after the question mark. */
  url(more?: string): string;
  /** Ends it at once; with nothing kept when it keeps nothing. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes what it had. */
  remove(): Promise<void>;
}

const there = (command: string): boolean =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

export const hasRedis: boolean = there('redis-server');
export const hasOpenssl: boolean = spawnSync('openssl', ['version'], { stdio: 'ignore' }).status === 0;

export interface ServerOptions {
  readonly password?: string;
  /** Folder with cert.pem and key.pem. */
  readonly tls?: string;
}

export interface RedisOptions extends ServerOptions {
  readonly more?: readonly string[];
}

/** Redis that keeps nothing when it ends. */
export async function redisServer({ password, tls, more = [] }: RedisOptions = {}): Promise<Server> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-redis-'));
  const ports = tls ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)];
  const certificate = tls
    ? [
        '--tls-cert-file',
        join(tls, 'cert.pem'),
        '--tls-key-file',
        join(tls, 'key.pem'),
        '--tls-auth-clients',
        'no',
      ]
    : [];
  const args = [
    ...ports,
    ...certificate,
    // prettier-ignore
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
    ...(password === undefined ? [] : ['--requirepass', password]),
    ...more,
  ];
  const url = (said = ''): string =>
    `redis${tls ? 's' : ''}://127.0.0.1:${port}${said === '' ? '' : `?${said}`}`;
  return served({ port, folder, url, command: 'redis-server', args, ready: 'Ready to accept connections' });
}

/** Where Debian and others keep the programs of the server. */
function postgresFolder(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const folders = existsSync(debian) ? readdirSync(debian).map((name) => join(debian, name, 'bin')) : [];
  return [...folders.toSorted().toReversed(), '/usr/local/bin', '/usr/bin'].find((folder) =>
    existsSync(join(folder, 'initdb')),
  );
}

/** Whom it runs as where the tests run as root, which it refuses to. */
function postgresUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

const hasPostgres: boolean =
  postgresFolder() !== undefined &&
  (process.getuid?.() !== 0 || spawnSync('id', ['-u', 'postgres'], { stdio: 'ignore' }).status === 0);

/** PostgreSQL in a folder of its own, which it keeps when it is killed. */
async function postgresServer({ tls, password }: ServerOptions = {}): Promise<Server> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-postgres-'));
  const user = postgresUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const programs = postgresFolder()!;
  const data = join(folder, 'data');
  // For the server alone, which else refuses them.
  const secret = (name: string, content: Uint8Array | string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    if (user) chownSync(path, user.uid, user.gid);
    return path;
  };
  const who =
    password === undefined
      ? ['-A', 'trust']
      : ['-A', 'scram-sha-256', '--pwfile', secret('password', password)];
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'edgewise', ...who, '-E', 'UTF8', '--no-locale', '--no-sync'],
    { stdio: 'ignore', cwd: folder, ...user },
  );
  const certificate = tls
    ? ['cert', 'key'].flatMap((one) => [
        '-c',
        `ssl_${one}_file=${secret(`${one}.pem`, readFileSync(join(tls, `${one}.pem`)))}`,
      ])
    : [];
  return served({
    port,
    folder,
    url: (said = '') => `postgres://edgewise@127.0.0.1:${port}/postgres${said === '' ? '' : `?${said}`}`,
    command: join(programs, 'postgres'),
    args: [
      '-D',
      data,
      '-p',
      String(port),
      '-k',
      folder,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'fsync=off',
      ...(tls ? ['-c', 'ssl=on', ...certificate] : []),
    ],
    ready: 'ready to accept connections',
    // At once, and its children with it.
    signal: 'SIGQUIT',
    ...(user && { user }),
  });
}

interface Program {
  readonly port: number;
  readonly folder: string;
  readonly url: Server['url'];
  readonly command: string;
  readonly args: readonly string[];
  /** What it says when it is ready. */
  readonly ready: string;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly signal?: NodeJS.Signals;
}

async function served(program: Program): Promise<Server> {
  const { port, folder, url, command, args, ready, user, signal = 'SIGKILL' } = program;
  let running: ChildProcess | undefined;
  const server: Server = {
    port,
    url,
    start: () =>
      new Promise((resolve, reject) => {
        const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder, ...user });
        let said = '';
        const hear = (data: Buffer): void => {
          said += data.toString();
          if (said.includes(ready)) resolve();
        };
        child.stdout.on('data', hear);
        child.stderr.on('data', hear);
        child.on('error', reject);
        child.on('exit', () => reject(new Error(`${command} ended: ${said}`)));
        running = child;
      }),
    kill: () =>
      new Promise((resolve) => {
        if (!running || running.exitCode !== null || running.signalCode !== null) {
          resolve();
          return;
        }
        running.once('exit', () => resolve());
        running.kill(signal);
      }),
    async remove() {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

/** Ports asked about so far. */
let asked = 0;

/**
 * A port that stays free until it is taken: none of those that systems give to whoever asks for any, which a connection
 * might have by the time that the server has started; and of each process a row of its own.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + ((process.pid * 97 + asked++) % 20_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A certificate of this machine, signed by itself. */
export function certificate(folder: string): void {
  execFileSync(
    'openssl',
    // prettier-ignore
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '36500',
      '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost',
      '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    { stdio: 'ignore' },
  );
}

/** A line to a port that can be cut, and that can go silent without anybody being told. */
export class Line {
  readonly #sockets: Set<Socket> = new Set();
  #silent = false;
  #cut = false;
  port = 0;
  #close: () => void = () => undefined;

  static async to(port: number): Promise<Line> {
    const line = new Line();
    const server = createServer((near) => {
      if (line.#cut) {
        near.destroy();
        return;
      }
      const far = connect(port, '127.0.0.1');
      for (const [from, into] of [
        [near, far],
        [far, near],
      ] as const) {
        line.#sockets.add(from);
        from.on('data', (data) => {
          if (!line.#silent) into.write(data);
        });
        from.on('error', () => undefined);
        from.on('close', () => {
          line.#sockets.delete(from);
          into.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    line.port = (server.address() as AddressInfo).port;
    line.#close = () => server.close();
    return line;
  }

  /** Nothing comes through, and nobody is told. */
  silence(): void {
    this.#silent = true;
  }

  /** Every connection ends, and there is no new one. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** As before: what was sent in between is lost with its connection. */
  mend(): void {
    if (this.#silent) for (const socket of this.#sockets) socket.destroy();
    this.#silent = false;
    this.#cut = false;
  }

  close(): void {
    this.cut();
    this.#close();
  }
}

export interface QueueEngine {
  readonly name: string;
  readonly there: boolean;
  readonly start: (options?: ServerOptions) => Promise<Server>;
}

/** Each is tested where its server is installed, and skipped in plain sight elsewhere. */
export const ENGINES: readonly QueueEngine[] = [
  { name: 'redis', there: hasRedis, start: redisServer },
  { name: 'postgres', there: hasPostgres, start: postgresServer },
];
