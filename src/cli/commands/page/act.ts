/** Serves the page until it is told to end. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { isAbsolute, join } from 'node:path';
import { read } from '../../../scenario/read.ts';
import { ScenarioError } from '../../../scenario/mistake.ts';
import { fileOf } from '../../../scenario/facts.ts';
import { codeOf, reason } from '../../../store/storeError.ts';
import { DONE, Fault } from '../../fault.ts';
import { packageFolder } from '../../package.ts';
import { pageServer, type Start } from './server.ts';
import { load } from '../../scenarioFile.ts';
import type { Terminal } from '../../terminal/terminal.ts';

const PORT = 4173;
/** Ports that are tried where none was said. */
const TRIES = 20;
const HOST = '127.0.0.1';

interface PageFlags {
  readonly port: number | undefined;
  readonly open: boolean;
}

export async function runPage(
  file: string | undefined,
  { port, open }: PageFlags,
  terminal: Terminal,
): Promise<number> {
  const start = file === undefined ? null : startOf(file);
  const folder = join(packageFolder(), 'dist/page');
  if (!existsSync(join(folder, 'index.html')))
    throw new Fault('the page is not built yet: npm run build:page');
  const server = pageServer(folder, start);
  const at = await listen(server, port);
  const address = `http://localhost:${at}/`;
  terminal.out.write(`${address}\n`);
  terminal.err.write(
    `${terminal.err.paint('The page runs on this machine alone. Ctrl-C ends it.', 'quiet')}\n`,
  );
  const over = new Promise<void>((resolve) => {
    terminal.onInterrupt(() => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  });
  if (open) openBrowser(address);
  await over;
  return DONE;
}

/** With mistakes it is one screen, as everywhere. What needs other files than its log is handed over resolved. */
function startOf(file: string): Start {
  const { scenarioFile, base } = load(file, {}, 'plan');
  const written = readFileSync(file, 'utf8');
  const log = fileOf(scenarioFile.cells[0]!.scenario.workload);
  const path = log === undefined ? null : isAbsolute(log) ? log : join(base, log);
  return {
    name: scenarioFile.name,
    text: understood(written) ? written : scenarioFile.text,
    log: log !== undefined && path !== null ? { name: log, path } : null,
  };
}

function understood(text: string): boolean {
  try {
    read(text, { file: 'scenario.yaml' });
    return true;
  } catch (error) {
    if (error instanceof ScenarioError) return false;
    throw error;
  }
}

async function listen(server: Server, port: number | undefined): Promise<number> {
  for (let k = 0; ; k++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port ?? PORT + k, HOST, () => {
          server.off('error', reject);
          resolve();
        });
      });
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : (port ?? PORT + k);
    } catch (error) {
      if (port === undefined && codeOf(error) === 'EADDRINUSE' && k < TRIES) continue;
      throw new Fault(`cannot listen on port ${port ?? PORT + k}: ${reason(error)}`);
    }
  }
}

/** Who has no browser here reads the address. */
function openBrowser(address: string): void {
  const [command, ...before] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open'];
  const child = spawn(command, [...before, address], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
