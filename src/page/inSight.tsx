/** Draws what is looked at first: while something newer is on its way, a figure that nobody sees waits. */
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore } from './context.ts';

interface InSightProps {
  readonly draw: () => VNode | null;
  /** Whether it is taken to be seen until it is known. */
  readonly isFirst?: boolean;
}

export function InSight({ draw, isFirst = false }: InSightProps) {
  const { busy } = useStore();
  const ref = useRef<HTMLDivElement>(null);
  const drawn = useRef<VNode | null>(null);
  const [isSeen, setSeen] = useState(isFirst);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)!.isIntersecting));
    observer.observe(ref.current!);
    return () => observer.disconnect();
  }, []);
  if (isSeen || !busy.value) drawn.current = draw();
  return (
    <div ref={ref} class="sight">
      {drawn.current}
    </div>
  );
}
