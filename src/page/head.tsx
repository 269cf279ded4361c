/** The doors, and what is kept and shared. */
import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { useStore } from './context.ts';
import type { Drawer } from './drawer.ts';
import { DOORS, FIRST, type Door } from './store.ts';

const NAMES: Readonly<Record<Door, string>> = {
  play: 'Play',
  box: 'Will my box do?',
  buy: 'What should I buy?',
  paper: 'What does the paper say?',
};

/** The page that opens by double-clicking is in a folder of its own. */
const DOCS = location.protocol === 'file:' ? '../docs/index.html' : 'docs/index.html';

interface HeadProps {
  readonly drawer: () => Promise<Drawer>;
  readonly Downloads: ComponentType<{ readonly drawer: () => Promise<Drawer> }>;
}

export function Head({ drawer, Downloads }: HeadProps) {
  const store = useStore();
  const [shared, setShared] = useState('');
  const share = async (): Promise<void> => {
    history.replaceState(null, '', await store.address());
    try {
      await navigator.clipboard.writeText(location.href);
      setShared('The address is copied: it holds all you see.');
    } catch {
      setShared('The address of this page holds all you see: copy it.');
    }
  };
  const dark = store.theme.value === 'dark';
  return (
    <header>
      <a class="mark" href="#">
        Edgewise
      </a>
      <nav aria-label="Questions">
        {DOORS.map((door) => (
          <button
            key={door}
            type="button"
            aria-current={store.door.value === door ? 'page' : undefined}
            onClick={() => {
              store.answer.value = null;
              store.door.value = door;
              if (door === 'paper' && store.name.value !== FIRST) void store.open(FIRST);
            }}
          >
            {NAMES[door]}
          </button>
        ))}
      </nav>
      <div class="tools">
        <span role="status" class="help">
          {shared}
        </span>
        <button type="button" class="quiet" onClick={() => void share()}>
          Share
        </button>
        <a class="quiet" href={DOCS}>
          Docs
        </a>
        <Downloads drawer={drawer} />
        <button
          type="button"
          class="quiet"
          aria-pressed={dark}
          onClick={() => (store.theme.value = dark ? 'light' : 'dark')}
        >
          Dark
        </button>
      </div>
    </header>
  );
}
