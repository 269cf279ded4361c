import { computed } from '@preact/signals';
import { createContext } from 'preact';
import { useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { DARK } from '../report/palette.ts';
import type { Store } from './store.ts';

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error('the page has no store');
  return store;
}

/** A value derived from the store: the component is redrawn only when that value changes. */
export function useOf<Value>(of: () => Value, dependingOn: readonly unknown[] = []): Value {
  return useMemo(() => computed(of), dependingOn).value;
}

/** Colours of figures in the current theme. */
export function useInk(): (colour: string) => string {
  const { theme } = useStore();
  return (colour) => (theme.value === 'dark' ? (DARK[colour] ?? colour) : colour);
}

/** The width of an element, kept up to date. */
export function useWidth<Made extends HTMLElement>(
  first: number,
): readonly [{ current: Made | null }, number] {
  const ref = useRef<Made>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

/** The end of an axis: it only grows while something is dragged, so that bars stay comparable. */
export function useMost(wanted: number, dragging: boolean): number {
  const held = useRef(0);
  held.current = dragging ? Math.max(held.current, wanted) : wanted;
  return held.current;
}
