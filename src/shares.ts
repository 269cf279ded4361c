/** Which figures are shares: shown in per cent, and what changes in them is points. */

const SHARES: ReadonlySet<string> = new Set([
  'utilization',
  'utilizationSpread',
  'slotOccupancy',
  'windowFill',
  'availability',
  'slo.attainment',
]);

/** Of a figure of a cell or of a device. */
export function isShare(metric: string): boolean {
  return SHARES.has(metric.replace(/^(edge|cloud)\./, ''));
}
