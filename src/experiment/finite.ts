/** Drops Infinity and NaN, which JSON cannot represent. Returns the object itself if all values are finite, the usual case. */
export function finite(
  figures: Readonly<Record<string, number | null>>,
): Readonly<Record<string, number | null>> {
  if (Object.values(figures).every((value) => value === null || Number.isFinite(value))) return figures;
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
}
