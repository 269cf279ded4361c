/** The common look of every figure: its face, and what Vega-Lite draws where nothing else is said. */
import { colours, EDGE, GRID, INK, LINE, PAPER, SOFT } from './palette.ts';
import type { Spec } from './spec.ts';

/** As wide, letter for letter, as Arial, Helvetica and Liberation Sans: a figure looks the same wherever it is opened. */
export const FACE = 'Arimo';
const FONT = `${FACE}, 'Liberation Sans', Arial, Helvetica, sans-serif`;

/** The configuration that every figure carries. */
export function look(): Spec {
  return {
    font: FONT,
    background: PAPER,
    padding: 10,
    view: { stroke: null },
    title: {
      anchor: 'start',
      frame: 'group',
      color: INK,
      fontSize: 13,
      fontWeight: 'bold',
      offset: 8,
      subtitleColor: SOFT,
      subtitleFontSize: 12,
      subtitlePadding: 4,
    },
    axis: {
      labelColor: SOFT,
      labelFontSize: 12,
      labelPadding: 4,
      titleColor: INK,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      titlePadding: 8,
      domainColor: LINE,
      tickColor: LINE,
      tickSize: 4,
      gridColor: GRID,
      gridWidth: 1,
      labelLimit: 220,
    },
    axisBand: { domain: false, ticks: false, grid: false, labelColor: INK },
    axisPoint: { domain: false, ticks: false, grid: true, labelColor: INK },
    axisQuantitative: { domain: false, ticks: false, tickCount: 5, grid: true },
    legend: {
      labelColor: INK,
      labelFontSize: 12,
      titleColor: SOFT,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      symbolSize: 110,
      symbolStrokeWidth: 2,
      labelLimit: 260,
    },
    header: {
      labelColor: INK,
      labelFontSize: 12,
      labelFontWeight: 'bold',
      labelAnchor: 'start',
      titleColor: SOFT,
      titleFontSize: 12,
      titleFontWeight: 'normal',
    },
    bar: { color: EDGE },
    line: { color: EDGE, strokeWidth: 2 },
    point: { color: EDGE, filled: true, size: 60, opacity: 1 },
    rule: { color: INK, strokeWidth: 1.3 },
    text: { color: INK, fontSize: 12 },
    range: { category: colours(6) },
  };
}
