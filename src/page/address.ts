/** Encodes everything the reader sees in the address of the page: nothing is stored elsewhere. */

interface SharedView {
  /** The scenario's text; null for the unchanged example of that name. */
  readonly text: string | null;
  readonly name: string;
  readonly door: string;
  /** The load shown; null for the figure's default. */
  readonly load: number | null;
  /** Fields of the questions that differ from their defaults. */
  readonly asked: Readonly<Record<string, string | number>>;
}

const VERSION = '1';
/** Most characters of an address; longer ones are not scenarios. */
const LONGEST = 400_000;
const INFLATED = 1_000_000;

export async function written(view: SharedView): Promise<string> {
  const packed = view.text === null ? '' : await packedText(view.text);
  const asked = Object.keys(view.asked).length === 0 ? [] : [JSON.stringify(view.asked)];
  const load = view.load === null ? '' : String(view.load);
  return `#${[VERSION, view.door, view.name, load, packed, ...asked].map(encodeURIComponent).join('/')}`;
}

/** Null for an address that is empty or cannot be decoded. */
export async function understood(hash: string): Promise<SharedView | null> {
  if (hash.length < 2 || hash.length > LONGEST) return null;
  try {
    const [version, door = '', name = '', load = '', packed = '', asked = '{}'] = hash
      .slice(1)
      .split('/')
      .map(decodeURIComponent);
    if (version !== VERSION) return null;
    return {
      door,
      name,
      load: /^\d{1,3}$/.test(load) ? Number(load) : null,
      text: packed === '' ? null : await unpackedText(packed),
      asked: fieldsOf(JSON.parse(asked)),
    };
  } catch {
    return null;
  }
}

/** Keeps only strings and numbers. */
function fieldsOf(asked: unknown): SharedView['asked'] {
  return Object.fromEntries(
    Object.entries((asked ?? {}) as Readonly<Record<string, unknown>>).filter(
      (one): one is [string, string | number] =>
        typeof one[1] === 'number'
          ? Number.isFinite(one[1])
          : typeof one[1] === 'string' && /^[\w./,-]{0,400}$/.test(one[1]),
    ),
  );
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
