/** The button that opens the player, whose code is loaded then. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useAsked } from './asked.ts';
import { useOf, useStore } from './context.ts';

export function TimelineDoor() {
  const { picture } = useStore();
  const [Timeline, setTimeline] = useState<FunctionComponent | null>(null);
  const [watched, setWatched] = useAsked('watch', 'no');
  const isOpen = watched === 'yes';
  // Of a stored summary there are no runs.
  const isKnown = useOf(
    () => picture.value?.loads.some(({ entries }) => entries.some(({ fleet }) => fleet.length > 0)) ?? false,
  );
  useEffect(() => {
    if (isOpen && isKnown) void import('./timeline.tsx').then((all) => setTimeline(() => all.Timeline));
  }, [isOpen, isKnown]);
  if (!isKnown) return null;
  return (
    <details
      class="card watch"
      open={isOpen}
      onToggle={(event) => setWatched(event.currentTarget.open ? 'yes' : 'no')}
    >
      <summary>Watch a run: every request on its way, machine by machine</summary>
      {isOpen && Timeline && <Timeline />}
    </details>
  );
}
