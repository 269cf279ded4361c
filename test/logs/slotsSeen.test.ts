import { expect, it } from 'vitest';
import type { RealLog } from '../../src/logs/answers.ts';
import { slotsSeen } from '../../src/logs/slotsSeen.ts';

/** Requests a second apart that take 5 s each, on so many slots. */
function log(slots: number, every: number, count = 60): RealLog {
  const free = Array.from({ length: slots }, () => 0);
  const rows = Array.from({ length: count }, (_, k) => {
    const arrival = k * every;
    const at = free.indexOf(Math.min(...free));
    const begin = Math.max(arrival, free[at]!);
    free[at] = begin + 5;
    return { arrival, first: begin + 0.5, end: begin + 5 };
  });
  return {
    name: 'log',
    arrival: rows.map(({ arrival }) => arrival),
    firstToken: rows.map(({ first }) => first),
    end: rows.map(({ end }) => end),
    output: rows.map(() => 10),
    prompt: rows.map(() => 10),
    tenant: rows.map(() => ''),
    status: rows.map(() => 'ok' as const),
    server: {},
  };
}

it('a log shows how many requests a server works on when more keep coming', () => {
  expect(slotsSeen(log(1, 4))).toBe(1);
  expect(slotsSeen(log(3, 1.2))).toBe(3);
});

it('a server that was never full shows nothing', () => {
  expect(slotsSeen(log(8, 2))).toBeUndefined();
  expect(slotsSeen(log(3, 1.2, 9))).toBeUndefined();
  expect(slotsSeen(log(1, 4, 0))).toBeUndefined();
});
