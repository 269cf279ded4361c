/** People who wait for their answers, against the machine repairman: what is measured is what `edgewise run` shows. */
import { expect, it } from 'vitest';
import { simulate } from '../../src/experiment/simulate.ts';
import { read } from '../../src/scenario/read.ts';
import { repairman } from './formulas.ts';

/** Questions to count, about. */
const QUESTIONS = 1.5e6;

const TEXT = `
name: repairman
duration: 1000s
warmup: 500s
workload:
  kind: users
  count: 1
  think: { kind: exponential, mean: 1s }
  prompt: 1
  output: { kind: exponential, mean: 10000 }
fleet:
  - profile:
      name: board/model
      pace: { prefill: { perToken: 0s }, step: { fixed: 0.1ms } }
      context: 1000000000
      power: { idle: 5, prefill: 20, decode: 10 }
`;

it.each([
  { users: 5, think: 4, servers: 1 },
  { users: 12, think: 6, servers: 1 },
  { users: 10, think: 4, servers: 3 },
  { users: 60, think: 5, servers: 8 },
])('$users people who think $think times as long as an answer takes, $servers at a time', (given) => {
  const { users, think, servers } = given;
  const theory = repairman(users, think, servers);
  const seconds = Math.ceil(QUESTIONS / theory.throughput);
  const set = [
    `duration=${seconds + 500}s`,
    `workload.count=${users}`,
    `workload.think.mean=${think}s`,
    `fleet.0.slots=${servers}`,
  ];
  const { scenario } = read(TEXT, { file: 'repairman.yaml', set }).cells[0]!;
  const { metrics, offeredLoad, trend } = simulate(scenario, {
    seed: 1,
    replication: 0,
    source: () => expect.unreachable(),
  });
  const near = (seen: number | null | undefined, value: number, margin: number): void =>
    expect(Math.abs(seen! / value - 1), `${seen} against ${value}`).toBeLessThan(margin);
  near(metrics['arrived']! / seconds, theory.throughput, 0.005);
  near(metrics['e2e.mean'], theory.stay, 0.01);
  near(metrics['users.active'], theory.there, 0.01);
  near(metrics['wait.mean'], theory.stay - 1, 0.02);
  near(metrics['edge.slotOccupancy'], theory.throughput / servers, 0.01);
  // What they would ask if answers took no time, over what the machine can do.
  near(offeredLoad, users / think / servers, 0.001);
  expect(trend).toBeNull();
});
