/** Serves the built page to this machine, and to nobody else. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { readFileSync, statSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { escape } from '../../../report/html.ts';

/** What the page begins with. */
export interface Start {
  readonly name: string;
  readonly text: string;
  /** The log that it names, where it is. */
  readonly log: { readonly name: string; readonly path: string } | null;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};
/** Nothing but what is served here, no text that is run, nobody that frames it. */
export const POLICY: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/** A page of another site may name this machine by a name of its own: who asks for another host is refused. */
function isOurs(host: string | undefined): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(host ?? '');
}

export function pageServer(folder: string, start: Start | null): Server {
  return createServer((request, response) => {
    const end = (status: number, body: string | Buffer, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { ...HEADERS, 'content-type': type });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    if (!isOurs(request.headers.host)) return end(421, 'This page is for the machine it runs on.\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(405, 'Only GET.\n');
    const path = pathOf(request.url ?? '/');
    if (path === null) return end(400, 'Not an address.\n');
    if (start && path === 'start/scenario.yaml') return end(200, start.text);
    if (start?.log && path === 'start/log') return file(start.log.path, end, response);
    if (path === '' || path === 'index.html')
      return end(200, begun(readFileSync(join(folder, 'index.html'), 'utf8'), start), TYPES['.html']);
    return file(path.endsWith(sep) ? join(folder, path, 'index.html') : join(folder, path), end, response);
  });
}

/** Relative to the folder, and never out of it. */
function pathOf(url: string): string | null {
  try {
    const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname)).slice(1);
    return path.includes('\0') || path.split(sep).includes('..') ? null : path;
  } catch {
    return null;
  }
}

type End = (status: number, body: string | Buffer, type?: string) => void;

function file(path: string, end: End, response: ServerResponse): void {
  try {
    if (!statSync(path).isFile()) return end(404, 'Not here.\n');
    end(200, readFileSync(path), TYPES[extname(path)]);
  } catch {
    if (!response.headersSent) end(404, 'Not here.\n');
  }
}

/** The page finds what it begins with by these lines. */
function begun(html: string, start: Start | null): string {
  if (!start) return html;
  const log = start.log ? `<meta name="edgewise-log" content="${escape(start.log.name)}" />` : '';
  const head = `<meta name="edgewise-start" content="${escape(start.name)}" />${log}`;
  return html.replace('</head>', () => `${head}</head>`);
}
