/** How wide text runs in the face of figures, so that a figure drawn here is to the byte the one of the command line. */

/** Units of an em, and by the first character of a stretch how many units each character of it runs. */
interface FaceWidths {
  readonly em: number;
  readonly regular: Readonly<Record<string, readonly number[]>>;
  readonly bold: Readonly<Record<string, readonly number[]>>;
}

/** Put here from the font when the page is built. */
export const widths: FaceWidths | null = null;

/** Ems that the text runs; null where a character is not among those that are known. */
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
