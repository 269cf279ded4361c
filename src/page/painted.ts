/** Resolves after the current state of the page was painted. */

/** Milliseconds to wait for a page in the background, which is not painted. */
const UNSEEN = 250;

export function painted(then: () => void): void {
  let over = false;
  const once = (): void => {
    if (!over) then();
    over = true;
  };
  // A task after a frame runs after its painting.
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, UNSEEN);
}
