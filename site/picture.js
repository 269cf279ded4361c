// Pictures of the pages as PNG: text in an SVG is as wide as the reader's own fonts make it, and is cut.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { renderAsync } from '@resvg/resvg-js';

/** Pixels for a point, as the commands draw PNGs too. */
const SCALE = 2;
/** Beside the pages, where a picture that is named in Markdown is looked for. */
const NAMED = /!?\[[^\]]*\]\(([^)\s]+\.(?:svg|png|json))\)/g;

const faces = () => {
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/arimo/package.json'));
  return ['400Regular', '400Regular_Italic', '700Bold'].map((face) =>
    join(folder, face, `Arimo_${face}.ttf`),
  );
};

/** Where a picture of docs/ is on the site. */
export const drawnAs = (source) => source.replace(/^docs\//, '').replace(/\.svg$/, '.png');

/** The files that pages show or link to, by their place on the site. */
export async function picturesOf(root, pages) {
  const sources = new Set();
  for (const { source, text } of pages)
    for (const [, href] of text.matchAll(NAMED))
      sources.add(posix.normalize(posix.join(posix.dirname(source), href)));
  const made = new Map();
  for (const source of sources) {
    if (!source.startsWith('docs/')) continue;
    const bytes = readFileSync(join(root, source));
    made.set(drawnAs(source), source.endsWith('.svg') ? await rasterized(bytes.toString()) : bytes);
  }
  return made;
}

async function rasterized(svg) {
  const picture = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: {
      loadSystemFonts: false,
      fontFiles: faces(),
      defaultFontFamily: 'Arimo',
      sansSerifFamily: 'Arimo',
    },
  });
  return picture.asPng();
}

/** Width and height of a PNG as attributes, in the points it is drawn for. */
export function size(png) {
  if (!png || Buffer.from(png.buffer, png.byteOffset, 8).toString('hex') !== '89504e470d0a1a0a') return '';
  const view = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [view.getUint32(16), view.getUint32(20)].map((pixels) =>
    Math.round(pixels / SCALE),
  );
  return ` width="${width}" height="${height}"`;
}
