import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { simulate } from '../../src/experiment/simulate.ts';
import { summarise } from '../../src/experiment/summarise.ts';
import { ARRIVED, COMPLETED, LOST, STRIDE, type Moves } from '../../src/kernel/moves.ts';
import type { Listener, Workload } from '../../src/model.ts';
import { assemble, asked } from '../../src/scenario/assemble.ts';
import { grown } from '../../src/scenario/grown.ts';
import { read } from '../../src/scenario/read.ts';
import type { ScenarioFile, Scenario } from '../../src/scenario/scenario.ts';
import { makeContext } from '../world/context.ts';
import { build } from '../world/plugins.ts';

/** Prefill takes a second, every further token another. */
const TEXT = `
name: people
duration: 2h
workload:
  kind: users
  count: 9
  think: { kind: lognormal, mean: 40s, cv: 1 }
  prompt: { kind: uniform, min: 1, max: 30 }
  output: { kind: lognormal, mean: 6, cv: 1 }
  tenants: 3
fleet:
  - profile:
      name: board/slow
      pace: { prefill: { fixed: 1s, perToken: 0s }, step: { fixed: 1s } }
      power: { idle: 5, prefill: 20, decode: 10 }
    count: 2
    queue: 1
strategy: random
`;

const setting = { seed: 3, replication: 0, source: () => expect.unreachable() };
const scenarioFile = (...set: string[]): ScenarioFile => read(TEXT, { file: 'people.yaml', set });
const scenarioOf = (...set: string[]): Scenario => scenarioFile(...set).cells[0]!.scenario;

interface Turn {
  readonly at: number;
  readonly tenant: number;
  readonly prompt: number;
  readonly output: number;
  /** When it was answered or lost, and which of both. */
  end: number;
  answered: boolean;
}

/** What each of them asked, in order. */
class People implements Listener {
  readonly turns: Map<number, Turn[]> = new Map();
  private readonly open: Map<number, Turn> = new Map();
  private readonly user: (number: number) => number;

  /** `user` knows who asked the n-th request. */
  constructor(user: (number: number) => number) {
    this.user = user;
  }

  moved({ end, kind, number, now, tenant, prompt, output }: Moves): void {
    for (let row = 0; row < end; row += STRIDE) {
      if (kind[row] === ARRIVED) {
        const turn = {
          at: now[row]!,
          tenant: tenant[row]!,
          prompt: prompt[row]!,
          output: output[row]!,
          end: NaN,
          answered: false,
        };
        this.open.set(number[row]!, turn);
        const user = this.user(number[row]!);
        this.turns.set(user, [...(this.turns.get(user) ?? []), turn]);
      } else if (kind[row] === COMPLETED || kind[row] === LOST) {
        const turn = this.open.get(number[row]!)!;
        turn.end = now[row]!;
        turn.answered = kind[row] === COMPLETED;
      }
    }
  }
}

/** Runs it; who asked is read from the rows as they are picked for. */
function follow(scenario: Scenario): Map<number, Turn[]> {
  const who: number[] = [];
  const people = new People((number) => who[number]!);
  const made = assemble(scenario, { ...setting, listeners: () => [people] });
  const { engine, parts } = made;
  const { strategy } = parts;
  const pick = (id: number): number => {
    who[engine.requests.number[id]!] = engine.requests.session[id]!;
    return strategy.pick(id);
  };
  engine.run({ ...parts, strategy: { ...strategy, pick } });
  expect(made.conservation.faults()).toEqual([]);
  return people.turns;
}

