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
  /** Over its column. */
  readonly heading: string;
  /** Empty for a share or a plain number. */
  readonly unit: string;
  readonly share?: true;
  readonly most?: 1;
  readonly count?: true;
}

export const DEVICE_METRICS: Readonly<Record<DeviceMetric, Measure>> = {
  served: { heading: 'served', unit: 'requests', count: true },
  rejected: { heading: 'rejected', unit: 'requests', count: true },
  tokens: { heading: 'tokens', unit: 'tokens' },
  utilization: { heading: 'busy', unit: '', share: true, most: 1 },
  slotOccupancy: { heading: 'slots in use', unit: '', share: true, most: 1 },
  windowFill: { heading: 'window full', unit: '', share: true, most: 1 },
  'energy.joules': { heading: 'energy of work', unit: 'J' },
  idleJoules: { heading: 'energy idle', unit: 'J' },
  'power.mean': { heading: 'mean power', unit: 'W' },
  // Of machines that can be down.
  availability: { heading: 'up', unit: '', share: true, most: 1 },
};
