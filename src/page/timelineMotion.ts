/** What moves the player: time, frame by frame or in steps, on a canvas as sharp as the screen. */

/** Seconds between steps where movement is not wanted. */
const STEP = 1;

/** Calls `go` with the seconds that have passed, until it says that it is over. Gives what ends it before. */
export function moving(go: (elapsed: number) => boolean): () => void {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? stepping(go) : flowing(go);
}

/** Frame by frame; a page that slept goes on from where it was. */
function flowing(go: (elapsed: number) => boolean): () => void {
  let last: number | null = null;
  let frame = requestAnimationFrame(function next(at) {
    const elapsed = last === null ? 0 : Math.min(0.1, (at - last) / 1000);
    last = at;
    if (go(elapsed)) frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
}

/** A picture a second: no movement. */
function stepping(go: (elapsed: number) => boolean): () => void {
  const timer = setInterval(() => {
    if (!go(STEP)) clearInterval(timer);
  }, STEP * 1000);
  return () => clearInterval(timer);
}

/** As sharp as the screen is. */
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
