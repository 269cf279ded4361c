import type { Entry } from './gallery.js';

/** The picture of an entry; `run` is given the words after `edgewise`, and the folder they are typed in. */
export function drawn(
  root: string,
  entry: Entry,
  run: (args: string[], folder: string) => Promise<void>,
): Promise<Uint8Array>;
