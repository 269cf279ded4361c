/** All that a reader sees, in the address of the page: nothing is stored anywhere else. */

export interface SharedView {
  /** The scenario's text; null for the page's own of that name. */
  readonly text: string | null;
  readonly name: string;
  readonly door: string;
  /** Which load is shown; null for the one the figure picks. */
  readonly load: number | null;
}

const VERSION = '1';
/** Characters of an address that is read: more is no scenario. */
const LONGEST = 400_000;
const INFLATED = 1_000_000;

export async function written(view: SharedView): Promise<string> {
  const packed = view.text === null ? '' : await packedText(view.text);
  const parts = [VERSION, view.door, view.name, view.load === null ? '' : String(view.load), packed];
  return `#${parts.map(encodeURIComponent).join('/')}`;
}

/** Null for an address that says nothing, or nothing that can be understood. */
export async function understood(hash: string): Promise<SharedView | null> {
  if (hash.length < 2 || hash.length > LONGEST) return null;
  try {
    const [version, door = '', name = '', load = '', packed = ''] = hash
      .slice(1)
      .split('/')
      .map(decodeURIComponent);
    if (version !== VERSION) return null;
    return {
      door,
      name,
      load: /^\d{1,3}$/.test(load) ? Number(load) : null,
      text: packed === '' ? null : await unpackedText(packed),
    };
  } catch {
    return null;
  }
}

async function packedText(text: string): Promise<string> {
  const bytes = new Uint8Array(
    await new Response(
      new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw')),
    ).arrayBuffer(),
  );
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

async function unpackedText(packed: string): Promise<string> {
  const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > INFLATED) throw new RangeError('the scenario in the address is too long');
  }
  return text + decoder.decode();
}
