/** What a server counts, in the text format of Prometheus. */

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})?\s+(-?[\d.]+(?:e[+-]?\d+)?)/i;

/** Values by name, added up over their labels; buckets and quantiles are left out. */
export function metricsOf(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line.startsWith('#') || line.includes('_bucket{') || line.includes('quantile=')) continue;
    const [, name, value] = LINE.exec(line) ?? [];
    if (name !== undefined) found.set(name, (found.get(name) ?? 0) + Number(value));
  }
  return found;
}

const OF_SERVERS = /^(?:llamacpp|vllm|sglang)[:_]|^tgi_/;
const COUNTERS = /_(?:total|sum|count)$/;

/** What was counted between two readings; of what goes up and down, how it stood at last. */
export function counted(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Record<string, number> {
  return Object.fromEntries(
    [...after]
      .filter(([name]) => OF_SERVERS.test(name))
      .map(([name, value]) => [name, COUNTERS.test(name) ? value - (before.get(name) ?? 0) : value]),
  );
}
