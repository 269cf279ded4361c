/** Creates the page's workers: from separate files, or from inside the page that opens by double-clicking. */

export const startLab = (): Worker =>
  new Worker(new URL('./lab.ts', import.meta.url), { type: 'module', name: 'lab' });
export const startDraw = (): Worker =>
  new Worker(new URL('./draw.ts', import.meta.url), { type: 'module', name: 'draw' });
