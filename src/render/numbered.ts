/** Vega numbers gradients and clips on and on through a process: here each picture has its own from 0. */
export function numbered(svg: string): string {
  const places = new Map<string, number>();
  return svg.replace(/(id="|#)(gradient_|clip)(\d+)/g, (_, before: string, kind: string, number: string) => {
    const name = kind + number;
    const place = places.get(name) ?? [...places.keys()].filter((other) => other.startsWith(kind)).length;
    places.set(name, place);
    return `${before}${kind}${place}`;
  });
}
