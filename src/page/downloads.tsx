/** Downloads of everything shown, as files that the command line reads and writes. */
import { useState } from 'preact/hooks';
import { useStore } from './context.ts';
import type { Drawer } from './drawer.ts';

function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const FILES = [
  ['scenario.yaml', 'Scenario'],
  ['summary.json', 'Summary'],
  ['runs.csv', 'Every run, CSV'],
  ['series.csv', 'Time series, CSV'],
] as const;

export function Downloads({ drawer }: { readonly drawer: () => Promise<Drawer> }) {
  const store = useStore();
  const [busy, setBusy] = useState('');
  const file = async (name: string): Promise<void> => {
    if (name === 'scenario.yaml') {
      save(
        `${store.model.value?.name ?? 'scenario'}.yaml`,
        new Blob([store.text.value], { type: 'application/yaml' }),
      );
      return;
    }
    const told = await store.link.ask(() => ({ kind: 'files' }));
    if (told.kind !== 'files') return;
    const found = told.files.find(([one]) => one === name);
    if (found) save(name, new Blob([found[1]]));
  };
  const figures = async (as: 'svg' | 'png'): Promise<void> => {
    setBusy('drawing …');
    try {
      const told = await store.link.ask(() => ({ kind: 'figures' }));
      if (told.kind !== 'figures') return;
      const draw = await drawer();
      for (const { name, spec } of told.figures) {
        const svg = await draw.svg(spec);
        save(
          `${name}.${as}`,
          as === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await draw.png(svg),
        );
      }
    } finally {
      setBusy('');
    }
  };
  return (
    <details class="menu">
      <summary>Download</summary>
      <div class="sheet">
        {FILES.map(([name, words]) => (
          <button key={name} type="button" onClick={() => void file(name)}>
            {words}
          </button>
        ))}
        <button type="button" onClick={() => void figures('svg')}>
          Figures, SVG
        </button>
        <button type="button" onClick={() => void figures('png')}>
          Figures, PNG
        </button>
        <p aria-live="polite">{busy}</p>
      </div>
    </details>
  );
}
