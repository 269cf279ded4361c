/** Where the page's workers come from: files beside it. The folder for double-clicking has them inside instead. */

export const startLab = (): Worker =>
  new Worker(new URL('./lab.ts', import.meta.url), { type: 'module', name: 'lab' });
export const startDraw = (): Worker =>
  new Worker(new URL('./draw.ts', import.meta.url), { type: 'module', name: 'draw' });
