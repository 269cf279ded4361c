/** Where the player is opened; what it takes is loaded then. */
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { useStore } from './context.ts';

export function TimelineDoor() {
  const store = useStore();
  const [Timeline, setTimeline] = useState<FunctionComponent | null>(null);
  const [open, setOpen] = useState(false);
  const loads = store.picture.value?.loads ?? [];
  // Of a summary that was kept, nobody knows the runs.
  if (!loads.some(({ entries }) => entries.some(({ fleet }) => fleet.length > 0))) return null;
  return (
    <details
      class="card"
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
        if (!event.currentTarget.open || Timeline) return;
        void import('./timeline.tsx').then((all) => setTimeline(() => all.Timeline));
      }}
    >
      <summary>Watch a run: every request on its way, machine by machine</summary>
      {open && Timeline && <Timeline />}
    </details>
  );
}
