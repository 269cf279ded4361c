import { expect, it } from 'vitest';
import { createStreams } from '../../src/kernel/random.ts';
import type { Reason } from '../../src/model.ts';
import { assemble } from '../../src/scenario/assemble.ts';
import { read } from '../../src/scenario/read.ts';
import { FIGURE4 } from '../scenario/figure4.ts';
import { drawn, machine } from '../world/drawn.ts';
import { assembleSmall, run, type Entry, type How } from '../world/fleet.ts';
import { Recorder } from '../world/recorder.ts';

/** Who refused each request that was refused, and why. */
function refusals(fleet: readonly Entry[], requests: number): (readonly [number, Reason])[] {
  const draws = createStreams(3, 0)('draws');
  const traffic = Array.from({ length: requests }, () => {
    return { at: 0, tenant: 0, prompt: 10, output: 25, stay: 0, draw: draws.uniform() };
  });
  const recorder = new Recorder();
  const small = { fleet, gates: [], cloud: null, fallback: 'drop', traffic } as const;
  run(assembleSmall(small, { strategy: { name: 'loadAware', options: {} }, listeners: [recorder] }));
  return recorder.entries.flatMap((entry) => (entry[0] === 'refused' ? [[entry[3], entry[4]] as const] : []));
}

const tokens = (limit: number): Pick<Entry, 'limits'> => ({ limits: [{ window: 60, tokens: limit }] });

it('when all machines would refuse, the one with room that is emptiest is picked, and its own reason is reported', () => {
  // Requests of 35 tokens. The first has no place left, the second could never take one, the third is nearly full.
  const fleet = [
    { ...machine(1), queue: 0, ...tokens(1000) },
    { ...machine(1), ...tokens(30) },
    { ...machine(1), ...tokens(36) },
  ];
  const found = refusals(fleet, 50);
  expect(found).toHaveLength(48);
  expect(new Set(found.map(String))).toEqual(new Set(['1,tooLarge']));
});

it('when all machines would refuse and some are as empty, the draw of the request says which is picked', () => {
  const found = refusals([{ ...machine(1, 4), ...tokens(36) }], 404);
  const counts = [0, 1, 2, 3].map((i) => found.filter(([by]) => by === i).length);
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(400);
  for (const count of counts) expect(count).toBeGreaterThan(70);
});

it('when no machine has room, the draw says which is picked, and it reports that it is full', () => {
  const found = refusals([{ ...machine(1, 4), queue: 0 }], 404);
  expect(new Set(found.map(([, reason]) => reason))).toEqual(new Set(['queueFull']));
  for (let i = 0; i < 4; i++) expect(found.filter(([by]) => by === i).length).toBeGreaterThan(70);
});

/** Up to 32 devices are looked through, four neighbours at a time; more compete in lists and trees. */
it.each([
  [[1]],
  [[4]],
  [[5, 3]],
  [[1, 7, 4]],
  [[3, 2, 3, 6]],
  [[5, 9, 6]],
  [[11, 10, 11]],
  [[11, 11, 11]],
  [[3, 34]],
])(
  'of groups of %j devices it picks the emptiest that would take the request, then the least loaded for its capability',
  (counts) => {
    const fleet = counts.map((count, g) => ({
      ...machine([1, 0.5, 2, 1][g]!, count),
      queue: g % 3,
      limits: [{ window: 20, tokens: [150, 70, 400, 150][g]! }],
    }));
    const size = counts.reduce((sum, count) => sum + count, 0);
    const traffic = drawn({ number: 600, rate: size, cv: 1 });
    const seen = { taken: 0, tied: 0, full: 0, refused: 0 };
    const watch: How['watch'] = (strategy, { fleet }) => ({
      pick(id) {
        const by = strategy.pick(id);
        fleet.expect();
        const { open, standing, load, capability } = fleet;
        const all = Array.from({ length: size }, (_, i) => i);
        const takers = all.filter((i) => fleet.refusal(i, id) === 0);
        const among = takers.length > 0 ? takers : all.filter((i) => open[i] === 1);
        const emptiest = among.filter((i) => among.every((other) => standing[i]! <= standing[other]!));
        const relative = (i: number): number => load[i]! / capability[i]!;
        const best = emptiest.filter((i) => emptiest.every((other) => relative(i) <= relative(other)));
        if (among.length > 0) expect(by).toBe(best[0]);
        seen.taken += Number(takers.length > 0);
        seen.tied += Number(best.length > 1);
        seen.full += Number(takers.length > 0 && open.includes(0));
        seen.refused += Number(takers.length === 0);
        return by;
      },
    });
    const small = { fleet, gates: [], cloud: null, fallback: 'drop', traffic } as const;
    run(assembleSmall(small, { strategy: { name: 'loadAware', options: { ties: 'lowest' } }, watch }));
    expect(seen.taken).toBeGreaterThan(100);
    expect(seen.refused).toBeGreaterThan(10);
    if (size > 4) expect(Math.min(seen.tied, seen.full)).toBeGreaterThan(5);
  },
);

/** Few devices are looked through, many compete in trees. */
it.each([12, 60])(
  'of %i devices with buckets that fill it picks the one that will be full first',
  (count) => {
    const { cells } = read(FIGURE4, {
      file: 'figure4.yaml',
      set: [
        `fleet=[{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: ${count} }]`,
        'limits=[{ kind: tokenBucket, scope: device, rate: 20/s, burst: 2400, in: tokens }]',
        `workload.arrivals={ kind: poisson, rate: ${count / 20} }`,
        'strategy=loadAware',
        'duration=10m',
        'vary={}',
        'expect=[]',
      ],
    });
    const { engine, parts } = assemble(cells[0]!.scenario, {
      seed: 1,
      replication: 0,
      source: () => expect.unreachable(),
    });
    const { fleet, strategy } = parts;
    let picks = 0;
    const pick = (id: number): number => {
      const by = strategy.pick(id);
      const until = fleet.limiter!.standing!;
      const least = until.reduce(
        (most, at, i) => (fleet.open[i] === 1 ? Math.min(most, at) : most),
        Infinity,
      );
      expect(until[by]).toBe(least);
      picks++;
      return by;
    };
    engine.run({ ...parts, strategy: { pick } });
    expect(picks).toBeGreaterThan(200);
  },
);
