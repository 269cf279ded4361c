/** What the page knows: all of it is here, and whatever is drawn follows it. */
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
  /** A summary that is shown in place of the runs of the text; null when it is those. */
  readonly kept: Signal<string | null>;
  readonly model: Signal<ControlsModel | null>;
  readonly picture: Signal<Picture | null>;
  /** What was there before the last gesture. */
  readonly ghost: Signal<Picture | null>;
  readonly mistakes: Signal<readonly Mistake[]>;
  readonly said: Signal<string>;
  readonly costly: Signal<number | null>;
  readonly door: Signal<Door>;
  readonly load: Signal<number | null>;
  readonly files: Signal<Files>;
  /** Whether something is on the way that is not shown yet. */
  readonly busy: Signal<boolean>;
  readonly dragging: Signal<boolean>;
  /** What is being moved, in words, for where it cannot be seen. */
  readonly moved: Signal<string>;
  /** As the reader's system has it. */
  readonly usual: Signal<Theme>;
  /** As the reader has chosen; paper is white. */
  readonly theme: ReadonlySignal<Theme>;
  readonly drafts: Signal<Readonly<Record<string, Plain>>>;
  readonly answer: Signal<DoorAnswer | null>;
  readonly shownLoad: ReadonlySignal<number>;
  /** Fields of the questions, and how the page is looked at, where it is not as at first. */
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
