/** Handles files dropped on the page: scenarios, logs, profiles and summaries. */
import type { Store } from './store.ts';

/** Characters of a file that is taken. */
const LONGEST = 64_000_000;

/** What was made of it, in words. */
export async function take(store: Store, file: File): Promise<string> {
  if (file.size > LONGEST) return `${file.name} is too large: at most 64 MB`;
  const text = await file.text();
  const name = file.name.replace(/[^\w.-]+/g, '-');
  if (/\.ya?ml$/i.test(name)) {
    store.write(text, name);
    return `${file.name} is the scenario now`;
  }
  if (/\.json$/i.test(name)) return json(store, file.name, text);
  if (!/\.(csv|jsonl|txt|log)$/i.test(name))
    return `${file.name}: not a scenario, a log, a profile or a summary`;
  store.drop(name, text);
  store.begin(`log ${name}`, true);
  const varied = store.model.value?.varied.filter((path) => path.startsWith('workload')) ?? [];
  store.changes([
    ...varied.map((path) => [`vary.${path}`, undefined] as const),
    ['workload', { kind: 'trace', file: name }],
    ['duration', undefined],
    ['warmup', undefined],
    ['expect', undefined],
  ]);
  return `the demand is now that of ${file.name}`;
}

async function json(store: Store, name: string, text: string): Promise<string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `${name} is not JSON`;
  }
  const { schema, pace } = (value ?? {}) as { readonly schema?: unknown; readonly pace?: unknown };
  if (schema === 'edgewise.summary/1') {
    store.link.stop();
    const told = await store.link.ask(() => ({ kind: 'summary', text }));
    if (told.kind === 'failed') return told.message;
    if (told.kind === 'picture') {
      store.ghost.value = null;
      store.picture.value = told.picture;
      store.kept.value = name;
    }
    return `${name} is shown: it was run elsewhere`;
  }
  if (pace === undefined) return `${name}: neither a summary nor a profile`;
  store.begin(`profile ${name}`, true);
  store.change(`fleet.${store.model.value?.fleet.length ?? 0}`, { profile: value as never, count: 1 });
  return `the machine of ${name} is in the fleet now`;
}
