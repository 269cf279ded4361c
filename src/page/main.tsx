/** Starts the page when the simulator is being loaded. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { StoreContext } from './context.ts';
import { drawer, type Drawer } from './drawer.ts';
import { begin, createStore } from './store.ts';
import { startDraw, startLab } from './workers.ts';

/** Milliseconds after which a change is written to the address. */
const SETTLED = 300;

const [figure4 = ''] = Object.values(
  import.meta.glob<string>('../../scenarios/figure4.yaml', { query: '?raw', import: 'default', eager: true }),
);
const others = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>(['../../scenarios/*.yaml', '!../../scenarios/figure4.yaml'], {
      query: '?raw',
      import: 'default',
    }),
  ).map(([path, load]) => [path.replace(/^.*\/|\.yaml$/g, ''), load] as const),
);
/** The logs of the examples, by file name. */
const logs = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>('../../scenarios/logs/*.csv', { query: '?raw', import: 'default' }),
  ).map(([path, load]) => [path.replace('../../scenarios/', ''), load] as const),
);

/** The first example is bundled, so that its figure needs no other file. */
const examples = { figure4: () => Promise.resolve(figure4), ...others };

/** `lab` is running already; a new one is started when it has to be ended. */
export function start(lab: Worker): void {
  // In a frame, as in the documentation, the surrounding page has its own heading.
  if (window.parent !== window) document.documentElement.dataset['framed'] = '';
  let first: Worker | null = lab;
  const begun = (): Worker => {
    const taken = first ?? startLab();
    first = null;
    return taken;
  };
  const store = createStore({ start: begun, examples, logs });
  let drawing: Drawer | null = null;
  const draw = (): Promise<Drawer> => Promise.resolve((drawing ??= drawer(startDraw())));
  effect(() => {
    document.documentElement.dataset['theme'] = store.theme.value;
  });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let own = '';
  const settle = async (): Promise<void> => {
    own = await store.address();
    history.replaceState(null, '', own);
  };
  effect(() => {
    void [store.text.value, store.door.value, store.load.value, store.name.value, store.asked.value];
    if (store.text.value === '') return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      void settle();
    }, SETTLED);
  });
  addEventListener('hashchange', () => {
    if (location.hash !== own) void begin(store, location.hash, examples);
  });
  render(
    <StoreContext.Provider value={store}>
      <App drawer={draw} examples={Object.keys(examples)} />
    </StoreContext.Provider>,
    document.getElementById('page')!,
  );
  void begin(store, location.hash, examples);
}
