/** Animates the player, by frames or in steps, on a canvas of the screen's resolution. */

/** Seconds between steps when reduced motion is preferred. */
const STEP = 1;

/** Calls `go` with the seconds passed until it returns false. Returns a function that stops it. */
export function moving(go: (elapsed: number) => boolean): () => void {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? stepping(go) : flowing(go);
}

/** By animation frames; after a pause it continues from where it was. */
function flowing(go: (elapsed: number) => boolean): () => void {
  let last: number | null = null;
  let frame = requestAnimationFrame(function next(at) {
    const elapsed = last === null ? 0 : Math.min(0.1, (at - last) / 1000);
    last = at;
    if (go(elapsed)) frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
}

/** One picture per second: no motion. */
function stepping(go: (elapsed: number) => boolean): () => void {
  const timer = setInterval(() => {
    if (!go(STEP)) clearInterval(timer);
  }, STEP * 1000);
  return () => clearInterval(timer);
}

/** At the screen's resolution. */
export function scaled(
  canvas: HTMLCanvasElement | null,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  if (!canvas) return null;
  const ratio = devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    [canvas.width, canvas.height] = [wide, high];
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
