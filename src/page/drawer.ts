/** Figures as the command line draws them, in a worker of their own that is started when first wanted. */
import type { Spec } from '../report/figure.ts';

export interface Drawer {
  svg(spec: Spec): Promise<string>;
  png(svg: string): Promise<Blob>;
}

export interface DrawerReply {
  readonly id: number;
  readonly svg?: string;
  readonly error?: string;
}

export function drawer(worker: Worker): Drawer {
  let last = 0;
  const waiting = new Map<number, { resolve: (svg: string) => void; reject: (error: Error) => void }>();
  worker.addEventListener('message', ({ data }: MessageEvent<DrawerReply>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.svg !== undefined) one?.resolve(data.svg);
    else one?.reject(new Error(data.error));
  });
  return {
    svg: (spec) =>
      new Promise((resolve, reject) => {
        waiting.set(++last, { resolve, reject });
        worker.postMessage({ id: last, spec });
      }),
    png: async (svg) => {
      const picture = new Image();
      picture.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
      await picture.decode();
      URL.revokeObjectURL(picture.src);
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [2 * picture.naturalWidth, 2 * picture.naturalHeight];
      canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise((resolve, reject) => {
        canvas.toBlob(
          (blob) => (blob ? resolve(blob) : reject(new Error('no picture came out'))),
          'image/png',
        );
      });
    },
  };
}
