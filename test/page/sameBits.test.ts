/** The worker of the built page gives the bytes of the command line, in Chromium and in Firefox. Skipped where one of them is not there. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium as launcher } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../render/chromium.ts';
import { builtPage } from './built.ts';
import { FAULTS, LOG, REPLAY, SHORT, summaryOf } from './cases.ts';

const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => existsSync(path)) ?? null;
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.html': 'text/html; charset=utf-8',
};

/** No first steps, no updates, no call home. */
const QUIET = `
user_pref("app.update.enabled", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("toolkit.telemetry.server", "");
`;

const CASES = [
  { name: 'figure 4', text: SHORT, files: {} },
  { name: 'a log', text: REPLAY, files: { 'desk.csv': LOG } },
  { name: 'machines that fail', text: FAULTS, files: {} },
];

/** Asks the worker as the page does: all of it, and then so many rounds as have been when it is stopped. */
const HARNESS = `
const { lab, cases } = await (await fetch('/asked')).json();
const worker = new Worker(lab, { type: 'module', name: 'lab' });
let id = 0;
const post = (message) => worker.postMessage({ ...message, id: ++id });
const heard = (is) => new Promise((resolve, reject) => {
  const listen = ({ data }) => {
    if (data.kind === 'wrong' || data.kind === 'failed') reject(new Error(JSON.stringify(data)));
    if (!is(data)) return;
    worker.removeEventListener('message', listen);
    resolve(data);
  };
  worker.addEventListener('message', listen);
});
const run = (text, files) => post({ kind: 'run', text, edits: [], files, gesture: id, sure: true });
const summary = async () => {
  const told = heard(({ kind }) => kind === 'files');
  post({ kind: 'files' });
  return new Map((await told).files).get('summary.json');
};
const found = [];
try {
  for (const { name, text, files } of cases) {
    const all = heard((told) => told.kind === 'picture' && told.picture.last);
    run(text, files);
    await all;
    worker.postMessage({ kind: 'stop' });
    const whole = await summary();
    const some = heard((told) => told.kind === 'picture');
    run(text.replace('replications: 3', 'replications: 40'), files);
    await some;
    worker.postMessage({ kind: 'stop' });
    found.push({ name, whole, part: await summary() });
  }
} catch (error) {
  found.push({ error: String(error) });
}
await fetch('/found', { method: 'POST', body: JSON.stringify({ agent: navigator.userAgent, found }) });
`;

interface Found {
  readonly agent: string;
  readonly found: readonly { readonly name: string; readonly whole: string; readonly part: string }[];
}

let server: Server;
let address = '';
let told: (found: Found) => void = () => undefined;

beforeAll(async () => {
  if (chromium() === null && FIREFOX === null) return;
  const folder = await builtPage();
  const lab = readdirSync(join(folder, 'assets')).find((name) => /^lab-.*\.js$/.test(name))!;
  server = createServer((request, response) => {
    const url = request.url ?? '/';
    const end = (body: string | Buffer, type: string): void => {
      response.writeHead(200, { 'content-type': type });
      response.end(body);
    };
    if (url === '/') end('<!doctype html><script type="module" src="/harness.js"></script>', TYPES['.html']!);
    else if (url === '/harness.js') end(HARNESS, TYPES['.js']!);
    else if (url === '/asked')
      end(JSON.stringify({ lab: `/assets/${lab}`, cases: CASES }), 'application/json');
    else if (url === '/found') {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        end('', 'text/plain');
        told(JSON.parse(Buffer.concat(parts).toString()) as Found);
      });
    } else if (/^\/assets\/[\w.-]+$/.test(url))
      end(readFileSync(join(folder, url)), TYPES[extname(url)] ?? 'text/plain');
    else {
      response.writeHead(404);
      response.end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
});

async function sameAsHere({ found }: Found): Promise<void> {
  expect(found.map(({ name }) => name)).toEqual(CASES.map(({ name }) => name));
  for (const [i, { text, files }] of CASES.entries()) {
    const { whole, part } = found[i]!;
    expect(whole).toBe(await summaryOf(text, files));
    const { replications } = (JSON.parse(part) as { cells: { replications: number }[] }).cells[0]!;
    const many = text.replace('replications: 3', 'replications: 40');
    expect(part).toBe(await summaryOf(many, files, replications));
  }
}

const answer = (): Promise<Found> => new Promise((resolve) => (told = resolve));

test.skipIf(chromium() === null)('Chromium (skipped without it: apt-get install chromium)', async () => {
  const browser = await launcher.launch({ executablePath: chromium()!, args: ['--no-sandbox'] });
  try {
    const found = answer();
    await (await browser.newPage()).goto(address);
    await sameAsHere(await found);
  } finally {
    await browser.close();
  }
});

describe.skipIf(FIREFOX === null)('Firefox (skipped without it: apt-get install firefox-esr)', () => {
  test('gives the same bytes, at the end and after some rounds', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'edgewise-firefox-'));
    writeFileSync(join(profile, 'user.js'), QUIET);
    const found = answer();
    const browser = spawn(FIREFOX!, ['--headless', '--no-remote', '--profile', profile, address], {
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, HOME: profile },
    });
    try {
      const all = await found;
      expect(all.agent).toContain('Firefox');
      await sameAsHere(all);
    } finally {
      const over = new Promise((resolve) => browser.once('exit', resolve));
      if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
      await over;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});
