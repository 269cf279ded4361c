/** What stands where in a drawn figure. */
import { layOut, compile } from '../../src/render/vega.ts';
import type { Spec } from '../../src/report/figure.ts';

export interface Label {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Bounds {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

interface Item {
  readonly items?: readonly Item[];
  readonly marktype?: string;
  readonly bounds?: Bounds;
  readonly x?: number;
  readonly y?: number;
  readonly text?: string | number | null;
  readonly opacity?: number;
}

/** Every text of a figure, with the box it fills, from the corner of the picture. */
export async function labels(spec: Spec): Promise<{ labels: Label[]; width: number; height: number }> {
  const view = await layOut(await compile(spec));
  try {
    const found: Label[] = [];
    walk((view.scenegraph() as unknown as { root: Item }).root, 0, 0, found);
    const [x, y] = view.origin();
    const svg = await view.toSVG();
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg)!;
    const placed = found.map(({ text, left, right, top, bottom }) => ({
      text,
      left: left + x,
      right: right + x,
      top: top + y,
      bottom: bottom + y,
    }));
    return { labels: placed, width: Number(width), height: Number(height) };
  } finally {
    view.finalize();
  }
}

function walk(mark: Item, dx: number, dy: number, found: Label[]): void {
  for (const item of mark.items ?? []) {
    if (mark.marktype === 'group')
      for (const inner of item.items ?? []) walk(inner, dx + (item.x ?? 0), dy + (item.y ?? 0), found);
    else if (mark.marktype === 'text' && item.bounds && item.opacity !== 0 && (item.text ?? '') !== '') {
      const { x1, x2, y1, y2 } = item.bounds;
      found.push({ text: String(item.text), left: x1 + dx, right: x2 + dx, top: y1 + dy, bottom: y2 + dy });
    }
  }
}

/** Pairs of texts that cover each other by more than a pixel either way. */
export function collisions(all: readonly Label[]): [string, string][] {
  return all.flatMap((a, i) =>
    all
      .slice(i + 1)
      .filter(
        (b) =>
          Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2,
      )
      .map((b): [string, string] => [a.text, b.text]),
  );
}
