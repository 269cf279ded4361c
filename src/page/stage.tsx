/** The results of the scenario: sentences, numbers and live figures. */
import { useEffect } from 'preact/hooks';
import { counted } from '../kernel/words.ts';
import { Claims } from './claims.tsx';
import { useOf, useStore } from './context.ts';
import { Figures } from './figures.tsx';
import { introWords } from './introWords.ts';
import { isNarrow } from './narrow.ts';
import { Tiles } from './tiles.tsx';
import { TimelineDoor } from './timelineDoor.tsx';
import { number } from './numbers.ts';

export function Stage() {
  const store = useStore();
  const isPaper = store.door.value === 'paper';
  const moving = useOf(() => store.moved.value !== '' && store.dragging.value);
  useEffect(() => {
    // On a phone the controls cover the lower half: scroll the live figure to the upper one.
    if (moving && isNarrow()) document.querySelector('.figures > *')?.scrollIntoView({ block: 'start' });
  }, [moving]);
  return (
    <section
      class={`stage${moving ? ' moving' : ''}${isPaper ? ' paper' : ''}`}
      aria-label="What comes out"
      aria-busy={store.busy}
    >
      <Intro />
      <Costly />
      <Loads />
      <Status />
      <Tiles />
      {isPaper && <Claims />}
      <Figures />
      <TimelineDoor />
      {!isPaper && <Claims />}
      <Warnings />
    </section>
  );
}

function Intro() {
  const store = useStore();
  const words = useOf(() => {
    const model = store.model.value;
    if (model === null) return 'The first runs are being made.';
    return `${introWords(model)} Drag anything: every figure is simulated again, here in your browser.`;
  });
  // There is nothing to show, and the reason is shown elsewhere.
  const isUnrun = useOf(
    () => store.picture.value === null && store.model.value !== null && store.said.value !== '',
  );
  return (
    <div class="intro">
      <h1>
        {store.door.value === 'paper'
          ? 'What does the paper say?'
          : 'Small machines first, a cloud for the rest'}
      </h1>
      <p class={isUnrun ? 'lead bad' : 'lead'}>{isUnrun ? store.said.value : words}</p>
    </div>
  );
}

function Costly() {
  const store = useStore();
  const requests = store.costly.value;
  if (requests === null) return null;
  return (
    <p class="card ask" role="alert">
      That is about {number(requests)} requests for the first picture, and may take a while.{' '}
      <button type="button" class="main" onClick={() => store.sure()}>
        Run it all the same
      </button>
    </p>
  );
}

function Loads() {
  const store = useStore();
  const loads = store.picture.value?.loads ?? [];
  if (loads.length < 2) return null;
  return (
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
  );
}

function Warnings() {
  const warnings = useStore().picture.value?.warnings ?? [];
  if (warnings.length === 0) return null;
  return (
    <details class="card warnings">
      <summary>{counted(warnings.length, 'note')} on these runs</summary>
      <ul>
        {warnings.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </details>
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
