/** JSON knows no Infinity and no NaN: there is no such figure. As they are where they are all finite, and mostly they are. */
export function finite(
  figures: Readonly<Record<string, number | null>>,
): Readonly<Record<string, number | null>> {
  if (Object.values(figures).every((value) => value === null || Number.isFinite(value))) return figures;
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
}
