/** The one face that figures are drawn in, from the package that brings it, so that they are the same on every machine. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Typeface } from './typeface.ts';

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
