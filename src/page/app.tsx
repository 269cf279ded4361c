/** The page. */
import { useEffect, useState } from 'preact/hooks';
import { useStore } from './context.ts';
import { Downloads } from './downloads.tsx';
import type { Drawer } from './drawer.ts';
import { take } from './dropped.ts';
import { Head } from './head.tsx';
import { Box, Buy } from './questions.tsx';
import { Side } from './side.tsx';
import { Stage } from './stage.tsx';

interface AppProps {
  readonly drawer: () => Promise<Drawer>;
  readonly examples: readonly string[];
}

export function App({ drawer, examples }: AppProps) {
  const store = useStore();
  const [told, setTold] = useState('');
  const over = useDrop((file) => void take(store, file).then(setTold));
  const door = store.door.value;
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

/** Whether a file is dragged over the page; passes on dropped files. */
function useDrop(dropped: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
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
      if (file) dropped(file);
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
  return over;
}
