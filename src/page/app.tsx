/** The page. */
import { useEffect, useState } from 'preact/hooks';
import { Claims } from './claims.tsx';
import { useStore } from './context.ts';
import { Controls } from './controls.tsx';
import { Downloads } from './downloads.tsx';
import type { Drawer } from './drawer.ts';
import { Editor } from './editor.tsx';
import { Figures } from './figures.tsx';
import { Box, Buy } from './questions.tsx';
import { Head } from './head.tsx';
import { Tiles } from './tiles.tsx';
import { TimelineDoor } from './timelineDoor.tsx';
import { number } from './words.ts';
import { take } from './dropped.ts';

/** Pixels below which controls and figures are not beside each other. */
const NARROW = 960;

export interface AppProps {
  readonly drawer: () => Promise<Drawer>;
  readonly examples: readonly string[];
}

export function App({ drawer, examples }: AppProps) {
  const store = useStore();
  const [over, setOver] = useState(false);
  const [told, setTold] = useState('');
  const door = store.door.value;
  useEffect(() => {
    const drag = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) void take(store, file).then(setTold);
    };
    document.addEventListener('dragover', drag);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', drag);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, []);
  return (
    <>
      <Head drawer={drawer} Downloads={Downloads} />
      {door === 'box' && (
        <main>
          <Box />
        </main>
      )}
      {door === 'buy' && (
        <main>
          <Buy />
        </main>
      )}
      {(door === 'play' || door === 'paper') && (
        <main class="bench">
          <Side examples={examples} told={told} setTold={setTold} />
          <Stage />
        </main>
      )}
      {over && <div class="over">Drop a scenario, a log, a profile or a summary</div>}
    </>
  );
}

function Side({
  examples,
  told,
  setTold,
}: {
  readonly examples: readonly string[];
  readonly told: string;
  readonly setTold: (words: string) => void;
}) {
  const store = useStore();
  const [open, setOpen] = useState(true);
  const [tab, setTab] = useState<'controls' | 'text'>('controls');
  const wrong = store.mistakes.value.length;
  return (
    <section class={open ? 'side' : 'side closed'} aria-label="The scenario">
      <button type="button" class="handle" aria-expanded={open} onClick={() => setOpen(!open)}>
        {store.moved.value || 'Change something'} <span aria-hidden="true">{open ? '▾' : '▴'}</span>
      </button>
      <div class="row opener">
        <label class="control">
          <span class="label">Scenario</span>
          <select
            value={examples.includes(store.name.value) ? store.name.value : ''}
            onChange={(event) => void store.open(event.currentTarget.value)}
          >
            {!examples.includes(store.name.value) && <option value="">{store.name.value}</option>}
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
      <div class="tabs" role="group" aria-label="How the scenario is shown">
        <button type="button" aria-pressed={tab === 'controls'} onClick={() => setTab('controls')}>
          Controls
        </button>
        <button type="button" aria-pressed={tab === 'text'} onClick={() => setTab('text')}>
          As a file{wrong > 0 && <span class="count"> {wrong}</span>}
        </button>
      </div>
      <p class="help" role="status">
        {store.said.value || told}
      </p>
      {wrong > 0 && tab === 'controls' && (
        <p class="bad" role="alert">
          The file has {wrong === 1 ? 'a mistake' : `${wrong} mistakes`}: line {store.mistakes.value[0]!.line}
          , {store.mistakes.value[0]!.message}. What is shown is from before it.
        </p>
      )}
      {tab === 'controls' ? <Controls /> : <Editor />}
    </section>
  );
}

function Stage() {
  const store = useStore();
  const picture = store.picture.value;
  const model = store.model.value;
  const loads = picture?.loads ?? [];
  const moving = store.moved.value !== '' && store.dragging.value;
  useEffect(() => {
    // On a phone the controls lie over the lower half: what moves has to be in the upper one.
    if (moving && innerWidth < NARROW) document.querySelector('.tiles')?.scrollIntoView({ block: 'start' });
  }, [moving]);
  return (
    <section class="stage" aria-label="What comes out" aria-busy={store.busy.value}>
      <div class="intro">
        <h1>
          {store.door.value === 'paper'
            ? 'What does the paper say?'
            : 'Small machines first, a cloud for the rest'}
        </h1>
        <p class="lead">
          {model === null
            ? 'The first runs are being made.'
            : `${machineWords(model.fleet)} answer questions to a language model; what they refuse ${model.fallback === 'cloud' ? `goes to ${model.cloud ?? 'a cloud'}` : 'is refused'}. Drag anything: every figure is simulated anew, here in your browser.`}
        </p>
      </div>
      {store.costly.value !== null && (
        <p class="card ask" role="alert">
          That is about {number(store.costly.value)} requests for the first picture, and may take a while.{' '}
          <button type="button" class="main" onClick={() => store.sure()}>
            Run it all the same
          </button>
        </p>
      )}
      {loads.length > 1 && (
        <div class="tabs loads" role="group" aria-label="Which load is shown">
          {loads.map(({ name }, i) => (
            <button
              key={name}
              type="button"
              aria-pressed={store.shownLoad.value === i}
              onClick={() => (store.load.value = i)}
            >
              {name}
            </button>
          ))}
        </div>
      )}
      <Status />
      <Tiles />
      {store.door.value === 'paper' && <Claims />}
      <Figures />
      <TimelineDoor />
      {store.door.value !== 'paper' && <Claims />}
      {picture && picture.warnings.length > 0 && (
        <details class="card warnings">
          <summary>
            {picture.warnings.length === 1 ? 'One thing' : `${picture.warnings.length} things`} to know of
            these runs
          </summary>
          <ul>
            {picture.warnings.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Status() {
  const store = useStore();
  const picture = store.picture.value;
  if (!picture) return null;
  const { replications, of, requests, last } = picture;
  return (
    <div class="status">
      <progress max={of} value={replications} aria-label="Runs" />
      <span>
        {replications} of {of} runs of each, {number(requests)} requests
        {last ? '' : ' so far'}
      </span>
      {store.ghost.value && <span class="key">dashed: as it was before your last change</span>}
    </div>
  );
}

const WORDS = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
];

function machineWords(fleet: readonly { readonly count: number }[]): string {
  const all = fleet.reduce((sum, { count }) => sum + count, 0);
  return `${WORDS[all] ?? number(all)} small machine${all === 1 ? '' : 's'}`;
}
