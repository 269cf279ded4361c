/** The scenario panel: examples, controls and text. */
import { useState } from 'preact/hooks';
import { useAsked } from './asked.ts';
import { useStore } from './context.ts';
import { Controls } from './controls.tsx';
import { take } from './dropped.ts';
import { Editor } from './editor.tsx';
import { isNarrow } from './narrow.ts';

interface SideProps {
  readonly examples: readonly string[];
  /** The message about a dropped file. */
  readonly told: string;
  readonly setTold: (words: string) => void;
}

export function Side({ examples, told, setTold }: SideProps) {
  // On a phone it covers the figure, so it is closed at first.
  const [open, setOpen] = useState(() => !isNarrow());
  const [tab] = useAsked('tab', 'controls');
  return (
    <section class={open ? 'side' : 'side closed'} aria-label="The scenario">
      <Handle open={open} toggle={() => setOpen(!open)} />
      <Opener examples={examples} setTold={setTold} />
      <Tabs />
      <Told told={told} />
      {tab === 'text' ? <Editor /> : <Controls />}
    </section>
  );
}

/** The handle of the panel where it covers the figure, with the value being dragged. */
function Handle({ open, toggle }: { readonly open: boolean; readonly toggle: () => void }) {
  const { moved } = useStore();
  return (
    <button type="button" class="handle" aria-expanded={open} onClick={toggle}>
      {moved.value || 'Change something'} <span aria-hidden="true">{open ? '▾' : '▴'}</span>
    </button>
  );
}

function Opener({ examples, setTold }: Pick<SideProps, 'examples' | 'setTold'>) {
  const store = useStore();
  const isOurs = examples.includes(store.name.value);
  return (
    <div class="row opener">
      <label class="control">
        <span class="label">Scenario</span>
        <select
          value={isOurs ? store.name.value : ''}
          onChange={(event) => void store.open(event.currentTarget.value)}
        >
          {!isOurs && <option value="">{store.name.value}</option>}
          {examples.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="file">
        Open a file
        <input
          type="file"
          accept=".yaml,.yml,.json,.csv,.jsonl"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void take(store, file).then(setTold);
          }}
        />
      </label>
    </div>
  );
}

function Tabs() {
  const [tab, setTab] = useAsked('tab', 'controls');
  const wrong = useStore().mistakes.value.length;
  return (
    <div class="tabs" role="group" aria-label="How the scenario is shown">
      <button type="button" aria-pressed={tab !== 'text'} onClick={() => setTab('controls')}>
        Controls
      </button>
      <button type="button" aria-pressed={tab === 'text'} onClick={() => setTab('text')}>
        As a file{wrong > 0 && <span class="count"> {wrong}</span>}
      </button>
    </div>
  );
}

function Told({ told }: { readonly told: string }) {
  const store = useStore();
  const [tab] = useAsked('tab', 'controls');
  const [first, ...others] = store.mistakes.value;
  return (
    <>
      <p class="help" role="status">
        {store.said.value || told}
      </p>
      {first && tab !== 'text' && (
        <p class="bad" role="alert">
          The file has {others.length === 0 ? 'a mistake' : `${others.length + 1} mistakes`}: line{' '}
          {first.line}, {first.message}. What is shown is from before it.
        </p>
      )}
    </>
  );
}
