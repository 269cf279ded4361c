/** A page as a browser makes it, without a screen or a network. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where the browser is; null when there is none. */
export function chromium(): string | null {
  return PLACES.find((path) => existsSync(path)) ?? null;
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--window-size=1300,2000',
  '--virtual-time-budget=10000',
];

/** The document after its scripts have run. */
export function dumped(browser: string, page: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-page-'));
  try {
    const file = join(folder, 'report.html');
    writeFileSync(file, page);
    const args = [...FLAGS, `--user-data-dir=${join(folder, 'profile')}`, '--dump-dom', `file://${file}`];
    const { stdout, status } = spawnSync(browser, args, {
      encoding: 'utf8',
      timeout: 90_000,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, HOME: folder },
    });
    if (status !== 0) throw new Error(`${browser} ended with ${status}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
