/** After what is on the page now has been painted. */

/** Milliseconds for which a page waits that nobody looks at, and that is not painted. */
const UNSEEN = 250;

export function painted(then: () => void): void {
  let over = false;
  const once = (): void => {
    if (!over) then();
    over = true;
  };
  // A task after a frame is one after its painting.
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, UNSEEN);
}
