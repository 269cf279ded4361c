/** What the page knows, and what can be done on it. */
import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Files } from '../logs/inMemory.ts';
import type { Mistake } from '../scenario/mistake.ts';
import type { Plain } from '../scenario/scenario.ts';
import { understood, written } from './address.ts';
import { Link } from './link.ts';
import type { Edit, ControlsModel, Picture, Tell } from './protocol.ts';

export type Door = 'play' | 'box' | 'buy' | 'paper';
export const DOORS: readonly Door[] = ['play', 'box', 'buy', 'paper'];

type Ready = Extract<Tell, { kind: 'ready' }>;

export interface DoorAnswer {
  readonly progress: string;
  readonly told: Extract<Tell, { kind: 'capacity' | 'plan' }> | null;
  readonly failed: string;
}

export interface Store {
  readonly ready: Signal<Ready | null>;
  readonly name: Signal<string>;
  readonly text: Signal<string>;
  readonly model: Signal<ControlsModel | null>;
  readonly picture: Signal<Picture | null>;
  /** What was there before the last gesture. */
  readonly ghost: Signal<Picture | null>;
  readonly mistakes: Signal<readonly Mistake[]>;
  readonly said: Signal<string>;
  readonly costly: Signal<number | null>;
  readonly door: Signal<Door>;
  readonly load: Signal<number | null>;
  readonly files: Signal<Files>;
  /** Whether something is on the way that is not shown yet. */
  readonly busy: Signal<boolean>;
  readonly dragging: Signal<boolean>;
  /** What is being moved, in words, for where it cannot be seen. */
  readonly moved: Signal<string>;
  readonly theme: Signal<'light' | 'dark'>;
  readonly drafts: Signal<Readonly<Record<string, Plain>>>;
  readonly answer: Signal<DoorAnswer | null>;
  readonly shownLoad: ReadonlySignal<number>;
  /** The fields of the questions that say something else than they begin with. */
  readonly asked: Signal<Readonly<Record<string, string | number>>>;
  /** Another gesture begins: what is shown now is what it is compared with. */
  begin(of: string, fresh?: boolean): void;
  change(path: string, value: Plain | undefined): void;
  changes(edits: readonly Edit[]): void;
  /** The reader has written this, or opened it. */
  write(text: string, name?: string): void;
  /** One of the page's own; `text` in its place where the reader has changed it. */
  open(name: string, text?: string): Promise<void>;
  sure(): void;
  drop(name: string, content: string): void;
  ask(door: 'capacity' | 'plan', text: string): void;
  link: Link;
  address(): Promise<string>;
}

export interface PageSurroundings {
  readonly start: () => Worker;
  /** The page's own scenarios. */
  readonly examples: Readonly<Record<string, () => Promise<string>>>;
  /** The logs that they replay, by what they call them. */
  readonly logs: Readonly<Record<string, () => Promise<string>>>;
}

/** After this nothing more comes that changes what is shown. */
const isLast = (tell: Tell): boolean =>
  ['wrong', 'costly', 'failed'].includes(tell.kind) || (tell.kind === 'picture' && tell.picture.last);

export const FIRST = 'figure4';

