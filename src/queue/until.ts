/** Waits by polling, or for a signal. */
export async function until(so: () => boolean, milliseconds: number = Infinity): Promise<void> {
  const began = performance.now();
  while (!so() && performance.now() - began < milliseconds)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => {
      resolve();
    }),
  );
}
