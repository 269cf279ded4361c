/** The state of the page, and the actions on it. */
import { batch } from '@preact/signals';
import type { Plain } from '../scenario/scenario.ts';
import { understood, written } from './address.ts';
import { hear } from './hear.ts';
import { DOORS, knowledge, type Door, type Knowledge } from './knowledge.ts';
import { Link } from './link.ts';
import type { Edit } from './protocol.ts';
import { Writing } from './writing.ts';

export interface Store extends Knowledge {
  /** Starts another gesture: what is shown now is what it is compared with. */
  begin(of: string, fresh?: boolean): void;
  change(path: string, value: Plain | undefined): void;
  changes(edits: readonly Edit[]): void;
  /** The reader edited or opened this text. */
  write(text: string, name?: string): void;
  /** Opens an example; with `text` as changed by the reader. */
  open(name: string, text?: string): Promise<void>;
  sure(): void;
  drop(name: string, content: string): void;
  ask(door: 'capacity' | 'plan', text: string): void;
  readonly link: Link;
  address(): Promise<string>;
  /** Parts of the state that do not fit in the address: a log or a summary that was dropped. */
  unsaid(): readonly string[];
}

interface PageSurroundings {
  readonly start: () => Worker;
  readonly examples: Readonly<Record<string, () => Promise<string>>>;
  /** The logs of the examples, by file name. */
  readonly logs: Readonly<Record<string, () => Promise<string>>>;
}

export const FIRST = 'figure4';

export function createStore({ start, examples, logs }: PageSurroundings): Store {
  const known = knowledge();
  known.name.value = FIRST;
  const writing = new Writing(known);
  const { text, name, files, busy, kept, answer, door, load, asked } = known;
  /** The unchanged text of the example: it need not be in the address. */
  let original = '';
  const link: Link = new Link(start, (tell) => batch(() => hear(known, writing, tell, link.newest)));
  const run = (): void => {
    busy.value = true;
    kept.value = null;
    link.wish((id) => ({ kind: 'run', ...writing.wish(id) }));
  };
  const store: Store = {
    ...known,
    link,
    begin: (what, fresh = false) => writing.begin(what, fresh),
    change: (path, value) => store.changes([[path, value]]),
    changes(edits) {
      writing.change(edits);
      run();
    },
    write(now, called) {
      writing.write(now, called);
      run();
    },
    async open(called, changed) {
      const found = await examples[called]?.();
      if (found === undefined) return;
      for (const [log, content] of Object.entries(logs))
        if (found.includes(` ${log}\n`) && files.value[log] === undefined) store.drop(log, await content());
      original = found;
      store.write(changed ?? found, called);
    },
    sure() {
      writing.sure();
      run();
    },
    drop: (called, content) => (files.value = { ...files.value, [called]: content }),
    ask(kind, scenario) {
      answer.value = { progress: 'starting', told: null, failed: '' };
      link.wish(() => ({ kind, ...writing.question(scenario) }));
    },
    address: () =>
      written({
        text: text.value === original ? null : text.value,
        name: name.value,
        door: door.value,
        load: load.value,
        asked: asked.value,
      }),
    unsaid: () => [
      ...(kept.value === null ? [] : [kept.value]),
      ...Object.keys(files.value).filter((file) => !(file in logs) && text.value.includes(file)),
    ],
  };
  return store;
}

/** The scenario given to `edgewise page FILE`, with its log. */
async function handed(store: Store): Promise<boolean> {
  const meta = (name: string): string | undefined =>
    document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
  const name = meta('edgewise-start');
  if (name === undefined) return false;
  const [text, log] = [await fetch('start/scenario.yaml'), meta('edgewise-log')];
  if (log !== undefined) store.drop(log, await (await fetch('start/log')).text());
  store.write(await text.text(), name);
  return true;
}

/** From the address, or the first example if it is empty. */
export async function begin(
  store: Store,
  hash: string,
  examples: PageSurroundings['examples'],
): Promise<void> {
  const view = await understood(hash);
  if (view === null && (await handed(store))) return;
  const name = view && Object.hasOwn(examples, view.name) ? view.name : FIRST;
  if (view) store.asked.value = view.asked;
  if (view && DOORS.includes(view.door as Door)) store.door.value = view.door as Door;
  await store.open(name, view?.text ?? undefined);
  if (view) store.load.value = view.load;
}