export function createStore({ start, examples, logs }: PageSurroundings): Store {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const name = signal(FIRST);
  const text = signal('');
  const picture = signal<Picture | null>(null);
  const load = signal<number | null>(null);
  const ready = signal<Ready | null>(null);
  const model = signal<ControlsModel | null>(null);
  const ghost = signal<Picture | null>(null);
  const mistakes = signal<readonly Mistake[]>([]);
  const said = signal('');
  const costly = signal<number | null>(null);
  const files = signal<Files>({});
  const drafts = signal<Readonly<Record<string, Plain>>>({});
  const asked = signal<Readonly<Record<string, string | number>>>({});
  const answer = signal<DoorAnswer | null>(null);
  const busy = signal(false);
  let pending: readonly Edit[] = [];
  const sent = new Map<number, { readonly edits: readonly Edit[]; readonly version: number }>();
  /** How often the text was written by hand: an answer to an older one changes nothing in it. */
  let version = 0;
  let gesture = 0;
  let of = '';
  let sure = false;
  /** The page's own text of that name: what is not changed need not stand in the address. */
  let original = '';

  const run = (): void => {
    busy.value = true;
    link.wish(() => {
      sent.set(link.id + 1, { edits: pending, version });
      return { kind: 'run', text: text.value, edits: pending, files: files.value, gesture, sure };
    });
  };
  const read = (id: number, now: string): void => {
    const one = sent.get(id);
    for (const old of sent.keys()) if (old <= id) sent.delete(old);
    if (one?.version !== version) return;
    pending = pending.filter((edit) => !one.edits.includes(edit));
    text.value = now;
    drafts.value = Object.fromEntries(
      Object.entries(drafts.value).filter(([path]) => pending.some((edit) => edit[0] === path)),
    );
  };
  const link: Link = new Link(start, (tell) =>
    batch(() => {
      // Whatever was asked last is what the page waits for.
      if ('id' in tell && tell.id === link.id && isLast(tell)) busy.value = pending.length > 0;
      if (tell.kind === 'ready') ready.value = tell;
      else if (tell.kind === 'read') {
        if (sent.has(tell.id)) {
          read(tell.id, tell.text);
          model.value = tell.model;
          mistakes.value = [];
          said.value = tell.refused ?? '';
          costly.value = null;
        }
      } else if (tell.kind === 'wrong') {
        if (sent.has(tell.id)) read(tell.id, tell.text);
        mistakes.value = tell.mistakes;
        if (answer.value) answer.value = { ...answer.value, failed: tell.mistakes[0]!.message };
      } else if (tell.kind === 'costly') costly.value = tell.requests;
      else if (tell.kind === 'picture') picture.value = tell.picture;
      else if (tell.kind === 'failed') {
        said.value = tell.message;
        if (answer.value) answer.value = { ...answer.value, failed: tell.message };
      } else if (tell.kind === 'progress') answer.value = { progress: tell.words, told: null, failed: '' };
      else if (tell.kind === 'capacity' || tell.kind === 'plan')
        answer.value = { progress: '', told: tell, failed: '' };
    }),
  );
  const store: Store = {
    ready,
    name,
    text,
    model,
    picture,
    ghost,
    mistakes,
    said,
    costly,
    door: signal<Door>('play'),
    load,
    files,
    busy,
    dragging: signal(false),
    moved: signal(''),
    theme: signal(dark.matches ? 'dark' : 'light'),
    drafts,
    answer,
    asked,
    shownLoad: computed(() => {
      const loads = picture.value?.loads.length ?? 1;
      return Math.min(loads - 1, load.value ?? picture.value?.shown ?? 0);
    }),
    begin(what, fresh = false) {
      if (what === of && !fresh) return;
      of = what;
      gesture++;
      ghost.value = picture.value;
    },
    change: (path, value) => store.changes([[path, value]]),
    changes(edits) {
      sure = false;
      pending = [...pending.filter(([path]) => !edits.some((one) => one[0] === path)), ...edits];
      const more = edits.flatMap(([path, value]) => (value === undefined ? [] : [[path, value] as const]));
      drafts.value = { ...drafts.value, ...Object.fromEntries(more) };
      run();
    },
    write(now, called) {
      version++;
      sure = false;
      pending = [];
      drafts.value = {};
      text.value = now;
      if (called !== undefined) {
        name.value = called;
        ghost.value = null;
        load.value = null;
        gesture++;
      }
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
      sure = true;
      costly.value = null;
      run();
    },
    drop(called, content) {
      files.value = { ...files.value, [called]: content };
    },
    ask(kind, scenario) {
      answer.value = { progress: 'starting', told: null, failed: '' };
      link.wish(() => ({ kind, text: scenario, edits: [], files: files.value, gesture, sure: true }));
    },
    link,
    address: () =>
      written({
        text: text.value === original ? null : text.value,
        name: name.value,
        door: store.door.value,
        load: load.value,
        asked: asked.value,
      }),
  };
  dark.addEventListener('change', ({ matches }) => (store.theme.value = matches ? 'dark' : 'light'));
  return store;
}

/** The scenario that `edgewise page FILE` was told, with the log it names. */
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

/** From the address, or with the first scenario where it says nothing. */
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
