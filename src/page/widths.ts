/** Text widths of the figures' typeface, so that figures drawn here equal those of the command line. */

/** Units per em, and the width of each character in units, by first character of a range. */
interface FaceWidths {
  readonly em: number;
  readonly regular: Readonly<Record<string, readonly number[]>>;
  readonly bold: Readonly<Record<string, readonly number[]>>;
}

/** Inserted from the font when the page is built. */
export const widths: FaceWidths | null = null;

/** Width of the text in ems; null when a character is unknown. */
export function ems(text: string, isBold: boolean, face: FaceWidths): number | null {
  const known = isBold ? face.bold : face.regular;
  let units = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const found = Object.entries(known).find(
      ([from, all]) => code >= Number(from) && code < Number(from) + all.length,
    );
    if (!found) return null;
    units += found[1][code - Number(found[0])]!;
  }
  return units / face.em;
}
