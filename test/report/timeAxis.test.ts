import { expect, it } from 'vitest';
import { timeAxis } from '../../src/report/timeAxis.ts';
import { labels } from '../render/scene.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What is written along the axis of a run of so many seconds. */
async function written(length: number): Promise<string[]> {
  const { axis, seconds } = timeAxis(length);
  const spec = {
    width: 400,
    height: 100,
    data: { values: [{ time: 0 }, { time: length / seconds }] },
    mark: 'point',
    encoding: { x: { field: 'time', type: 'quantitative', title: null, scale: { nice: false }, axis } },
  };
  return (await labels(spec)).labels.map(({ text }) => text);
}

it('counts a run in what people count such a time in', () => {
  const units = [90, HOUR, 3 * HOUR, 8 * HOUR, DAY, 7 * DAY].map((length) => timeAxis(length).unit);
  expect(units).toEqual(['s', 'min', 'min', 'h:min', 'h:min', 'days']);
});

it('writes hours as a clock and days as whole ones', async () => {
  expect(await written(DAY)).toEqual([
    '0:00',
    '3:00',
    '6:00',
    '9:00',
    '12:00',
    '15:00',
    '18:00',
    '21:00',
    '24:00',
  ]);
  expect(await written(4 * HOUR)).toEqual([
    '0:00',
    '0:30',
    '1:00',
    '1:30',
    '2:00',
    '2:30',
    '3:00',
    '3:30',
    '4:00',
  ]);
  expect(await written(7 * DAY)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  expect(await written(30 * DAY)).toEqual(['0', '4', '8', '12', '16', '20', '24', '28']);
});

it('says a time as it is read off the axis', () => {
  expect(timeAxis(90).says(12.34)).toBe('12.34 s');
  expect(timeAxis(HOUR).says(750)).toBe('12.5 min');
  expect(timeAxis(DAY).says(6.5 * HOUR)).toBe('6:30 h');
  expect(timeAxis(7 * DAY).says(2 * DAY + 18 * HOUR)).toBe('day 3, 18:00');
});
