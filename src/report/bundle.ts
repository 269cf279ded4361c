/** Which devices run together in a picture of many lines: the names of two kinds of board, written where there is room. */
import { meanOf } from '../kernel/spread.ts';
import type { Spec } from './spec.ts';
import { SOFT } from './palette.ts';

interface DevicePoint {
  readonly device: string;
  readonly time: number;
  readonly percent: number;
}

interface Bundle {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
}

/** Points of utilisation between two kinds from which they are told apart, and that a line of writing needs. */
const APART = 8;
const WRITING = 14;

/** Nothing unless there are exactly two kinds, apart at the end of the picture. */
export function bundleNames(lines: readonly DevicePoint[], to: number): Spec[] {
  const last = lines.filter(({ time }) => time >= quarter(lines));
  const kinds = [...new Set(last.map(({ device }) => kindOf(device)))];
  if (kinds.length !== 2) return [];
  const [lower, upper] = kinds.map((kind) => bundle(kind, last)).sort((a, b) => a.mean - b.mean);
  if (upper!.mean - lower!.mean < APART) return [];
  if (upper!.high + WRITING > 100 || lower!.low - WRITING < 0) return [];
  return [name(upper!.name, to, upper!.high + 2, 'bottom'), name(lower!.name, to, lower!.low - 3, 'top')];
}

const kindOf = (device: string): string => device.replace(/#\d+$/, '');

/** When the last quarter begins. */
function quarter(lines: readonly DevicePoint[]): number {
  const minutes = lines.map(({ time }) => time);
  const [first, last] = [Math.min(...minutes), Math.max(...minutes)];
  return last - (last - first) / 4;
}

function bundle(kind: string, points: readonly DevicePoint[]): Bundle {
  const values = points.filter(({ device }) => kindOf(device) === kind).map(({ percent }) => percent);
  return {
    name: kind,
    low: Math.min(...values),
    high: Math.max(...values),
    mean: meanOf(values),
  };
}

function name(text: string, time: number, percent: number, baseline: 'top' | 'bottom'): Spec {
  return {
    data: { values: [{ time, percent, text: text.split('/')[0]! }] },
    mark: { type: 'text', align: 'right', baseline, color: SOFT, fontSize: 11, dx: -2 },
    encoding: {
      x: { field: 'time', type: 'quantitative' },
      y: { field: 'percent', type: 'quantitative' },
      text: { field: 'text', type: 'nominal' },
    },
  };
}
