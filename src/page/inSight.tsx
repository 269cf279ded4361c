/** Defers drawing of figures that are not visible while a newer picture is on its way. */
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore } from './context.ts';

interface InSightProps {
  readonly draw: () => VNode | null;
  /** Whether it counts as visible until that is known. */
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
