/** The tabs, and the menus for saving and sharing. */
import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { useAsked } from './asked.ts';
import { useStore } from './context.ts';
import type { Drawer } from './drawer.ts';
import { DOORS, type Door } from './knowledge.ts';
import { FIRST } from './store.ts';

/** On narrow screens only the middle part is shown. */
const NAMES: Readonly<Record<Door, readonly [before: string, word: string, after: string]>> = {
  play: ['', 'Play', ''],
  box: ['Will ', 'my box', ' do?'],
  buy: ['What should I ', 'buy?', ''],
  paper: ['What does ', 'the paper', ' say?'],
};

/** The page for double-clicking is in a folder of its own. */
const DOCS = location.protocol === 'file:' ? '../docs/index.html' : 'docs/index.html';

interface HeadProps {
  readonly drawer: () => Promise<Drawer>;
  readonly Downloads: ComponentType<{ readonly drawer: () => Promise<Drawer> }>;
}

export function Head({ drawer, Downloads }: HeadProps) {
  const store = useStore();
  const [theme, setTheme] = useAsked('theme', store.usual.value);
  const dark = theme === 'dark';
  return (
    <header>
      <a class="mark" href="#">
        Edgewise
      </a>
      <nav aria-label="Questions">
        {DOORS.map((door) => (
          <DoorButton key={door} door={door} />
        ))}
      </nav>
      <div class="tools">
        <Share />
        <a class="quiet" href={DOCS}>
          Docs
        </a>
        <Downloads drawer={drawer} />
        <button
          type="button"
          class="quiet"
          aria-pressed={dark}
          onClick={() => setTheme(dark ? 'light' : 'dark')}
        >
          Dark
        </button>
      </div>
    </header>
  );
}

function DoorButton({ door }: { readonly door: Door }) {
  const store = useStore();
  const [before, word, after] = NAMES[door];
  return (
    <button
      type="button"
      aria-current={store.door.value === door ? 'page' : undefined}
      onClick={() => {
        store.answer.value = null;
        store.door.value = door;
        if (door === 'paper' && store.name.value !== FIRST) void store.open(FIRST);
      }}
    >
      <span class="more">{before}</span>
      <span class="word">{word}</span>
      <span class="more">{after}</span>
    </button>
  );
}

function Share() {
  const store = useStore();
  const [shared, setShared] = useState('');
  const share = async (): Promise<void> => {
    history.replaceState(null, '', await store.address());
    const [log] = store.unsaid();
    const all = log === undefined ? 'all you see' : `all you see but ${log}: send that file along`;
    try {
      await navigator.clipboard.writeText(location.href);
      setShared(`The address is copied: it holds ${all}.`);
    } catch {
      setShared(`Copy the address of this page: it holds ${all}.`);
    }
  };
  return (
    <>
      <span role="status" class="help">
        {shared}
      </span>
      <button type="button" class="quiet" onClick={() => void share()}>
        Share
      </button>
    </>
  );
}
