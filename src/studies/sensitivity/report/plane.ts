/** Common parts of maps over two inputs: fields, hatching, and panels side by side. */
import type { Input, Plane } from '../result.ts';
import type { Spec } from '../../../report/spec.ts';
import { INK } from '../../../report/palette.ts';
import { pictureWidth, sideBySide } from '../../../report/sideBySide.ts';
import { inputAxis, sides } from './inputAxis.ts';
import { hatching, hatchLayers, type Field, type PixelRange } from './hatch.ts';

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
  return {
    field,
    type: 'quantitative',
    title,
    scale: { scheme: 'cividis', reverse: true, ...(wide ? { type: 'log' } : { zero: false }) },
    legend: {
      type: 'gradient',
      gradientLength: 240,
      ...(wide && { values: POWERS.filter((power) => power >= least && power <= most), format: '~r' }),
      titleLimit: 300,
      orient: 'bottom',
      direction: 'horizontal',
    },
  };
}
