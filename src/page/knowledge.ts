/** The state of the page, as signals that everything drawn depends on. */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Files } from '../logs/inMemory.ts';
import type { Theme } from '../report/figure.ts';
import type { Mistake } from '../scenario/mistake.ts';
import type { Plain } from '../scenario/scenario.ts';
import type { ControlsModel } from './controlsModel.ts';
import type { Picture, Tell } from './protocol.ts';

export type Door = 'play' | 'box' | 'buy' | 'paper';
export const DOORS: readonly Door[] = ['play', 'box', 'buy', 'paper'];

type Ready = Extract<Tell, { kind: 'ready' }>;

interface DoorAnswer {
  readonly progress: string;
  readonly told: Extract<Tell, { kind: 'capacity' | 'plan' }> | null;
  readonly failed: string;
}

export interface Knowledge {
  readonly ready: Signal<Ready | null>;
  readonly name: Signal<string>;
  readonly text: Signal<string>;
  /** Name of a dropped summary that is shown instead of runs; null for runs. */
  readonly kept: Signal<string | null>;
  readonly model: Signal<ControlsModel | null>;
  readonly picture: Signal<Picture | null>;
  /** The picture before the last gesture. */
  readonly ghost: Signal<Picture | null>;
  readonly mistakes: Signal<readonly Mistake[]>;
  readonly said: Signal<string>;
  readonly costly: Signal<number | null>;
  readonly door: Signal<Door>;
  readonly load: Signal<number | null>;
  readonly files: Signal<Files>;
  /** Whether a newer picture is on its way. */
  readonly busy: Signal<boolean>;
  readonly dragging: Signal<boolean>;
  /** The value being dragged, in words, for screens where its control is hidden. */
  readonly moved: Signal<string>;
  /** The theme of the reader's system. */
  readonly usual: Signal<Theme>;
  /** The theme chosen by the reader; white on paper. */
  readonly theme: ReadonlySignal<Theme>;
  readonly drafts: Signal<Readonly<Record<string, Plain>>>;
  readonly answer: Signal<DoorAnswer | null>;
  readonly shownLoad: ReadonlySignal<number>;
  /** Fields of the questions and view options that differ from their defaults. */
  readonly asked: Signal<Readonly<Record<string, string | number>>>;
}

export function knowledge(): Knowledge {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const usual = signal<Theme>(dark.matches ? 'dark' : 'light');
  dark.addEventListener('change', ({ matches }) => (usual.value = matches ? 'dark' : 'light'));
  const print = matchMedia('print');
  const isPrinted = signal(print.matches);
  print.addEventListener('change', ({ matches }) => (isPrinted.value = matches));
  const picture = signal<Picture | null>(null);
  const load = signal<number | null>(null);
  const asked = signal<Readonly<Record<string, string | number>>>({});
  return {
    ready: signal<Ready | null>(null),
    name: signal(''),
    text: signal(''),
    kept: signal<string | null>(null),
    model: signal<ControlsModel | null>(null),
    picture,
    ghost: signal<Picture | null>(null),
    mistakes: signal<readonly Mistake[]>([]),
    said: signal(''),
    costly: signal<number | null>(null),
    door: signal<Door>('play'),
    load,
    files: signal<Files>({}),
    busy: signal(false),
    dragging: signal(false),
    moved: signal(''),
    usual,
    theme: computed(() => {
      if (isPrinted.value) return 'light';
      const chosen = asked.value['theme'];
      return chosen === 'dark' || chosen === 'light' ? chosen : usual.value;
    }),
    drafts: signal<Readonly<Record<string, Plain>>>({}),
    answer: signal<DoorAnswer | null>(null),
    shownLoad: computed(() => {
      const loads = picture.value?.loads.length ?? 1;
      return Math.min(loads - 1, load.value ?? picture.value?.shown ?? 0);
    }),
    asked,
  };
}
