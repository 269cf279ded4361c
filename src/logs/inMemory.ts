import type { Source } from './source.ts';

/** Files by name, as text or bytes. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** The bytes of the files that a scenario names, where there is no disk: on a page with a dropped log, or in a test. */
export function inMemory(files: Files): (name: string) => Source {
  return (name) => {
    const file = Object.hasOwn(files, name) ? files[name]! : undefined;
    if (file === undefined) throw new RangeError(`${name}: is not here${others(files)}`);
    const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
    let at = 0;
    return {
      read(buffer) {
        const part = bytes.subarray(at, at + buffer.length);
        buffer.set(part);
        at += part.length;
        return part.length;
      },
      close: () => undefined,
    };
  };
}

function others(files: Files): string {
  const names = Object.keys(files);
  return names.length === 0 ? '' : `; what is here: ${names.join(', ')}`;
}
