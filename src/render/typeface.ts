/** The one face of all figures, from the package that brings it, and how wide text runs in it: enough to lay a figure out exactly, with no canvas and no system font. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Advance widths, read once for each character. Kerning is left out: it moves a label by less than a pixel. */
export class Typeface {
  readonly #view: DataView;
  readonly #tables = new Map<string, number>();
  readonly #unitsPerEm: number;
  readonly #metrics: number;
  readonly #segments: number;
  readonly #widths = new Map<number, number>();

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = this.#view.getUint16(4);
    for (let i = 0; i < count; i++) {
      const at = 12 + 16 * i;
      const tag = String.fromCharCode(...bytes.subarray(at, at + 4));
      this.#tables.set(tag, this.#view.getUint32(at + 8));
    }
    this.#unitsPerEm = this.#view.getUint16(this.#table('head') + 18);
    this.#metrics = this.#view.getUint16(this.#table('hhea') + 34);
    this.#segments = this.#basicPlane();
  }

  /** Ems that the text runs. */
  width(text: string): number {
    let units = 0;
    for (const character of text) units += this.#advance(character.codePointAt(0)!);
    return units / this.#unitsPerEm;
  }

  #table(tag: string): number {
    const at = this.#tables.get(tag);
    if (at === undefined) throw new Error(`font: no table ${tag}`);
    return at;
  }

  /** Where the map of characters to glyphs begins, in the form for the basic plane (format 4). */
  #basicPlane(): number {
    const cmap = this.#table('cmap');
    const count = this.#view.getUint16(cmap + 2);
    for (let i = 0; i < count; i++) {
      const at = cmap + this.#view.getUint32(cmap + 4 + 8 * i + 4);
      if (this.#view.getUint16(at) === 4) return at;
    }
    throw new Error('font: no character map of format 4');
  }

  #advance(code: number): number {
    let width = this.#widths.get(code);
    if (width === undefined) {
      const glyph = Math.min(this.#glyph(code), this.#metrics - 1);
      width = this.#view.getUint16(this.#table('hmtx') + 4 * glyph);
      this.#widths.set(code, width);
    }
    return width;
  }

  /** 0, the glyph for what is missing, when the font has none. */
  #glyph(code: number): number {
    const view = this.#view;
    const double = view.getUint16(this.#segments + 6);
    const ends = this.#segments + 14;
    const starts = ends + double + 2;
    const deltas = starts + double;
    const ranges = deltas + double;
    for (let i = 0; i < double; i += 2) {
      if (code > view.getUint16(ends + i)) continue;
      const start = view.getUint16(starts + i);
      if (code < start) return 0;
      const offset = view.getUint16(ranges + i);
      const delta = view.getUint16(deltas + i);
      if (offset === 0) return (code + delta) & 0xffff;
      const glyph = view.getUint16(ranges + i + offset + 2 * (code - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  }
}

const FILES = ['400Regular/Arimo_400Regular.ttf', '700Bold/Arimo_700Bold.ttf'] as const;

/** Regular and bold, as paths. */
export function fontFiles(): string[] {
  const require = createRequire(import.meta.url);
  return FILES.map((file) => require.resolve(`@expo-google-fonts/arimo/${file}`));
}

/** Pixels that text runs at a size, regular or bold. */
export function measure(): (text: string, size: number, bold: boolean) => number {
  const [regular, bold] = fontFiles().map((file) => new Typeface(readFileSync(file)));
  return (text, size, heavy) => size * (heavy ? bold! : regular!).width(text);
}
