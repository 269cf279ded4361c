/** Server-sent events, one line at a time: all servers here put an event on one line. */

/** What a line has: the JSON of an event, `done` for the mark at the end, null for nothing. Throws a SyntaxError for what is no JSON. */
export function eventOf(line: string): unknown {
  if (line === '' || line.startsWith(':') || /^(?:event|id|retry):/.test(line)) return null;
  const [, data] = /^(?:data|error): ?(.*)$/s.exec(line) ?? [];
  if (data === undefined) throw new SyntaxError(`no event: ${line.slice(0, 60)}`);
  if (data.trim() === '[DONE]') return 'done';
  return JSON.parse(data) as unknown;
}
