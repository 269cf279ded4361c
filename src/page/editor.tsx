/** The scenario as text, with mistakes marked in place. */
import { effect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore } from './context.ts';
import type { Editing } from './editing.ts';

export function Editor() {
  const store = useStore();
  const host = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState('');
  const mistakes = store.mistakes.value;
  useEffect(() => {
    let editing: Editing | null = null;
    let over = false;
    const stops: (() => void)[] = [];
    const begin = async (): Promise<void> => {
      const { edit } = await import('./editing.ts');
      if (over || !host.current) return;
      const schema = store.link
        .ask(() => ({ kind: 'schema' }))
        .then((told) => (told.kind === 'schema' ? told.schema : {}));
      editing = edit(host.current, store.text.value, {
        schema,
        typed: (text) => {
          store.begin('the text');
          store.write(text);
        },
      });
      stops.push(
        effect(() => editing!.show(store.text.value)),
        effect(() => editing!.mark(store.mistakes.value)),
      );
    };
    begin().catch(() => setFailed('The editor could not be loaded.'));
    return () => {
      over = true;
      for (const stop of stops) stop();
      editing?.end();
    };
  }, []);
  return (
    <div class="text">
      <div ref={host} class="host" />
      {failed && <p role="alert">{failed}</p>}
      <div class="mistakes" role="status">
        {mistakes
          .toSorted((a, b) => a.line - b.line || a.column - b.column)
          .slice(0, 6)
          .map((one, i) => (
            <p key={i}>
              <b>
                Line {one.line}, column {one.column}
              </b>{' '}
              {one.path === '' ? '' : `${one.path}: `}
              {one.message}
              {one.allowed !== null && <span class="quiet">; allowed: {one.allowed}</span>}
              {one.nearest !== null && <span>; did you mean {one.nearest}?</span>}
            </p>
          ))}
      </div>
    </div>
  );
}
