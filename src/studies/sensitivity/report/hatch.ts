/** Diagonal hatching for inconclusive fields of a map: visible in grey, in any colour and on paper. */
import type { Spec } from '../../../report/spec.ts';
import { INK, PAPER } from '../../../report/palette.ts';

/** A field of a map, from `x` to `x2` and `y` to `y2`. */
export interface Field {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
}

/** An axis, and the pixels it takes. */
export interface PixelRange {
  readonly low: number;
  readonly high: number;
  readonly logarithmic: boolean;
  readonly length: number;
}

/** Pixels from line to line, along either axis. */
const GAP = 9;

interface HatchLine {
  readonly hx: number;
  readonly hy: number;
  readonly hx2: number;
  readonly hy2: number;
}

/** Lines that continue across fields, like one pattern below all of them. */
export function hatching(fields: readonly Field[], across: PixelRange, up: PixelRange): HatchLine[] {
  return strips(fields).flatMap(({ x, x2, y, y2 }) => {
    const [left, right] = [pixel(across, x), pixel(across, x2)];
    const [bottom, top] = [pixel(up, y), pixel(up, y2)];
    const lines: HatchLine[] = [];
    // Along a line, x minus y in pixels is constant.
    for (let k = Math.ceil((left - top) / GAP) * GAP; k < right - bottom; k += GAP) {
      const from = Math.max(left, bottom + k);
      const to = Math.min(right, top + k);
      if (to - from < 0.5) continue;
      lines.push({
        hx: value(across, from),
        hx2: value(across, to),
        hy: value(up, from - k),
        hy2: value(up, to - k),
      });
    }
    return lines;
  });
}

/** Merges neighbours along x. */
function strips(fields: readonly Field[]): Field[] {
  const sorted = [...fields].sort((a, b) => a.y - b.y || a.x - b.x);
  const found: Field[] = [];
  for (const field of sorted) {
    const last = found.at(-1);
    if (
      last &&
      last.y === field.y &&
      last.y2 === field.y2 &&
      Math.abs(last.x2 - field.x) < 1e-12 + 1e-9 * last.x2
    )
      found[found.length - 1] = { ...last, x2: field.x2 };
    else found.push(field);
  }
  return found;
}

function pixel({ low, high, logarithmic, length }: PixelRange, value: number): number {
  const share = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return share * length;
}

function value({ low, high, logarithmic, length }: PixelRange, pixels: number): number {
  const share = pixels / length;
  const at = logarithmic ? low * (high / low) ** share : low + share * (high - low);
  return Number(at.toPrecision(6));
}

/** The lines as marks, light around dark, so that they are visible on any background. `x` and `y` are the map's axes. */
export function hatchLayers(x: Spec, y: Spec): Spec[] {
  const encoding = {
    x: { ...x, field: 'hx' },
    x2: { field: 'hx2' },
    y: { ...y, field: 'hy' },
    y2: { field: 'hy2' },
  };
  const transform = [{ filter: 'isValid(datum.hx)' }];
  return [
    { transform, mark: { type: 'rule', color: PAPER, strokeWidth: 2.4, opacity: 0.7 }, encoding },
    { transform, mark: { type: 'rule', color: INK, strokeWidth: 0.9 }, encoding },
  ];
}