describe('people who wait for their answers', () => {
  it('ask the same whatever becomes of it, and think as long about it', () => {
    const crowded = follow(scenarioOf());
    const roomy = follow(scenarioOf('fleet.0.count=9', 'fleet.0.queue=null', 'strategy=leastQueue'));
    expect(crowded.size).toBe(9);
    let lost = 0;
    for (const [user, turns] of crowded) {
      const others = roomy.get(user)!;
      const both = Math.min(turns.length, others.length);
      expect(both).toBeGreaterThan(50);
      expect(turns[0]!.at).toBe(others[0]!.at);
      for (let k = 0; k < both; k++) {
        const [one, other] = [turns[k]!, others[k]!];
        expect([one.tenant, one.prompt, one.output]).toEqual([other.tenant, other.prompt, other.output]);
        if (!one.answered) lost++;
        if (k === 0) continue;
        // A pause runs from the answer, or from the refusal.
        expect(one.at - turns[k - 1]!.end).toBeCloseTo(other.at - others[k - 1]!.end, 9);
        expect(one.at).toBeGreaterThan(turns[k - 1]!.end);
      }
    }
    expect(lost).toBeGreaterThan(20);
  });

  it('are asked for no more than they ask: nobody has two questions open, and all are answered in the end', () => {
    for (const turns of follow(scenarioOf('fleet.0.count=1', 'fleet.0.queue=null')).values())
      turns.forEach(({ at, end, answered }, k) => {
        expect(answered).toBe(true);
        expect(at).toBeLessThanOrEqual(7200);
        expect(end).toBeGreaterThan(at);
        if (k > 0) expect(turns[k - 1]!.end).toBeLessThan(at);
      });
  });

  it('belong to their tenants in turn, or by their shares', () => {
    const tenants = (of: string): number[] =>
      [...follow(scenarioOf(`workload.tenants=${of}`))]
        .sort(([a], [b]) => a - b)
        .map(([, [turn]]) => turn!.tenant);
    expect(tenants('3')).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
    expect(new Set(tenants('{ count: 3, shares: { zipf: 20 } }'))).toEqual(new Set([0]));
  });

  it('of a larger crowd the first ask what they asked in the smaller', () => {
    const few = follow(scenarioOf('fleet.0.count=40', 'fleet.0.queue=null'));
    const many = follow(grown(scenarioOf('fleet.0.count=40', 'fleet.0.queue=null'), 2));
    expect(many.size).toBe(18);
    for (const [user, turns] of few)
      expect(
        many
          .get(user)!
          .slice(0, 20)
          .map(({ prompt, output }) => [prompt, output]),
      ).toEqual(turns.slice(0, 20).map(({ prompt, output }) => [prompt, output]));
  });

  it.each([
    '40s',
    '{ kind: exponential, mean: 40s }',
    '{ kind: lognormal, mean: 40s, cv: 1 }',
    '{ kind: uniform, min: 10s, max: 70s }',
  ])('with pauses of %s: as many ask in the first seconds as in any others', (think) => {
    const scenario = scenarioOf('workload.count=40000', `workload.think=${think}`, 'duration=100s');
    const counts = new Float64Array(10);
    asked(scenario, setting, {
      moved({ end, kind, now }) {
        for (let row = 0; row < end; row += STRIDE)
          if (kind[row] === ARRIVED) counts[Math.min(9, Math.floor(now[row]! / 10))]!++;
      },
    });
    // 10,000 every ten seconds, give or take three standard deviations; 32 pauses are not all there are.
    for (const count of counts) expect(Math.abs(count / 10_000 - 1)).toBeLessThan(0.06);
  });

  it('a hundred thousand of them take a few megabytes', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const options = { count: 100_000, think: 1000, prompt: 10, output: 10 };
    const taken = (): number => {
      const engine = new Engine(1);
      // The first collection finds what others left, the second waits until it has been given back.
      collect();
      collect();
      const before = process.memoryUsage().arrayBuffers;
      const context = makeContext({ run: engine, duration: 1e9 });
      build<Workload>('workloads', 'users', options, context).draw(engine.requests.open());
      return process.memoryUsage().arrayBuffers - before;
    };
    // Memory of others that is given back meanwhile makes a figure smaller, never larger.
    const bytes = Math.max(taken(), taken(), taken());
    expect(bytes).toBeGreaterThan(100_000 * 8);
    expect(bytes).toBeLessThan(100_000 * 50);
  });

  it('have a verdict: refused, or asking more than can be done, whatever the queue does', () => {
    const verdictOf = (...set: string[]): string => {
      const made = scenarioFile('duration=1h', ...set);
      const result = simulate(made.cells[0]!.scenario, setting);
      const { cells } = summarise(made, [{ cell: 0, replication: 0, draw: null, result }], { version: '0' });
      expect(cells[0]!.metrics['users.active']!.mean).toBeGreaterThan(0);
      return cells[0]!.verdict;
    };
    expect(verdictOf('fleet.0.count=4', 'fleet.0.queue=null', 'strategy=leastQueue')).toBe('stable');
    expect(verdictOf()).toBe('limited');
    expect(verdictOf('fleet.0.count=1', 'fleet.0.queue=null')).toBe('backlogged');
  });
});

it('requests that come by themselves have no users.active', () => {
  const open = scenarioOf('workload={ arrivals: { kind: poisson, rate: 0.05/s }, prompt: 5, output: 5 }');
  expect(Object.keys(simulate(open, setting).metrics)).not.toContain('users.active');
});

describe('mistakes', () => {
  const said = (set: string): string => {
    try {
      scenarioFile(set);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('no pause to speak of, or too many people, is one line', () => {
    expect(said('workload.think=0s')).toContain('workload.think: must be 0.001 s or more on average, not 0');
    expect(said('workload.count=2000000')).toContain('workload.count: is 2000000, 1000000 at most');
  });
});
