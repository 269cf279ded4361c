import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageServer } from '../../../src/cli/commands/page/server.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

describe('the server of the page', () => {
  let folder = '';
  let server: Server;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'edgewise-served-'));
    writeFileSync(join(folder, 'index.html'), '<head></head>the page');
    writeFileSync(join(folder, 'main.js'), 'let a;');
    mkdirSync(join(folder, 'docs'));
    writeFileSync(join(folder, 'docs/index.html'), 'the documentation');
    writeFileSync(join(folder, 'docs/a.png'), 'a picture');
    writeFileSync(`${folder}.secret`, 'not yours');
    writeFileSync(join(folder, 'a.csv'), 'arrival\n1\n');
    const log = { name: '"><script>', path: join(folder, 'a.csv') };
    server = pageServer(folder, { name: 'desk & co', text: 'name: desk', log });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
    rmSync(`${folder}.secret`, { force: true });
  });

  const ask = (
    path: string,
    { host, method = 'GET' }: { host?: string; method?: string } = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      const asked = request(
        { port, host: '127.0.0.1', path, method, headers: { host: host ?? `localhost:${port}` } },
        (response) => {
          let body = '';
          response.on('data', (part) => (body += String(part)));
          response.on('end', () =>
            resolve({ status: response.statusCode!, headers: response.headers, body }),
          );
        },
      );
      asked.on('error', reject);
      asked.end();
    });

  test('hands out the page under a policy that runs no text and asks nobody else', async () => {
    const { status, headers, body } = await ask('/');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).toContain("connect-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(body).toContain('the page');
    expect((await ask('/main.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', '192.168.1.7'])(
    'refuses who asks for the host %s',
    async (host) => {
      const { status, body } = await ask('/', { host });
      expect([400, 421]).toContain(status);
      expect(body).not.toContain('the page');
    },
  );

  test.each(['localhost', '127.0.0.1:8080', '[::1]:4173'])('answers who asks for %s', async (host) => {
    expect((await ask('/', { host })).status).toBe(200);
  });

  test.each([
    '/../x.secret',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/nothing.js',
    '/%00',
    '/a%',
  ])('has nothing at %s', async (path) => {
    const { status, body } = await ask(path);
    expect([400, 404]).toContain(status);
    expect(body).not.toMatch(/yours|root:/);
  });

  test('hands out the documentation beside it, under the same policy, which lets it show the page in a frame', async () => {
    for (const path of ['/docs/index.html', '/docs/']) {
      const { status, headers, body } = await ask(path);
      expect([status, body]).toEqual([200, 'the documentation']);
      expect(headers['content-security-policy']).toContain("frame-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
    }
    expect((await ask('/docs/a.png')).headers['content-type']).toBe('image/png');
    expect((await ask('/docs')).status).toBe(404);
  });

  test('hands over what the page begins with, its names as text', async () => {
    const { body } = await ask('/');
    expect(body).toContain('content="desk &amp; co"');
    expect(body).not.toContain('<script>');
    expect((await ask('/start/scenario.yaml')).body).toBe('name: desk');
    expect((await ask('/start/log')).body).toBe('arrival\n1\n');
    expect((await ask('/', { method: 'POST' })).status).toBe(405);
  });
});
