/** Maps over two inputs: fields, panels side by side, and hatching of what is inconclusive, visible in grey, in any colour and on paper. */
import type { Input, Plane } from '../result.ts';
import type { Spec } from '../../../report/figure.ts';
import { INK, PAPER } from '../../../report/palette.ts';
import { pictureWidth, sideBySide, quantity } from '../../../report/layers.ts';
import { inputAxis, sides } from './inputAxis.ts';

export interface DrawnField extends Field {
  readonly picture: string;
  /** Whether the field is hatched. */
  readonly hatched: boolean;
}

interface PlaneAxis {
  /** The colour encoding, without its field. */
  readonly spec: Spec;
  readonly low: number;
  readonly high: number;
  readonly logarithmic: boolean;
}

export interface Ground {
  readonly across: PlaneAxis;
  readonly up: PlaneAxis;
  readonly height: number;
  readonly widths: readonly [number, number];
}

export function axisOf(input: Input): PlaneAxis {
  return { spec: inputAxis(input), low: input.low, high: input.high, logarithmic: input.logarithmic };
}

/** Fields by the first input, then by the second. */
export function fieldsOf({ values: [xs, ys], inputs: [i, j] }: Plane, inputs: readonly Input[]): Field[][] {
  const across = sides(xs, inputs[i]!);
  const up = sides(ys, inputs[j]!);
  return across.map(([x, x2]) => up.map(([y, y2]) => ({ x, x2, y, y2 })));
}

/** `color` fills the fields; `over` is drawn on top. */
export function mapSpec(
  { across, up, height, widths }: Ground,
  fields: readonly DrawnField[],
  color: Spec,
  over: readonly Spec[],
): Spec {
  const pictures = [...new Set(fields.map(({ picture }) => picture))];
  const width = pictureWidth(pictures.length, widths);
  const side = ({ low, high, logarithmic }: PlaneAxis, length: number): PixelRange => ({
    low,
    high,
    logarithmic,
    length,
  });
  const lines = pictures.flatMap((picture) => {
    const under = fields.filter((one) => one.hatched && one.picture === picture);
    return hatching(under, side(across, width), side(up, height)).map((line) => ({ ...line, picture }));
  });
  const encoding = {
    x: { field: 'x', ...across.spec },
    x2: { field: 'x2' },
    y: { field: 'y', ...up.spec },
    y2: { field: 'y2' },
    color,
    tooltip: { field: 'says' },
  };
  const layer = [
    {
      transform: [{ filter: 'isValid(datum.x)' }],
      // Outlined in its own colour, to close the gaps between fields.
      mark: {
        type: 'rect',
        strokeWidth: 0.6,
        stroke: { expr: `scale('color', datum.${String(color['field'])})` },
      },
      encoding,
    },
    ...(lines.length > 0 ? hatchLayers(across.spec, up.spec) : []),
    ...over,
  ];
  return sideBySide({ values: [...fields, ...lines], pictures, widths, view: { height, layer } });
}

/** A cross at the file's own values. */
export function ownValues(inputs: readonly Input[], { inputs: [i, j] }: Plane): Spec {
  return {
    data: { values: [{ x: inputs[i]!.base, y: inputs[j]!.base }] },
    mark: { type: 'point', shape: 'cross', size: 90, color: '#ffffff', stroke: INK, strokeWidth: 1.2 },
    encoding: { x: { field: 'x', ...inputAxis(inputs[i]!) }, y: { field: 'y', ...inputAxis(inputs[j]!) } },
  };
}

const POWERS: readonly number[] = Array.from({ length: 13 }, (_, i) => Number(`1e${i - 6}`));

/** A logarithmic colour scale is used if half of the values are below this share of the largest. */
const LOW = 0.15;

/** From light to dark, distinguishable by lightness alone. */
export function shades(field: string, title: string, values: readonly number[]): Spec {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const sorted = [...values].sort((a, b) => a - b);
  const wide = least > 0 && sorted[Math.floor(sorted.length / 2)]! < LOW * most;
  return quantity(field, title, {
    scale: { scheme: 'cividis', reverse: true, ...(wide ? { type: 'log' } : { zero: false }) },
    legend: {
      type: 'gradient',
      gradientLength: 240,
      ...(wide && { values: POWERS.filter((power) => power >= least && power <= most), format: '~r' }),
      titleLimit: 300,
      orient: 'bottom',
      direction: 'horizontal',
    },
  });
}

/** A field of a map, from `x` to `x2` and `y` to `y2`. */
export interface Field {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
}

/** An axis, and the pixels it takes. */
interface PixelRange {
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
function hatchLayers(x: Spec, y: Spec): Spec[] {
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
