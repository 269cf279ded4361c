/** The player of a run: machines as lanes, requests as bars, and the story of any of them. Loaded on first use. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useAskedNumber } from './asked.ts';
import { useStore } from './context.ts';
import type { StoryTold, TimelineTold } from './protocol.ts';
import { TimelineBoard } from './timelineBoard.tsx';
import { liveliest, sceneOf, type TimelineScene } from './timelineScene.ts';
import { clock } from './timelineView.ts';
import './timeline.css';

interface Shown extends TimelineTold {
  readonly scene: TimelineScene;
  readonly key: string;
}

export function Timeline() {
  const store = useStore();
  const picture = store.picture.value;
  const entries = picture?.loads[store.shownLoad.value]?.entries ?? [];
  const [wanted, setWanted] = useAskedNumber('which', -1, 0, 99);
  // The baseline is first in a file; the cell of interest is last.
  const entry = entries[wanted] ?? entries.at(-1);
  const [shown, setShown] = useState<Shown | null>(null);
  const [failed, setFailed] = useState('');
  const [stretch, setStretch] = useAskedNumber('from', -1, 0, Infinity);
  const from = stretch < 0 ? null : stretch;
  const [at] = useAskedNumber('at', -1, 0, Infinity);
  const now = useRef(at);
  const settled = !store.busy.value;
  const key = entry?.key;
  useEffect(() => {
    if (!settled || key === undefined) return undefined;
    let stale = false;
    const fetch = async (): Promise<void> => {
      const told = await store.link.ask(() => ({ kind: 'timeline', key, from, files: store.files.value }));
      if (stale) return;
      if (told.kind === 'failed') setFailed(told.message);
      if (told.kind !== 'timeline') return;
      const scene = sceneOf(told.timeline);
      const { timeline } = told;
      if (now.current <= timeline.from || now.current >= timeline.to) now.current = liveliest(scene);
      setFailed('');
      setShown({ ...told, scene, key });
    };
    void fetch();
    return () => (stale = true);
  }, [settled, key, from, store.text.value]);
  const [story, setStory] = useState<StoryTold | 'coming' | null>(null);
  useEffect(() => setStory(null), [shown]);
  const ask = async (request: number): Promise<void> => {
    if (!shown) return;
    setStory('coming');
    const { key: of } = shown;
    const told = await store.link.ask(() => ({ kind: 'story', key: of, request, files: store.files.value }));
    setStory(told.kind === 'story' ? told : null);
  };
  if (!entry) return null;
  return (
    <div class="player">
      {entries.length > 1 && (
        <div class="tabs" role="group" aria-label="Which of them is played">
          {entries.map((one, i) => (
            <button
              key={one.key}
              type="button"
              aria-pressed={one.key === entry.key}
              onClick={() => setWanted(i)}
            >
              {one.name}
            </button>
          ))}
        </div>
      )}
      {failed !== '' && <p class="bad">{failed}</p>}
      {shown === null ? (
        failed === '' && <p class="help">The run is being repeated, in more detail.</p>
      ) : (
        <>
          <Part shown={shown} setFrom={setStretch} />
          <TimelineBoard scene={shown.scene} now={now} tell={(request) => void ask(request)} />
        </>
      )}
      <div aria-live="polite">{story !== null && <Story story={story} close={() => setStory(null)} />}</div>
    </div>
  );
}

/** Which part is shown of a run that is too long for the player. */
function Part({ shown: { timeline, end }, setFrom }: { shown: Shown; setFrom: (from: number) => void }) {
  const { from, to } = timeline;
  const long = to - from;
  if (long >= end - 1e-6) return null;
  return (
    <p class="part">
      <button type="button" disabled={from <= 0} onClick={() => setFrom(Math.max(0, from - long))}>
        Earlier
      </button>
      <button type="button" disabled={to >= end} onClick={() => setFrom(to)}>
        Later
      </button>
      <span>
        {clock(from)} to {clock(to)} of {clock(end)}
      </span>
    </p>
  );
}

function Story({ story, close }: { readonly story: StoryTold | 'coming'; readonly close: () => void }) {
  if (story === 'coming')
    return <p class="help">The run is being repeated with other choices for this request.</p>;
  return (
    <section class="story" aria-label={`Request ${story.request}`}>
      <button type="button" onClick={close}>
        Close
      </button>
      {story.parts.map(([heading, sentences]) => (
        <>
          {heading !== '' && <h3>{heading}</h3>}
          {heading === 'Other choices' ? (
            <ul>
              {sentences.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          ) : (
            <p>{sentences.join(' ')}</p>
          )}
        </>
      ))}
    </section>
  );
}
