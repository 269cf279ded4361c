/** What each device is measured by. */

export type DeviceMetric =
  | 'served'
  | 'rejected'
  | 'tokens'
  | 'utilization'
  | 'slotOccupancy'
  | 'windowFill'
  | 'energy.joules'
  | 'idleJoules'
  | 'power.mean'
  | 'availability';

interface Measure {
  /** Empty for a share or a pure number. */
  readonly unit: string;
  readonly share?: true;
  readonly most?: 1;
  readonly count?: true;
}

export const DEVICE_METRICS: Readonly<Record<DeviceMetric, Measure>> = {
  served: { unit: 'requests', count: true },
  rejected: { unit: 'requests', count: true },
  tokens: { unit: 'tokens' },
  utilization: { unit: '', share: true, most: 1 },
  slotOccupancy: { unit: '', share: true, most: 1 },
  windowFill: { unit: '', share: true, most: 1 },
  'energy.joules': { unit: 'J' },
  idleJoules: { unit: 'J' },
  'power.mean': { unit: 'W' },
  // Of machines that can be down.
  availability: { unit: '', share: true, most: 1 },
};
